//! Buckets in Redis, with its clock: the processes need not agree on the time.

use std::sync::LazyLock;
use std::time::Duration;

use ::redis::Script;

use super::Bucket;
use crate::connection::{self, Link};
use crate::error::QueueError;

/// Returns the milliseconds to wait, 0 when the tokens were taken. A bucket that is full again is no key at all.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        local capacity, rate, wanted, force = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1'
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local state = redis.call('HMGET', KEYS[1], 'tokens', 'at')
        local tokens = tonumber(state[1]) or capacity
        local since = math.max(0, now - (tonumber(state[2]) or now))
        tokens = math.min(capacity, tokens + since * rate / 1000)
        if tokens < wanted and not force then
            return math.max(1, math.ceil((wanted - tokens) * 1000 / rate))
        end
        tokens = math.max(tokens - wanted, -capacity)
        redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
        redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - tokens) * 1000 / rate) + 1000)
        return 0
        ",
    )
});

#[derive(Clone)]
pub(super) struct Buckets {
    link: Link,
}

impl Buckets {
    pub(super) fn open(url: &str) -> Result<Self, QueueError> {
        Ok(Self { link: Link::open(&connection::client(url)?)? })
    }

    /// How long to wait; zero when the tokens were taken. `force` takes them in any case.
    pub(super) async fn take(
        &self,
        key: &str,
        bucket: &Bucket,
        tokens: u32,
        force: bool,
    ) -> Result<Duration, QueueError> {
        let mut call = TAKE.key(format!("wppc:rate:{key}"));
        call.arg(bucket.capacity).arg(bucket.per_second).arg(tokens).arg(u8::from(force));
        let call = &call;
        let wait: u64 = self.link.ask(|mut connection| async move { call.invoke_async(&mut connection).await }).await?;
        Ok(Duration::from_millis(wait))
    }
}

impl std::fmt::Debug for Buckets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Buckets").finish_non_exhaustive()
    }
}
