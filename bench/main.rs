//! Measures the program from outside. One command for each figure; README.md tells how to read them.

mod board;
mod calibrate;
mod company;
mod http;
mod idle;
mod ingest;
mod load;
mod meter;
mod program;
mod provider;
mod queue;
mod read;
mod report;
mod services;
mod soak;
mod socket;
mod usage;
mod webhook;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

/// Figures of WPPConnector: a table on the screen, JSON in a file.
#[derive(Debug, Parser)]
#[command(name = "bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Webhooks: how fast they are accepted and understood, and what that costs.
    Ingest(ingest::Ingest),
    /// The load itself, without the program: what it could show at most.
    Calibrate(calibrate::Calibrate),
    /// The queue: push, consume, idle pick-up and memory, beside `BullMQ` on the same Redis.
    Queue(queue::QueueBench),
    /// Lists, searches and messages of a company with a long history.
    Read(read::Read),
    /// Memory and CPU of an installation in which nothing happens.
    Idle(idle::Idle),
    /// Random customers, agents, kills and flushes; ends with the invariants.
    Soak(soak::Soak),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    // Whatever ends the run, the values of it are dropped, and with them every process that it started.
    let result = tokio::select! {
        result = Box::pin(run(cli.command)) => result,
        () = interrupted() => Err(anyhow::anyhow!("interrupted")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Ingest(ingest) => ingest::run(ingest).await,
        Command::Calibrate(calibrate) => calibrate::run(calibrate).await,
        Command::Queue(queue) => queue::run(queue).await,
        Command::Read(read) => read::run(read).await,
        Command::Idle(idle) => idle::run(idle).await,
        Command::Soak(soak) => soak::run(soak).await,
    }
}

async fn interrupted() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
