//! Jobs in Redis, in the layout of apalis-redis 1.0.0, which consumes them.
//!
//! Pushing is ours, because the crate sends every task through its scheduled set: out of order, and fatal for its
//! workers from about 8,000 due tasks on. `{q}` is the name of the queue:
//!
//! * `{q}:data`, hash: id -> body; `{q}:meta:<id>`, hash: `attempts`, `max_attempts`, `status`
//! * `{q}:active`, list: ids that wait, the oldest first
//! * `{q}:inflight:<worker>`, set; `{q}:workers`, sorted set by last heartbeat
//! * `{q}:done` and `{q}:dead`, sets, emptied by the janitor; `{q}:scheduled` stays empty
//! * `{q}:wake`, the channel that wakes idle workers

use std::sync::LazyLock;

use ::redis::{Client, Script};

use super::{Depth, Parcel};
use crate::connection::{self, Link};
use crate::error::QueueError;

/// How many jobs one script call pushes: about a millisecond of Redis.
const SLICE: usize = 500;

/// Push jobs that are not in yet. A repeated call changes nothing, so it may be tried again.
static PUSH: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        local queue = ARGV[1]
        local pushed = 0
        for i = 2, #ARGV, 2 do
            local id, body = ARGV[i], ARGV[i + 1]
            if redis.call('HSETNX', queue .. ':data', id, body) == 1 then
                redis.call('HSET', queue .. ':meta:' .. id, 'attempts', 0, 'max_attempts', 1, 'status', 'Pending')
                redis.call('RPUSH', queue .. ':active', id)
                pushed = pushed + 1
            end
        end
        if pushed > 0 then redis.call('PUBLISH', queue .. ':wake', pushed) end
        return pushed
        ",
    )
});

/// What waits, and what the workers that are still listed have in hand.
static DEPTH: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        local queue = ARGV[1]
        local inflight = 0
        for _, worker in ipairs(redis.call('ZRANGE', queue .. ':workers', 0, -1)) do
            inflight = inflight + redis.call('SCARD', queue .. ':inflight:' .. worker)
        end
        return {redis.call('LLEN', queue .. ':active'), inflight}
        ",
    )
});

/// The queues in one Redis.
#[derive(Clone)]
pub(crate) struct Store {
    pub(crate) client: Client,
    link: Link,
}

impl Store {
    pub(crate) fn open(url: &str) -> Result<Self, QueueError> {
        let client = connection::client(url)?;
        let link = Link::open(&client)?;
        Ok(Self { client, link })
    }

    pub(crate) async fn put(&self, parcels: Vec<Parcel>) -> Result<(), QueueError> {
        for slice in parcels.chunk_by(|one, next| one.queue == next.queue).flat_map(|same| same.chunks(SLICE)) {
            let mut push = PUSH.prepare_invoke();
            push.arg(slice[0].queue);
            for parcel in slice {
                push.arg(domain::id::new_id().simple().to_string()).arg(&parcel.body[..]);
            }
            let push = &push;
            self.link.ask(|mut connection| async move { push.invoke_async::<u64>(&mut connection).await }).await?;
        }
        Ok(())
    }

    pub(crate) async fn depths(&self, names: &[&'static str]) -> Result<Vec<Depth>, QueueError> {
        let mut depths = Vec::with_capacity(names.len());
        for queue in names {
            let mut question = DEPTH.prepare_invoke();
            let question = &*question.arg(*queue);
            let (waiting, inflight) =
                self.link.ask(|mut connection| async move { question.invoke_async(&mut connection).await }).await?;
            depths.push(Depth { queue, waiting, inflight });
        }
        Ok(depths)
    }

    pub(crate) async fn ping(&self) -> Result<(), QueueError> {
        self.link.ask(|mut connection| async move { ::redis::cmd("PING").exec_async(&mut connection).await }).await
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}
