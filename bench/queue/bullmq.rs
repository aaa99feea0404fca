//! `BullMQ` in a Node of its own, measured by `bullmq/bench.js` in the same steps as ours.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

use super::{AHEAD, ALONE, CONCURRENCY, Figures, IDLE, QueueBench, SLICE};
use crate::services::Services;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("bullmq")
}

/// Fetch it from npm unless it is there: what the lock file names. Unlike `npm ci` this bears that a mirror lacks the native parts of other systems.
pub(super) fn install() -> anyhow::Result<()> {
    if folder().join("node_modules/bullmq").exists() {
        return Ok(());
    }
    eprintln!("npm install in bench/bullmq ..");
    let mut npm = Command::new("npm");
    let status = npm
        .args(["install", "--no-save", "--no-audit", "--no-fund"])
        .current_dir(folder())
        .stdout(Stdio::null())
        .status();
    let status = status.context("npm does not start: install Node 20 or newer, or say --without-bullmq")?;
    ensure!(status.success(), "npm install ended with {status}");
    Ok(())
}

pub(super) async fn measure(services: &Services, bench: &QueueBench) -> anyhow::Result<Figures> {
    let sizes = [bench.jobs, bench.heap, ALONE, IDLE, SLICE, AHEAD, CONCURRENCY as u64].map(|size| size.to_string());
    let mut node = tokio::process::Command::new("node");
    node.arg("bench.js").arg(&services.redis_url).args(sizes).current_dir(folder()).kill_on_drop(true);
    let output = node.output().await.context("node does not start")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "bench.js ended with {}: {said}", output.status);
    serde_json::from_slice(&output.stdout).context("bench.js said no figures")
}
