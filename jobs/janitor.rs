//! Removes what is finished from Redis, in slices that hold Redis up for about a millisecond.
//!
//! Without it every finished job stays for ever. It runs in every consuming process; several do not disturb each other.

use std::sync::LazyLock;
use std::time::Duration;

use redis::aio::ConnectionManager;
use redis::{RedisError, Script};
use tokio_util::sync::CancellationToken;

use crate::connection;
use crate::consume::{Ended, Undertaker};
use crate::queue::redis::Store;

const SLICE: usize = 100;

/// How long it rests when there is nothing more to remove.
const REST: Duration = Duration::from_millis(500);

/// How many rests pass between two looks at the dead and at the leftovers.
const SELDOM: u32 = 4;

static SWEEP_DONE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        local queue = ARGV[1]
        local ids = redis.call('SPOP', queue .. ':done', ARGV[2])
        if #ids == 0 then return 0 end
        local metas = {}
        for i, id in ipairs(ids) do metas[i] = queue .. ':meta:' .. id end
        redis.call('HDEL', queue .. ':data', unpack(ids))
        redis.call('DEL', unpack(metas))
        return #ids
        ",
    )
});

/// Some dead jobs: id, body and the stored result of each.
static LIST_DEAD: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        local queue = ARGV[1]
        local found = {}
        for _, id in ipairs(redis.call('SRANDMEMBER', queue .. ':dead', ARGV[2])) do
            local body = redis.call('HGET', queue .. ':data', id) or ''
            local result = redis.call('HGET', queue .. ':meta:' .. id, 'result') or ''
            table.insert(found, {id, body, result})
        end
        return found
        ",
    )
});

static REMOVE_DEAD: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        local queue, id = ARGV[1], ARGV[2]
        redis.call('HDEL', queue .. ':data', id)
        redis.call('DEL', queue .. ':meta:' .. id)
        return redis.call('SREM', queue .. ':dead', id)
        ",
    )
});

/// Take ids without a body out of the workers' hands: handed out again, such an id kills any worker that fetches it.
/// And let the description of a worker go a day after its last sign of life.
static MEND: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
        local queue = ARGV[1]
        local mended = 0
        for _, worker in ipairs(redis.call('ZRANGE', queue .. ':workers', 0, 99)) do
            local held = queue .. ':inflight:' .. worker
            for _, id in ipairs(redis.call('SRANDMEMBER', held, ARGV[2])) do
                if redis.call('HEXISTS', queue .. ':data', id) == 0 or redis.call('EXISTS', queue .. ':meta:' .. id) == 0 then
                    redis.call('SREM', held, id)
                    redis.call('HDEL', queue .. ':data', id)
                    redis.call('DEL', queue .. ':meta:' .. id)
                    mended = mended + 1
                end
            end
            redis.call('EXPIRE', queue .. ':workers:metadata:' .. worker, 86400)
        end
        return mended
        ",
    )
});

pub(crate) async fn run(
    store: Store,
    queues: Vec<&'static str>,
    undertaker: Undertaker,
    stop: CancellationToken,
) -> Result<(), Ended> {
    let mut connection = connection::manager(&store.client, Duration::from_secs(10))
        .map_err(|error| Ended { queue: "all", reason: error.to_string() })?;
    let mut rests: u32 = 0;
    loop {
        let mut more = false;
        for queue in &queues {
            match sweep(&mut connection, queue).await {
                Ok(removed) => more |= removed == SLICE,
                Err(error) => tracing::debug!(queue, %error, "the janitor could not sweep"),
            }
            if !more
                && rests.is_multiple_of(SELDOM)
                && let Err(error) = look_after(&mut connection, queue, &undertaker).await
            {
                tracing::debug!(queue, %error, "the janitor could not look after the dead");
            }
        }
        // Between slices others get their turn; when all is clean it rests.
        let pause = if more { Duration::from_millis(1) } else { REST };
        rests += u32::from(!more);
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Remove one slice of done jobs; returns how many.
async fn sweep(connection: &mut ConnectionManager, queue: &str) -> Result<usize, RedisError> {
    SWEEP_DONE.arg(queue).arg(SLICE).invoke_async(connection).await
}

/// Bury the dead that could not be recorded when they died, and mend what crashes left.
async fn look_after(
    connection: &mut ConnectionManager,
    queue: &'static str,
    undertaker: &Undertaker,
) -> Result<(), RedisError> {
    let dead: Vec<(String, Vec<u8>, String)> = LIST_DEAD.arg(queue).arg(SLICE).invoke_async(connection).await?;
    for (id, body, result) in dead {
        if undertaker.bury_kept(queue, &body, &result).await.is_ok() {
            REMOVE_DEAD.arg(queue).arg(id).invoke_async::<()>(connection).await?;
        }
    }
    let mended: u64 = MEND.arg(queue).arg(SLICE).invoke_async(connection).await?;
    if mended > 0 {
        tracing::warn!(queue, mended, "jobs without a body were removed");
    }
    Ok(())
}
