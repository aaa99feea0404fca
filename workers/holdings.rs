//! The claimed rows that this process works on, by company: so that a claim leaves room for the others. Each row has a place of its own
//! until it is done, however long that takes; none waits for another.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::id::CompanyId;
use entities::{Share, StoreError};
use futures_util::FutureExt as _;
use jobs::Job;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;

use crate::deps::Deps;

/// Rows of one claim, at most.
const CLAIM: u32 = 8;
/// Of so many places one is kept for companies of which this process holds nothing: whoever comes during another's burst, or while
/// another's provider hangs, is served at once.
const KEPT: u32 = 8;
/// Between two looks because rows are done, so that one claim fills many places.
const PAUSE: Duration = Duration::from_millis(10);

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Holdings {
    inner: Arc<Inner>,
}

struct Inner {
    places: u32,
    free: Arc<Semaphore>,
    held: Mutex<HashMap<CompanyId, u32>>,
    /// Claims take turns, so that each knows what the one before it took.
    turn: tokio::sync::Mutex<()>,
    /// A row that is done may make another due.
    chained: bool,
    /// Rows were left because there was no place for them.
    passed_over: AtomicBool,
    done: Notify,
    tasks: TaskTracker,
}

/// One lease with its place; both given back on drop.
pub(crate) struct Held {
    inner: Arc<Inner>,
    company: CompanyId,
    place: Option<OwnedSemaphorePermit>,
}

/// What a claim took.
pub(crate) struct Taken<T> {
    pub(crate) rows: Vec<(T, Held)>,
    /// There is probably more.
    pub(crate) more: bool,
}

impl Holdings {
    /// Lanes: places for as many full claims.
    pub(crate) fn of_lanes(claims: u32) -> Self {
        Self::new(claims, false)
    }

    /// Rows of the outbox. The next of a contact is due when the one before it is done.
    pub(crate) fn of_sends(claims: u32) -> Self {
        Self::new(claims, true)
    }

    fn new(claims: u32, chained: bool) -> Self {
        let places = claims.max(1) * CLAIM;
        let inner = Inner {
            places,
            free: Arc::new(Semaphore::new(usize::try_from(places).unwrap_or(Semaphore::MAX_PERMITS))),
            held: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            chained,
            passed_over: AtomicBool::new(false),
            done: Notify::new(),
            tasks: TaskTracker::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Take what `claim` gets within this process's share. Waits for a free place; takes nothing once [`close`](Self::close)d.
    pub(crate) async fn take<T>(
        &self,
        company: impl Fn(&T) -> CompanyId,
        claim: impl AsyncFnOnce(Share) -> Result<Vec<T>, StoreError>,
    ) -> Result<Taken<T>, StoreError> {
        let inner = &self.inner;
        let _turn = inner.turn.lock().await;
        let nothing = Taken { rows: Vec::new(), more: false };
        let Ok(mut places) = Arc::clone(&inner.free).acquire_owned().await else { return Ok(nothing) };
        let held = inner.held().clone();
        // Nobody else takes places meanwhile.
        let free = u32::try_from(inner.free.available_permits()).unwrap_or(u32::MAX) + 1;
        let for_all = free.saturating_sub(inner.places / KEPT);
        let only_new = for_all == 0;
        if only_new && !held.is_empty() {
            inner.passed_over.store(true, Ordering::Relaxed);
        }
        let limit = CLAIM.min(if only_new { free } else { for_all });
        let Ok(rest) = Arc::clone(&inner.free).try_acquire_many_owned(limit - 1) else { return Ok(nothing) };
        places.merge(rest);
        let most = inner.places / 2;
        let rows = claim(Share { limit, most, held, only_new }).await?;
        let mut held = inner.held();
        let rows: Vec<(T, Held)> = rows
            .into_iter()
            .map(|row| {
                let company = company(&row);
                *held.entry(company).or_default() += 1;
                (row, Held { inner: Arc::clone(inner), company, place: places.split(1) })
            })
            .collect();
        let is_capped = held.values().any(|leases| *leases >= most);
        if is_capped {
            inner.passed_over.store(true, Ordering::Relaxed);
        }
        let is_full = rows.len() * 2 >= usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(Taken { more: !rows.is_empty() && (is_capped || is_full), rows })
    }

    /// Work on a row beside the others, in the background.
    pub(crate) fn work_on(&self, held: Held, work: impl Future<Output = ()> + Send + 'static) {
        let task = async move {
            if AssertUnwindSafe(work).catch_unwind().await.is_err() {
                tracing::error!(company = %held.company, "the work on a row panicked; its lease runs out");
            }
            drop(held);
        };
        self.inner.tasks.spawn(task.in_current_span());
    }

    /// Whenever rows are done and others may take their places, push `job`. Until `stop`.
    pub(crate) async fn refill<J: Job>(self, deps: Deps, job: fn() -> J, stop: CancellationToken) -> &'static str {
        while stop.run_until_cancelled(self.has_room_again()).await.is_some() {
            deps.push(job()).await;
            tokio::time::sleep(PAUSE).await;
        }
        "refill"
    }

    async fn has_room_again(&self) {
        loop {
            self.inner.done.notified().await;
            if self.inner.passed_over.swap(false, Ordering::Relaxed) || self.inner.chained {
                return;
            }
        }
    }

    /// Take nothing from now on.
    pub(crate) fn close(&self) {
        self.inner.free.close();
    }

    /// Wait for the rows at work.
    pub(crate) async fn finish(&self) {
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }
}

impl Inner {
    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<CompanyId, u32>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.inner.held();
        if let Some(leases) = held.get_mut(&self.company) {
            *leases -= 1;
            if *leases == 0 {
                held.remove(&self.company);
            }
        }
        drop(held);
        self.place.take();
        self.inner.done.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use domain::id::new_id;

