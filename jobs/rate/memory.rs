//! Buckets in this process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Bucket;

/// Full buckets are forgotten when there are more than this.
const MANY: usize = 10_000;

#[derive(Debug, Clone, Default)]
pub(super) struct Buckets(Arc<Mutex<HashMap<String, Level>>>);

#[derive(Debug, Clone, Copy)]
struct Level {
    tokens: f64,
    at: Instant,
    /// When it will be full: from then on it is as good as new.
    full_at: Instant,
}

impl Buckets {
    /// How long to wait; zero when the tokens were taken.
    pub(super) fn take(&self, key: &str, bucket: &Bucket, tokens: u32) -> Duration {
        let wanted = f64::from(tokens);
        self.with(key, bucket, |level| {
            if *level < wanted {
                return Duration::from_secs_f64((wanted - *level) / bucket.per_second);
            }
            *level -= wanted;
            Duration::ZERO
        })
    }

    pub(super) fn spend(&self, key: &str, bucket: &Bucket, tokens: u32) {
        self.with(key, bucket, |level| *level = (*level - f64::from(tokens)).max(-bucket.capacity));
    }

    fn with<T>(&self, key: &str, bucket: &Bucket, change: impl FnOnce(&mut f64) -> T) -> T {
        let now = Instant::now();
        let mut levels = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if levels.len() > MANY {
            levels.retain(|_, level| level.full_at > now);
        }
        let level = levels.entry(key.to_owned()).or_insert(Level { tokens: bucket.capacity, at: now, full_at: now });
        let filled = level.tokens + (now - level.at).as_secs_f64() * bucket.per_second;
        let mut tokens = filled.min(bucket.capacity);
        let result = change(&mut tokens);
        let missing = Duration::from_secs_f64((bucket.capacity - tokens) / bucket.per_second);
        *level = Level { tokens, at: now, full_at: now + missing };
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIR: Bucket = Bucket { capacity: 3.0, per_second: 0.5 };

    #[tokio::test(start_paused = true)]
    async fn an_empty_bucket_tells_when_to_come_back_and_then_gives() {
        let buckets = Buckets::default();
        assert_eq!(buckets.take("a", &PAIR, 3), Duration::ZERO);
        let wait = buckets.take("a", &PAIR, 1);
        assert_eq!(wait, Duration::from_secs(2));
        tokio::time::advance(wait).await;
        assert_eq!(buckets.take("a", &PAIR, 1), Duration::ZERO);
        assert_eq!(buckets.take("b", &PAIR, 1), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn what_already_happened_is_counted_below_zero() {
        let buckets = Buckets::default();
        buckets.spend("a", &PAIR, 100);
        assert_eq!(buckets.take("a", &PAIR, 1), Duration::from_secs(8));
    }
}
