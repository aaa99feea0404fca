//! No company has more than its part of a pool: a burst of one leaves connections to the others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::id::CompanyId;
use sea_orm::{ConnAcquireErr, DbErr};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::StoreError;

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Shares {
    /// Transactions that a company may have at once.
    each: usize,
    patience: Duration,
    companies: Arc<Mutex<HashMap<CompanyId, Arc<Semaphore>>>>,
}

impl Shares {
    /// Half of so many connections, but one at least. Who waits longer than `patience` is told that the database is busy.
    pub(crate) fn half_of(connections: u32, patience: Duration) -> Self {
        let each = usize::try_from(connections / 2).unwrap_or(1).max(1);
        Self { each, patience, companies: Arc::default() }
    }

    /// Wait, in the order of asking, for one of the company's transactions to end.
    pub(crate) async fn take(&self, company: CompanyId) -> Result<OwnedSemaphorePermit, StoreError> {
        let semaphore = {
            let mut companies = self.companies.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(companies.entry(company).or_insert_with(|| Arc::new(Semaphore::new(self.each))))
        };
        match tokio::time::timeout(self.patience, semaphore.acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            // Nobody closes a semaphore.
            Ok(Err(_)) | Err(_) => Err(StoreError::Unreachable(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::new_id;

    use super::*;

    #[tokio::test]
    async fn a_company_waits_for_its_own_and_never_for_anothers() {
        let shares = Shares::half_of(4, Duration::from_millis(50));
        let (busy, quiet) = (new_id(), new_id());
        let first = shares.take(busy).await.unwrap();
        let _second = shares.take(busy).await.unwrap();
        assert!(shares.take(busy).await.is_err_and(|error| error.is_transient()));
        drop(shares.take(quiet).await.unwrap());
        drop(first);
        drop(shares.take(busy).await.unwrap());
    }
}