    use super::*;

    /// A claim of which so many rows are due, and what it was told it may take.
    async fn take(holdings: &Holdings, of: CompanyId, due: usize) -> (Vec<Held>, bool, Share) {
        let mut told = None;
        let claim = async |share: Share| {
            let rows = vec![of; due.min(usize::try_from(share.limit).unwrap())];
            told = Some(share);
            Ok(rows)
        };
        let taken = holdings.take(|company| *company, claim).await.unwrap();
        (taken.rows.into_iter().map(|(_, held)| held).collect(), taken.more, told.unwrap())
    }

    #[tokio::test]
    async fn the_last_places_are_for_who_holds_nothing() {
        let (holdings, burst, other) = (Holdings::of_lanes(2), new_id(), new_id());
        let (mut first, more, share) = take(&holdings, burst, 100).await;
        assert_eq!((first.len(), more, share.limit, share.only_new), (8, true, 8, false));
        let (second, _, share) = take(&holdings, burst, 100).await;
        assert_eq!((second.len(), share.limit, share.held[&burst]), (6, 6, 8), "two of sixteen are kept");
        let (third, _, share) = take(&holdings, other, 1).await;
        assert_eq!((third.len(), share.limit, share.only_new), (1, 2, true));
        first.pop();
        let (none, _, share) = take(&holdings, burst, 0).await;
        assert_eq!((none.len(), share.limit, share.only_new), (0, 2, true), "what is free again is kept");
        drop(third);
        let (_, _, share) = take(&holdings, burst, 1).await;
        assert_eq!((share.limit, share.only_new), (1, false), "one more than is kept");
    }

    #[tokio::test]
    async fn a_row_that_takes_long_holds_its_own_place_only() {
        let (holdings, company) = (Holdings::of_sends(1), new_id());
        let (mut rows, ..) = take(&holdings, company, 100).await;
        assert_eq!(rows.len(), 7);
        let slow = rows.pop();
        drop(rows);
        let (again, ..) = take(&holdings, company, 100).await;
        assert_eq!(again.len(), 6);
        drop((slow, again));
    }

    #[tokio::test]
    async fn who_holds_half_leaves_the_rest_while_others_wait() {
        let (holdings, company) = (Holdings::of_sends(4), new_id());
        let (first, more, share) = take(&holdings, company, 3).await;
        assert_eq!((share.most, share.held.len(), more), (16, 0, false));
        let (second, ..) = take(&holdings, company, 8).await;
        let (third, more, share) = take(&holdings, company, 5).await;
        assert_eq!((share.held[&company], more), (11, true), "it holds half, so somebody may have been left out");
        drop((first, second, third));
        let (none, more, share) = take(&holdings, company, 0).await;
        assert!(none.is_empty() && !more && share.held.is_empty());
    }

    #[tokio::test]
    async fn a_place_that_is_free_again_is_told_where_rows_were_left() {
        let (holdings, company) = (Holdings::of_lanes(1), new_id());
        let told = async |holdings: &Holdings| holdings.has_room_again().now_or_never().is_some();
        let (rows, ..) = take(&holdings, company, 1).await;
        drop(rows);
        assert!(!told(&holdings).await, "there was room for more");
        let (mut rows, ..) = take(&holdings, company, 100).await;
        assert!(!told(&holdings).await, "nothing is free");
        rows.pop();
        assert!(told(&holdings).await);
    }

    #[tokio::test]
    async fn once_closed_it_takes_nothing_and_finishes_what_it_has() {
        let (holdings, company) = (Holdings::of_sends(1), new_id());
        let (mut rows, ..) = take(&holdings, company, 1).await;
        let (said, hears) = tokio::sync::oneshot::channel::<()>();
        holdings.work_on(rows.pop().unwrap(), async {
            hears.await.ok();
            panic!("not even this leaves a row behind");
        });
        holdings.close();
        let nothing = holdings.take(|company| *company, async |_| Ok(vec![company])).await.unwrap();
        assert!(nothing.rows.is_empty());
        assert!(holdings.finish().now_or_never().is_none());
        said.send(()).unwrap();
        holdings.finish().await;
        assert!(holdings.inner.held().is_empty());
    }
}
