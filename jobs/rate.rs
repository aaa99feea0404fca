//! Token buckets, in Redis (one for all processes; a flush refills them) or in this process.

use std::time::Duration;

use crate::error::QueueError;

mod memory;
mod redis;

/// The size of a bucket and how fast it fills.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// The most it holds, and what it holds at first.
    pub capacity: f64,
    pub per_second: f64,
}

/// No tokens were taken.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// So long until there are enough.
    #[error("too fast; again in {0:?}")]
    RetryAfter(Duration),
    /// The buckets cannot be reached. The caller decides whether to go on without.
    #[error(transparent)]
    Unreachable(#[from] QueueError),
}

/// A handle to the buckets; clones share them.
#[derive(Debug, Clone)]
pub struct Rate {
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    Memory(memory::Buckets),
    Redis(redis::Buckets),
}

impl Rate {
    pub fn memory() -> Self {
        Self { place: Place::Memory(memory::Buckets::default()) }
    }

    pub fn redis(url: &str) -> Result<Self, QueueError> {
        Ok(Self { place: Place::Redis(redis::Buckets::open(url)?) })
    }

    /// Take `tokens` from the bucket at `key`, or none.
    pub async fn take(&self, key: &str, bucket: &Bucket, tokens: u32) -> Result<(), Refused> {
        let wait = match &self.place {
            Place::Memory(buckets) => buckets.take(key, bucket, tokens),
            Place::Redis(buckets) => buckets.take(key, bucket, tokens, false).await?,
        };
        if wait.is_zero() { Ok(()) } else { Err(Refused::RetryAfter(wait)) }
    }

    /// Count something that already happened, as an inbound message: the bucket may go down to minus its capacity.
    pub async fn spend(&self, key: &str, bucket: &Bucket, tokens: u32) -> Result<(), QueueError> {
        match &self.place {
            Place::Memory(buckets) => buckets.spend(key, bucket, tokens),
            Place::Redis(buckets) => {
                buckets.take(key, bucket, tokens, true).await?;
            }
        }
        Ok(())
    }
}
