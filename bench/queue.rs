//! `bench queue`: our queue and `BullMQ`, one after the other, on the same Redis.

mod bullmq;
mod ours;

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use serde_json::Value;

use crate::program::folder;
use crate::report::{Report, mebibytes, rounded};
use crate::services::{SETTINGS, Services};

#[derive(Debug, Clone, Args)]
pub(crate) struct QueueBench {
    /// Jobs of the long flow, during which memory is watched.
    #[arg(long, default_value_t = 1_000_000)]
    jobs: u64,
    /// Jobs that wait before anybody consumes.
    #[arg(long, default_value_t = 100_000)]
    heap: u64,
    /// Measure only our queue.
    #[arg(long)]
    without_bullmq: bool,
    /// The database of Redis is made in a new folder here, and removed at the end.
    #[arg(long, value_name = "FOLDER")]
    directory: Option<PathBuf>,
    /// Write the figures here as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Jobs in hand at once, and pushed at once, for both.
const CONCURRENCY: usize = 50;
const SLICE: u64 = 500;
/// The long flow pushes while fewer than this many wait: a steady flow, not one heap.
const AHEAD: u64 = 20_000;
/// Jobs pushed one by one, and to idle consumers.
const ALONE: u64 = 5_000;
const IDLE: u64 = 500;

/// What was measured of one queue. Rates are jobs a second, memory is in bytes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Figures {
    push_alone: f64,
    push_slices: f64,
    consume: f64,
    pick_up_p50_ms: f64,
    pick_up_p99_ms: f64,
    flow: f64,
    memory_before: u64,
    memory_most: u64,
    memory_after: u64,
}

pub(crate) async fn run(bench: QueueBench) -> anyhow::Result<()> {
    let mut report = Report::new("queue");
    report.say("services", SETTINGS);
    report.say("jobs", bench.jobs);
    report.say("heap", bench.heap);
    report.say("concurrency", CONCURRENCY);
    // Before anything is started, so that nothing waits for the network.
    if !bench.without_bullmq {
        bullmq::install()?;
    }
    let home = folder(bench.directory.as_deref())?;
    let services = Services::start(home.path())?;
    let ours = ours::measure(&services, &bench).await?;
    report.row(row("ours", &ours));
    if !bench.without_bullmq {
        services.redis(&["FLUSHALL"])?;
        let theirs = bullmq::measure(&services, &bench).await?;
        report.row(row("bullmq", &theirs));
        report.say("consumeOursPerBullmq", rounded(ours.consume / theirs.consume, 2));
    }
    report.finish(bench.json.as_deref())
}

fn row(queue: &str, figures: &Figures) -> Vec<(&'static str, Value)> {
    vec![
        ("queue", queue.into()),
        ("push/s alone", rounded(figures.push_alone, 0)),
        ("push/s slices", rounded(figures.push_slices, 0)),
        ("consume/s", rounded(figures.consume, 0)),
        ("pick-up p50 ms", rounded(figures.pick_up_p50_ms, 2)),
        ("pick-up p99 ms", rounded(figures.pick_up_p99_ms, 2)),
        ("flow/s", rounded(figures.flow, 0)),
        ("MiB before", mebibytes(figures.memory_before)),
        ("MiB most", mebibytes(figures.memory_most)),
        ("MiB after", mebibytes(figures.memory_after)),
    ]
}
