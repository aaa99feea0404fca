//! The claimed rows that this process holds, by company: so that a claim leaves room for the others. The rows of one claim are worked on
//! together, and a hand is free again when the slowest is done.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::CompanyId;
use entities::{Share, StoreError};

/// Rows of one claim.
pub(crate) const CLAIM: u32 = 8;

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Holdings {
    inner: Arc<Inner>,
}

struct Inner {
    /// At so many jobs at work, only companies that hold nothing get something.
    last_hand: usize,
    /// Half of what this process can hold.
    most: u32,
    held: Mutex<HashMap<CompanyId, u32>>,
    /// Each job at work has one more of it.
    working: Arc<()>,
    /// Claims take turns, so that each knows what the one before it took.
    turn: tokio::sync::Mutex<()>,
    /// Rows were left because their company holds enough.
    passed_over: AtomicBool,
}

/// One lease; given back on drop.
pub(crate) struct Held {
    inner: Arc<Inner>,
    company: CompanyId,
}

/// One job at work; over on drop.
pub(crate) struct Hand {
    _working: Arc<()>,
}

/// What a claim took.
pub(crate) struct Taken<T> {
    pub(crate) rows: Vec<(T, Held)>,
    /// To be kept as long as the rows are worked on.
    pub(crate) hand: Hand,
    /// There is probably more for whoever is free.
    pub(crate) more: bool,
}

impl Holdings {
    /// For as many jobs at once, each with the rows of one claim.
    pub(crate) fn new(slots: u32) -> Self {
        Self::of(slots, usize::MAX)
    }

    /// The same, but the last free hand is never given to a company that has one: whoever comes during a burst is served at once.
    pub(crate) fn with_a_hand_for_others(slots: u32) -> Self {
        Self::of(slots, usize::try_from(slots).ok().filter(|slots| *slots > 1).unwrap_or(usize::MAX))
    }

    fn of(slots: u32, last_hand: usize) -> Self {
        let inner = Inner {
            last_hand,
            most: (slots * CLAIM / 2).max(1),
            held: Mutex::default(),
            working: Arc::default(),
            turn: tokio::sync::Mutex::default(),
            passed_over: AtomicBool::new(false),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Take what `claim` gets within this process's share.
    pub(crate) async fn take<T>(
        &self,
        company: impl Fn(&T) -> CompanyId,
        claim: impl AsyncFnOnce(Share) -> Result<Vec<T>, StoreError>,
    ) -> Result<Taken<T>, StoreError> {
        let _turn = self.inner.turn.lock().await;
        let hand = Hand { _working: Arc::clone(&self.inner.working) };
        // The holdings have one of them themselves.
        let is_last = Arc::strong_count(&self.inner.working) > self.inner.last_hand;
        let held = self.inner.held().clone();
        if is_last && !held.is_empty() {
            self.inner.passed_over.store(true, Ordering::Relaxed);
        }
        let rows = claim(Share { limit: CLAIM, most: self.inner.most, held, only_new: is_last }).await?;
        let mut held = self.inner.held();
        let rows: Vec<(T, Held)> = rows
            .into_iter()
            .map(|row| {
                let company = company(&row);
                *held.entry(company).or_default() += 1;
                (row, Held { inner: Arc::clone(&self.inner), company })
            })
            .collect();
        let is_capped = held.values().any(|leases| *leases >= self.inner.most);
        if is_capped {
            self.inner.passed_over.store(true, Ordering::Relaxed);
        }
        let more = !rows.is_empty() && (is_capped || rows.len() * 2 >= usize::try_from(CLAIM).unwrap_or(usize::MAX));
        Ok(Taken { rows, hand, more })
    }

    /// Whether rows may have been left that can be taken now, told once.
    pub(crate) fn passed_over(&self) -> bool {
        self.inner.passed_over.swap(false, Ordering::Relaxed)
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
    }
}

#[cfg(test)]
mod tests {
    use domain::id::new_id;

    use super::*;

    #[tokio::test]
    async fn the_last_free_hand_is_for_who_holds_nothing() {
        let (holdings, burst, other) = (Holdings::with_a_hand_for_others(3), new_id(), new_id());
        let claim = async |share: Share| {
            assert!(!share.only_new, "another hand is free");
            Ok(vec![burst; 8])
        };
        let first = holdings.take(|company| *company, claim).await.unwrap();
        let second = holdings.take(|company| *company, claim).await.unwrap();
        assert!(holdings.passed_over());
        let claim = async |share: Share| {
            assert!(share.only_new && share.held.contains_key(&burst));
            Ok(vec![other])
        };
        let third = holdings.take(|company| *company, claim).await.unwrap();
        assert!(holdings.passed_over(), "what was left out is looked for when a hand is free");
        drop(second);
        let claim = async |share: Share| {
            assert!(share.only_new, "two are at work, and this is the third");
            Ok(Vec::<CompanyId>::new())
        };
        holdings.take(|company| *company, claim).await.unwrap();
        drop(first);
        let claim = async |share: Share| {
            assert!(!share.only_new);
            Ok(vec![burst; 8])
        };
        holdings.take(|company| *company, claim).await.unwrap();
        drop(third);
    }

    #[tokio::test]
    async fn one_hand_alone_takes_everything() {
        let (holdings, company) = (Holdings::with_a_hand_for_others(1), new_id());
        let claim = async |share: Share| {
            assert!(!share.only_new);
            Ok(vec![company])
        };
        holdings.take(|company| *company, claim).await.unwrap();
    }

    #[tokio::test]
    async fn a_lease_counts_until_it_is_dropped() {
        let (holdings, company) = (Holdings::new(4), new_id());
        let claim = async |share: Share| {
            assert_eq!((share.most, share.held.get(&company)), (16, None));
            Ok(vec![company; 8])
        };
        let first = holdings.take(|company| *company, claim).await.unwrap();
        assert!(first.more && !holdings.passed_over());
        let claim = async |share: Share| {
            assert_eq!(share.held.get(&company), Some(&8));
            Ok(vec![company; 8])
        };
        let second = holdings.take(|company| *company, claim).await.unwrap();
        assert!(second.more, "the company holds half, so somebody may have been left out");
        assert!(holdings.passed_over() && !holdings.passed_over());
        drop((first, second));
        let claim = async |share: Share| {
            assert!(share.held.is_empty());
            Ok(Vec::<CompanyId>::new())
        };
        assert!(!holdings.take(|company| *company, claim).await.unwrap().more);
    }
}
