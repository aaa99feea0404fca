//! The claimed rows that this process works on, by company: so that a claim leaves room for the others. Each row has a place of its own
//! until it is done, however long that takes; none waits for another.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
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
/// One that is kept, and one for all.
const LEAST: u32 = 2;
/// How long the first free place waits for others at most, so that one claim fills many.
const GATHER: Duration = Duration::from_millis(50);

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
    /// One claim waits for its turn. It will see what later ones would be told of.
    waiting: Semaphore,
    /// A row that is done may make another due.
    chained: bool,
    /// Rows were left because there was no place for them.
    passed_over: AtomicBool,
    /// Rows that are done since the last look.
    done: AtomicU32,
    is_done: Notify,
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
    pub(crate) fn of_lanes(places: u32) -> Self {
        Self::new(places, false)
    }

    /// Rows of the outbox. The next of a contact is due when the one before it is done.
    pub(crate) fn of_sends(places: u32) -> Self {
        Self::new(places, true)
    }

    fn new(places: u32, chained: bool) -> Self {
        let places = places.max(LEAST);
        let inner = Inner {
            places,
            free: Arc::new(Semaphore::new(usize::try_from(places).unwrap_or(Semaphore::MAX_PERMITS))),
            held: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            waiting: Semaphore::new(1),
            chained,
            passed_over: AtomicBool::new(false),
            done: AtomicU32::new(0),
            is_done: Notify::new(),
            tasks: TaskTracker::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Take what `claim` gets within this process's share. Waits for a free place; takes nothing where another already waits, and once
    /// [`close`](Self::close)d.
    pub(crate) async fn take<T>(
        &self,
        company: impl Fn(&T) -> CompanyId,
        claim: impl AsyncFnOnce(Share) -> Result<Vec<T>, StoreError>,
    ) -> Result<Taken<T>, StoreError> {
        let inner = &self.inner;
        let nothing = Taken { rows: Vec::new(), more: false };
        let Ok(waits) = inner.waiting.try_acquire() else { return Ok(nothing) };
        let _turn = inner.turn.lock().await;
        let Ok(mut places) = Arc::clone(&inner.free).acquire_owned().await else { return Ok(nothing) };
        drop(waits);
        let held = inner.held().clone();
        // The places of those that are done are there for this claim. Nobody else takes places meanwhile.
        inner.done.store(0, Ordering::Relaxed);
        let free = u32::try_from(inner.free.available_permits()).unwrap_or(u32::MAX) + 1;
        let for_all = free.saturating_sub(inner.places.div_ceil(KEPT));
        let only_new = for_all == 0;
        if only_new {
            // Before the claim: what is done during it may be the last that tells.
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
        let is_full = rows.len() * 2 >= usize::try_from(limit).unwrap_or(usize::MAX);
        let is_used_up = rows.len() >= usize::try_from(for_all).unwrap_or(usize::MAX);
        if is_capped || is_used_up {
            inner.passed_over.store(true, Ordering::Relaxed);
        }
        // A claim takes of each company in turn: where several rows are of one, no other had any.
        let is_alone = rows.len() > 1 && rows.iter().all(|(_, row)| row.company == rows[0].1.company);
        let goes_on = (is_capped || is_full) && !(is_used_up && is_alone);
        Ok(Taken { more: !rows.is_empty() && goes_on, rows })
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
        }
        "refill"
    }

    async fn has_room_again(&self) {
        let inner = &self.inner;
        while !(inner.chained || inner.passed_over.load(Ordering::Relaxed)) || inner.done.load(Ordering::Relaxed) == 0 {
            inner.is_done.notified().await;
        }
        let enough = CLAIM.min(inner.places / 2);
        let gathering = async {
            while inner.done.load(Ordering::Relaxed) < enough && !inner.held().is_empty() {
                inner.is_done.notified().await;
            }
        };
        tokio::time::timeout(GATHER, gathering).await.ok();
        inner.done.store(0, Ordering::Relaxed);
        inner.passed_over.store(false, Ordering::Relaxed);
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
        self.inner.done.fetch_add(1, Ordering::Relaxed);
        self.inner.is_done.notify_one();
    }
}

#[cfg(test)]
mod tests;
