//! Carrying jobs out: the same for the caller on both backends.
//!
//! A handler never fails half: it returns [`Outcome::Done`], also when it wrote the next attempt into its row, or
//! [`Outcome::Dead`]. A panic is a dead job too. Dead jobs are handed to one callback and then forgotten here.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::connection;
use crate::envelope::Envelope;
use crate::job::Job;
use crate::queue::{Backend, Queue};

mod execute;
mod memory;
mod pulse;
mod redis;

pub use execute::{DeadJob, Outcome};
pub use pulse::Pulse;

pub(crate) use execute::{Executor, Undertaker};

/// How many jobs of a kind this process works on at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slots {
    pub(crate) concurrency: usize,
    pub(crate) batch: usize,
}

impl Slots {
    pub fn new(concurrency: usize) -> Self {
        Self { concurrency: concurrency.max(1), batch: 1 }
    }

    /// Fetch up to this many jobs at once (Redis only).
    ///
    /// Only for jobs of a few milliseconds: while fetched jobs wait for a slot, the heartbeat rests, and after 15 s
    /// another process takes them for lost.
    #[must_use]
    pub fn batch(self, batch: usize) -> Self {
        Self { batch: batch.max(1), ..self }
    }
}

impl From<usize> for Slots {
    fn from(concurrency: usize) -> Self {
        Self::new(concurrency)
    }
}

/// What this process consumes, to be [`run`](Consumers::run).
pub struct Consumers {
    queue: Queue,
    instance: String,
    undertaker: Undertaker,
    kinds: Vec<Kind>,
    pulse: Pulse,
}

/// One queue and what to do with its jobs.
#[derive(Clone)]
pub(crate) struct Kind {
    pub(crate) queue: &'static str,
    pub(crate) slots: Slots,
    pub(crate) executor: Arc<Executor>,
}

/// The consumers ended although nobody asked them to. The process must end with a failure code.
#[derive(Debug, thiserror::Error)]
#[error("the consumer of {queue} ended: {reason}")]
pub struct Ended {
    pub queue: &'static str,
    pub reason: String,
}

impl Consumers {
    /// `instance` names this process for people, as `worker-3`; it need not be unique.
    ///
    /// `on_dead` records a dead job. When it fails, the job is kept and offered again.
    pub fn new<D, F>(queue: Queue, instance: impl Into<String>, on_dead: D) -> Self
    where
        D: Fn(DeadJob) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), crate::BoxError>> + Send + 'static,
    {
        Self {
            queue,
            instance: instance.into(),
            undertaker: Undertaker::new(on_dead),
            kinds: Vec::new(),
            pulse: Pulse::default(),
        }
    }

    /// Consume one kind. With one slot its jobs run strictly in the order in which they were pushed.
    #[must_use]
    pub fn consume<J, H, F>(mut self, slots: impl Into<Slots>, handler: H) -> Self
    where
        J: Job,
        H: Fn(Envelope<J>) -> F + Send + Sync + 'static,
        F: Future<Output = Outcome> + Send + 'static,
    {
        let executor = Arc::new(Executor::new::<J, _, _>(handler, self.undertaker.clone()));
        self.kinds.push(Kind { queue: J::NAME, slots: slots.into(), executor });
        self
    }

    /// Tells when the queues were last reached, for `/readyz`.
    pub fn pulse(&self) -> Pulse {
        self.pulse.clone()
    }

    /// Work until `stop`, then take no more jobs and wait up to `grace` for those in hand.
    ///
    /// Jobs still running after that are given back to the queue (Redis, which takes a moment more) or left to the
    /// due-scan (memory).
    pub async fn run(self, stop: CancellationToken, grace: Duration) -> Result<(), Ended> {
        let mut running = JoinSet::new();
        for kind in &self.kinds {
            match &self.queue.backend {
                Backend::Memory(lanes) => {
                    let lane = lanes.lane(kind.queue);
                    for _ in 0..kind.slots.concurrency {
                        running.spawn(memory::work(Arc::clone(&lane), kind.clone(), self.pulse.clone(), stop.clone()));
                    }
                }
                Backend::Redis(store) => {
                    let (store, instance) = (store.clone(), self.instance.clone());
                    running.spawn(redis::work(store, instance, kind.clone(), self.pulse.clone(), stop.clone(), grace));
                }
            }
        }
        if let Backend::Redis(store) = &self.queue.backend {
            let queues = self.kinds.iter().map(|kind| kind.queue).collect();
            running.spawn(crate::janitor::run(store.clone(), queues, self.undertaker.clone(), stop.clone()));
        }

        let grace_over = {
            let stop = stop.clone();
            async move {
                stop.cancelled().await;
                tokio::time::sleep(grace).await;
            }
        }
        .shared();
        let finish = async {
            while let Some(ended) = running.join_next().await {
                match ended {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => return Err(error),
                    Err(error) => return Err(Ended { queue: "all", reason: error.to_string() }),
                }
            }
            stop.cancelled().await;
            tokio::select! {
                () = join_all(self.kinds.iter().map(|kind| kind.executor.idle())).map(drop) => {}
                () = grace_over.clone() => {}
            }
            Ok(())
        };
        let too_late = async {
            grace_over.clone().await;
            if let Backend::Redis(_) = &self.queue.backend {
                // Giving back what is in hand needs a moment.
                tokio::time::sleep(connection::PATIENCE + Duration::from_millis(500)).await;
            }
        };
        tokio::select! {
            ended = finish => ended,
            () = too_late => {
                tracing::warn!("jobs were still running when the grace period ended");
                Ok(())
            }
        }
    }
}
