//! Where jobs wait: in Redis (cluster) or in this process (embedded). The callers see no difference.

use std::sync::Arc;
use std::time::Duration;

use domain::id::CompanyId;
use rand::RngExt as _;

use crate::envelope::{self, Envelope};
use crate::error::QueueError;
use crate::faults::{Dice, Faults};
use crate::figures::Figures;
use crate::job::Job;

pub(crate) mod memory;
pub(crate) mod redis;

/// The longest that [`Queue::push_later`] waits. Longer delays live in rows.
pub const LATEST: Duration = Duration::from_secs(5);

/// A handle to the queues; clones share them.
#[derive(Debug, Clone)]
pub struct Queue {
    pub(crate) backend: Backend,
    dice: Option<Arc<Dice>>,
    figures: Figures,
}

#[derive(Debug, Clone)]
pub(crate) enum Backend {
    Memory(memory::Lanes),
    Redis(redis::Store),
}

/// One job, ready for a backend: which queue, what it is about, and the envelope as bytes.
#[derive(Debug, Clone)]
pub(crate) struct Parcel {
    pub(crate) queue: &'static str,
    pub(crate) key: String,
    pub(crate) body: Vec<u8>,
}

/// How full one queue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Depth {
    pub queue: &'static str,
    pub waiting: u64,
    /// Taken by a consumer and not finished, in all processes.
    pub inflight: u64,
}

impl Queue {
    /// Queues inside this process. What waits in them at a crash is found again by the first due-scan.
    ///
    /// A job whose non-empty key already waits in the same queue is not pushed twice: nobody has begun it, so it will
    /// see everything its twin would. Tokens are never merged, because each one is the permit for one claim.
    pub fn memory() -> Self {
        Self { backend: Backend::Memory(memory::Lanes::default()), dice: None, figures: Figures::default() }
    }

    /// Queues in Redis, shared by every process. Connects on first use, and again whenever the connection is lost.
    pub fn redis(url: &str) -> Result<Self, QueueError> {
        Ok(Self { backend: Backend::Redis(redis::Store::open(url)?), dice: None, figures: Figures::default() })
    }

    /// What this process did.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Let pushed jobs be lost, doubled and late. For tests.
    #[must_use]
    pub fn with_faults(self, faults: Faults) -> Self {
        Self { dice: Some(Arc::new(Dice::new(faults))), ..self }
    }

    /// Push one job, after the commit that made it necessary.
    ///
    /// Fails within 2 s when Redis does not answer. The caller logs it and goes on.
    pub async fn push<J: Job>(&self, job: impl Into<Envelope<J>>) -> Result<(), QueueError> {
        self.put(vec![parcel(&job.into())?]).await
    }

    /// Push many jobs of one kind, in order and in few round trips. When it fails, the first of them may be in.
    pub async fn push_many<J, I>(&self, jobs: I) -> Result<(), QueueError>
    where
        J: Job,
        I: IntoIterator,
        I::Item: Into<Envelope<J>>,
    {
        self.put(jobs.into_iter().map(|job| parcel(&job.into())).collect::<Result<_, _>>()?).await
    }

    /// Push what a dead job wanted, for its first attempt.
    pub async fn push_again(
        &self,
        queue: &str,
        company: CompanyId,
        payload: serde_json::Value,
    ) -> Result<(), QueueError> {
        let known = crate::definitions::NAMES.into_iter().find(|name| *name == queue);
        let queue = known.ok_or_else(|| QueueError::Unknown(queue.to_owned()))?;
        let body = envelope::encode_again(queue, company, &payload)?;
        // Without its key it is merged with no other: a person asked for it.
        self.put(vec![Parcel { queue, key: String::new(), body }]).await
    }

    /// Push one job after `delay`, at most [`LATEST`], with up to a quarter more or less of it.
    ///
    /// It waits in this process and is lost with it: the repair pass is the net. Must be called inside a runtime.
    pub fn push_later<J: Job>(&self, job: impl Into<Envelope<J>>, delay: Duration) {
        let envelope = job.into();
        let queue = self.clone();
        let wait = delay.mul_f64(rand::rng().random_range(0.75..=1.25)).min(LATEST);
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            if let Err(error) = queue.push(envelope).await {
                tracing::warn!(queue = J::NAME, %error, "a job for later was not pushed");
            }
        });
    }

    /// How full each queue is, in the order of [`crate::definitions::NAMES`].
    pub async fn depths(&self) -> Result<Vec<Depth>, QueueError> {
        self.depths_of(&crate::definitions::NAMES).await
    }

    /// The same for queues by name.
    pub async fn depths_of(&self, names: &[&'static str]) -> Result<Vec<Depth>, QueueError> {
        match &self.backend {
            Backend::Memory(lanes) => Ok(names.iter().map(|name| lanes.depth(name)).collect()),
            Backend::Redis(store) => store.depths(names).await,
        }
    }

    /// Does the queue answer?
    pub async fn ping(&self) -> Result<(), QueueError> {
        match &self.backend {
            Backend::Memory(_) => Ok(()),
            Backend::Redis(store) => store.ping().await,
        }
    }

    async fn put(&self, parcels: Vec<Parcel>) -> Result<(), QueueError> {
        let Some(dice) = &self.dice else { return self.backend.put(parcels).await };
        let mut on_time = Vec::new();
        for parcel in parcels {
            for delay in dice.roll(parcel.queue, &parcel.key, &parcel.body) {
                if delay.is_zero() {
                    on_time.push(parcel.clone());
                } else {
                    let (backend, parcel) = (self.backend.clone(), parcel.clone());
                    tokio::spawn(async move {
                        tokio::time::sleep(delay).await;
                        if let Err(error) = backend.put(vec![parcel]).await {
                            tracing::debug!(%error, "a late job was lost as well");
                        }
                    });
                }
            }
        }
        self.backend.put(on_time).await
    }
}

impl Backend {
    async fn put(&self, parcels: Vec<Parcel>) -> Result<(), QueueError> {
        match self {
            Self::Memory(lanes) => {
                lanes.put(parcels);
                Ok(())
            }
            Self::Redis(store) => store.put(parcels).await,
        }
    }
}

fn parcel<J: Job>(envelope: &Envelope<J>) -> Result<Parcel, QueueError> {
    Ok(Parcel { queue: J::NAME, key: envelope.payload.key(), body: envelope.encode()? })
}
