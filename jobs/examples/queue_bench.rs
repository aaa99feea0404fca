//! Push and consume a million jobs, and watch the memory of Redis.
//!
//! `cargo run --release -p jobs --example queue_bench -- redis://127.0.0.1:6379/ [jobs]`. The Redis should be empty and
//! its own: the bench pushes to a queue named `bench`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jobs::{Consumers, Job, Outcome, Queue, Slots};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Bench {
    number: u64,
}

impl Job for Bench {
    const NAME: &'static str = "bench";
    const OWNS_ROW: bool = true;

    fn key(&self) -> String {
        String::new()
    }
}

/// Pushed while this many wait at most: what is measured is a steady flow, not one heap.
const AHEAD: u64 = 20_000;
const SLICE: u64 = 500;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().unwrap_or_else(|| "redis://127.0.0.1:6379/".into());
    let jobs: u64 = arguments.next().map_or(Ok(1_000_000), |text| text.parse())?;

    let queue = Queue::redis(&url)?;
    queue.ping().await?;
    let redis = redis::Client::open(url)?.get_multiplexed_async_connection().await?;

    heap(&queue).await?;

    let done = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&done);
    let consumers = Consumers::new(queue.clone(), "bench", |_| async { Ok(()) }).consume::<Bench, _, _>(
        Slots::new(50).batch(100),
        move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            std::future::ready(Outcome::Done)
        },
    );
    let stop = CancellationToken::new();
    let running = tokio::spawn(consumers.run(stop.clone(), Duration::from_secs(10)));
    let backlog = queue.depths_of(&["bench"]).await?[0].waiting;
    report("the heap was consumed", backlog, wait_for(&done, backlog).await);

    let start = Instant::now();
    let (mut pushed, mut shown) = (0, 0);
    while pushed < jobs {
        while pushed.saturating_sub(done.load(Ordering::Relaxed) - backlog) > AHEAD {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let until = jobs.min(pushed + SLICE);
        queue.push_many((pushed..until).map(|number| Bench { number })).await?;
        pushed = until;
        if pushed / 100_000 > shown {
            shown = pushed / 100_000;
            println!("{pushed:>9} pushed, Redis uses {}", memory(redis.clone()).await?);
        }
    }
    wait_for(&done, backlog + jobs).await;
    report("pushed and consumed at the same time", jobs, start.elapsed());
    tokio::time::sleep(Duration::from_secs(5)).await;
    println!("after the janitor Redis uses {}", memory(redis).await?);
    stop.cancel();
    running.await??;
    Ok(())
}

/// Push a heap of jobs while nobody consumes: alone, and in slices.
async fn heap(queue: &Queue) -> Result<(), jobs::QueueError> {
    const ALONE: u64 = 5_000;
    const HEAP: u64 = 100_000;
    let start = Instant::now();
    for number in 0..ALONE {
        queue.push(Bench { number }).await?;
    }
    report("pushed one by one", ALONE, start.elapsed());
    let start = Instant::now();
    queue.push_many((0..HEAP).map(|number| Bench { number })).await?;
    report("pushed in slices", HEAP, start.elapsed());
    Ok(())
}

async fn wait_for(done: &AtomicU64, jobs: u64) -> Duration {
    let start = Instant::now();
    while done.load(Ordering::Relaxed) < jobs {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    start.elapsed()
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn report(what: &str, jobs: u64, took: Duration) {
    println!("{what}: {jobs} jobs in {took:.1?}, {:.0}/s", jobs as f64 / took.as_secs_f64());
}

async fn memory(mut redis: redis::aio::MultiplexedConnection) -> Result<String, redis::RedisError> {
    let info: redis::InfoDict = redis::cmd("INFO").arg("memory").query_async(&mut redis).await?;
    Ok(info.get("used_memory_human").unwrap_or_default())
}
