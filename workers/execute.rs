//! From what a handler returns to what becomes of its job.

use std::time::Duration;

use entities::StoreError;
use jobs::{Envelope, Job, Outcome};
use tracing::Instrument as _;

use crate::deps::Deps;

/// Why a handler could not finish.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JobError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Trying again cannot help.
    #[error("{0}")]
    Fatal(String),
}

impl JobError {
    fn is_contended(&self) -> bool {
        matches!(self, Self::Store(StoreError::Contended(_)))
    }

    fn is_fatal(&self) -> bool {
        match self {
            Self::Fatal(_) => true,
            Self::Store(error) => !error.is_transient(),
        }
    }
}

/// How often a transaction that lost a race is begun again at once.
const AT_ONCE: u32 = 5;

/// Run `work` again while it only lost a race.
pub(crate) async fn persist<T, F>(mut work: impl FnMut() -> F) -> Result<T, JobError>
where
    F: Future<Output = Result<T, JobError>>,
{
    let mut tries = 1;
    loop {
        // A transaction's future is large; its callers' are not.
        match Box::pin(work()).await {
            Err(error) if error.is_contended() && tries < AT_ONCE => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(u64::from(rand::random_range(1..20_u32)))).await;
            }
            result => return result,
        }
    }
}

/// Carry out one job and decide what becomes of it.
pub(crate) async fn handle<J, F>(deps: &Deps, envelope: Envelope<J>, mut work: impl FnMut(Envelope<J>) -> F) -> Outcome
where
    J: Job,
    F: Future<Output = Result<(), JobError>>,
{
    let key = envelope.payload.key();
    let span =
        tracing::info_span!("job", queue = J::NAME, key, company = ?envelope.company, attempt = envelope.attempt);
    async {
        let Err(error) = persist(|| work(envelope.clone())).await else { return Outcome::Done };
        if J::OWNS_ROW {
            // The row still says that it is due, and the scan comes back to it.
            tracing::warn!(%error, "a job failed; its row brings it back");
            return Outcome::Done;
        }
        if error.is_fatal() {
            return Outcome::Dead(error.to_string());
        }
        let delay = Duration::from_secs(1 << envelope.attempt.min(2));
        match envelope.again() {
            Some(next) => {
                tracing::warn!(%error, "a job failed and is tried again");
                deps.queue.push_later(next, delay);
                Outcome::Done
            }
            None => Outcome::Dead(error.to_string()),
        }
    }
    .instrument(span)
    .await
}
