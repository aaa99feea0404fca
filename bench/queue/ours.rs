use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jobs::{Consumers, Job, Outcome, Queue, Slots};
use serde::{Deserialize, Serialize};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::{AHEAD, ALONE, CONCURRENCY, Figures, IDLE, QueueBench, SLICE};
use crate::report::Latencies;
use crate::services::Services;

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Measured {
    number: u64,
}

impl Job for Measured {
    const NAME: &'static str = "measured";
    const OWNS_ROW: bool = true;

    fn key(&self) -> String {
        String::new()
    }
}

/// What the consumers did so far.
#[derive(Default)]
struct Done {
    count: AtomicU64,
    last: Mutex<Option<Instant>>,
}

impl Done {
    fn one(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.count.fetch_add(1, Ordering::Release);
    }

    async fn reaches(&self, count: u64) -> Instant {
        while self.count.load(Ordering::Acquire) < count {
            sleep(Duration::from_millis(1)).await;
        }
        self.last.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or_else(Instant::now)
    }
}

pub(super) async fn measure(services: &Services, bench: &QueueBench) -> anyhow::Result<Figures> {
    let queue = Queue::redis(&services.redis_url)?;
    queue.ping().await?;
    let memory_before = services.redis_memory()?;

    let start = Instant::now();
    for number in 0..ALONE {
        queue.push(Measured { number }).await?;
    }
    let push_alone = per_second(ALONE, start.elapsed());
    let start = Instant::now();
    push(&queue, ALONE..ALONE + bench.heap).await?;
    let push_slices = per_second(bench.heap, start.elapsed());

    let done = Arc::new(Done::default());
    let count = done.clone();
    let slots = Slots::new(CONCURRENCY).batch(2 * CONCURRENCY);
    let consumers =
        Consumers::new(queue.clone(), "bench", |_| async { Ok(()) }).consume::<Measured, _, _>(slots, move |_| {
            count.one();
            std::future::ready(Outcome::Done)
        });
    let stop = CancellationToken::new();
    let waiting = ALONE + bench.heap;
    let start = Instant::now();
    let running = tokio::spawn(consumers.run(stop.clone(), Duration::from_secs(10)));
    let consume = per_second(waiting, done.reaches(waiting).await - start);

    let mut pick_up = Latencies::new();
    for number in 1..=IDLE {
        sleep(Duration::from_millis(10)).await;
        let pushed = Instant::now();
        queue.push(Measured { number }).await?;
        pick_up.record(done.reaches(waiting + number).await - pushed);
    }

    let mut memory_most = 0;
    let before = waiting + IDLE;
    let start = Instant::now();
    let mut pushed = 0;
    while pushed < bench.jobs {
        while pushed.saturating_sub(done.count.load(Ordering::Acquire) - before) > AHEAD {
            sleep(Duration::from_millis(1)).await;
        }
        let until = bench.jobs.min(pushed + SLICE);
        push(&queue, pushed..until).await?;
        if pushed / 20_000 < until / 20_000 {
            memory_most = memory_most.max(services.redis_memory()?);
        }
        pushed = until;
    }
    let flow = per_second(bench.jobs, done.reaches(before + bench.jobs).await - start);
    // What is done is taken away in the background.
    sleep(Duration::from_secs(5)).await;
    let memory_after = services.redis_memory()?;
    stop.cancel();
    running.await??;
    let (pick_up_p50_ms, pick_up_p99_ms) = (number(&pick_up, 0.5), number(&pick_up, 0.99));
    Ok(Figures {
        push_alone,
        push_slices,
        consume,
        pick_up_p50_ms,
        pick_up_p99_ms,
        flow,
        memory_before,
        memory_most,
        memory_after,
    })
}

async fn push(queue: &Queue, numbers: std::ops::Range<u64>) -> anyhow::Result<()> {
    let mut from = numbers.start;
    while from < numbers.end {
        let until = numbers.end.min(from + SLICE);
        queue.push_many((from..until).map(|number| Measured { number })).await?;
        from = until;
    }
    Ok(())
}

fn number(latencies: &Latencies, quantile: f64) -> f64 {
    latencies.ms(quantile).as_f64().unwrap_or(f64::NAN)
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn per_second(jobs: u64, time: Duration) -> f64 {
    jobs as f64 / time.as_secs_f64()
}
