//! The claimed rows that this process holds, by company: so that a claim leaves room for the others.

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
    /// Half of what this process can hold.
    most: u32,
    held: Mutex<HashMap<CompanyId, u32>>,
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

/// What a claim took.
pub(crate) struct Taken<T> {
    pub(crate) rows: Vec<(T, Held)>,
    /// There is probably more for whoever is free.
    pub(crate) more: bool,
}

impl Holdings {
    /// For as many jobs at once, each with the rows of one claim.
    pub(crate) fn new(slots: u32) -> Self {
        let inner = Inner {
            most: (slots * CLAIM / 2).max(1),
            held: Mutex::default(),
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
        let share = Share { limit: CLAIM, most: self.inner.most, held: self.inner.held().clone() };
        let rows = claim(share).await?;
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
        Ok(Taken { rows, more })
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
