//! The workers of one queue in Redis: apalis, as it must be used (see `queue/redis.rs` for why).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use ::redis::Script;
use apalis::layers::WorkerBuilderExt as _;
use apalis::prelude::{AbortError, BackendExt as _, Codec, Monitor, WorkerBuilder};
use apalis_redis::{Config, RedisStorage};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{Ended, Kind, Pulse};
use crate::connection;
use crate::queue::redis::Store;

mod attended;
mod wake;

use attended::Attended;
use wake::Wake;

/// A worker without heartbeat for `HEARTBEAT * MISSED` is taken for dead, and its jobs go to another.
const HEARTBEAT: Duration = Duration::from_secs(5);
const MISSED: usize = 3;

/// Longer than any pause of Redis that is not an outage: an error here costs the worker its name.
const RESPONSE: Duration = Duration::from_secs(10);

/// The body of a job, as bytes: what they mean is decided by the executor, never by apalis, whose worker would die of
/// a body that it cannot read.
struct Body(Vec<u8>);

#[derive(Debug, Clone)]
struct Verbatim;

impl Codec<Body> for Verbatim {
    type Error = std::convert::Infallible;
    type Compact = Vec<u8>;

    fn encode(&self, body: &Body) -> Result<Vec<u8>, Self::Error> {
        Ok(body.0.clone())
    }

    fn decode(&self, bytes: &Vec<u8>) -> Result<Body, Self::Error> {
        Ok(Body(bytes.clone()))
    }
}

/// Consume until `stop`, through any outage of Redis. Every (re)start of the worker has a name of its own, because a
/// name that was seen within the orphan window is refused.
pub(super) async fn work(
    store: Store,
    instance: String,
    kind: Kind,
    pulse: Pulse,
    stop: CancellationToken,
    grace: Duration,
) -> Result<(), Ended> {
    let queue = kind.queue;
    let ended = |reason: String| Ended { queue, reason };
    let manager = connection::manager(&store.client, RESPONSE).map_err(|error| ended(error.to_string()))?;
    let config = Config::default()
        .queue(queue)
        .batch_size(kind.slots.batch)
        .heartbeat_interval(HEARTBEAT)
        .missed_heartbeats(MISSED)
        .lock_tasks(false)
        .emit_events(false);

    let start = domain::id::new_id().simple().to_string();
    let names = Arc::new(Names { prefix: format!("{instance}:{start}"), starts: AtomicUsize::new(0) });
    let arrivals = Arc::new(Notify::new());
    let attended = Attended::new(manager.clone(), pulse, Arc::clone(&arrivals));
    let listening = tokio::spawn(wake::listen(store.client.clone(), queue, Arc::clone(&arrivals)));
    let _listening = AbortOnDrop(listening.abort_handle());

    let stopping = Arc::new(AtomicBool::new(false));
    let monitor = Monitor::new()
        .should_restart({
            let stopping = Arc::clone(&stopping);
            move |worker, error| {
                let again = !stopping.load(Ordering::Relaxed);
                if again {
                    tracing::warn!(queue, worker = worker.name(), %error, "a worker lost Redis and starts again");
                }
                again
            }
        })
        .register({
            let names = Arc::clone(&names);
            move |_| {
                let executor = Arc::clone(&kind.executor);
                let backend = RedisStorage::<Body, Attended>::new(attended.clone())
                    .with_config(config.clone())
                    .with_codec(Verbatim)
                    .poll_with_strategy(Wake::new(Arc::clone(&arrivals), attended.clone()));
                WorkerBuilder::new(names.next()).backend(backend).concurrency(kind.slots.concurrency).build(
                    move |body: Body| {
                        let executor = Arc::clone(&executor);
                        // Never a plain error: that would put the job into the scheduled set.
                        async move { executor.run(&body.0).await.map_err(AbortError::new) }
                    },
                )
            }
        });

    let context = monitor.context();
    let mut running = tokio::spawn(monitor.run());
    let _running = AbortOnDrop(running.abort_handle());
    let result = tokio::select! {
        result = &mut running => result,
        () = stop.cancelled() => {
            stopping.store(true, Ordering::Relaxed);
            let _ = context.shutdown();
            if let Ok(result) = tokio::time::timeout(grace, &mut running).await {
                result
            } else {
                running.abort();
                tracing::warn!(queue, "jobs are given back, the grace period ended");
                Ok(Ok(()))
            }
        }
    };
    if stop.is_cancelled() {
        give_back(manager, queue, &names).await;
        return Ok(());
    }
    Err(ended(match result {
        Ok(Ok(())) => "its monitor stopped".to_owned(),
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    }))
}

/// The names of a worker, one for each start.
struct Names {
    prefix: String,
    starts: AtomicUsize,
}

impl Names {
    fn next(&self) -> String {
        self.at(self.starts.fetch_add(1, Ordering::Relaxed))
    }

    fn at(&self, start: usize) -> String {
        format!("{}:{start}", self.prefix)
    }

    /// The name of the worker that runs now.
    fn last(&self) -> String {
        self.at(self.starts.load(Ordering::Relaxed).saturating_sub(1))
    }
}

/// Whatever a stopped worker still holds waits again, at the head, and others hear of it now rather than in 15 s.
async fn give_back(mut connection: ::redis::aio::ConnectionManager, queue: &str, names: &Names) {
    let script = Script::new(
        r"
        local queue, worker = ARGV[1], ARGV[2]
        local held = redis.call('SMEMBERS', queue .. ':inflight:' .. worker)
        for _, id in ipairs(held) do redis.call('LPUSH', queue .. ':active', id) end
        redis.call('DEL', queue .. ':inflight:' .. worker, queue .. ':workers:metadata:' .. worker)
        redis.call('ZREM', queue .. ':workers', worker)
        if #held > 0 then redis.call('PUBLISH', queue .. ':wake', #held) end
        return #held
        ",
    );
    let mut call = script.prepare_invoke();
    call.arg(queue).arg(names.last());
    match tokio::time::timeout(connection::PATIENCE, call.invoke_async::<u64>(&mut connection)).await {
        Ok(Ok(0)) => {}
        Ok(Ok(jobs)) => tracing::info!(queue, jobs, "jobs were given back"),
        _ => tracing::info!(queue, "a stopped worker was not signed off; its jobs come back in 15 s"),
    }
}

struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
