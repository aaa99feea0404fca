//! `bench idle`: what an installation takes when nothing happens.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use tokio::time::sleep;

use crate::program::{Installation, Subject};
use crate::report::{Report, mebibytes, rounded, word};
use crate::usage::{cpu, resident};

#[derive(Debug, Clone, Args)]
pub(crate) struct Idle {
    #[command(flatten)]
    subject: Subject,
    /// Seconds between the start and the reading.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Write the figures here as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

pub(crate) async fn run(idle: Idle) -> anyhow::Result<()> {
    let mut report = Report::new("idle");
    let installation = Installation::start(&idle.subject).await?;
    report.say("profile", word(&idle.subject.profile));
    report.say("services", installation.stated());
    report.say("seconds", idle.seconds);
    let before: Vec<Duration> = installation.processes.iter().map(|process| cpu(process.pid())).collect();
    sleep(Duration::from_secs(idle.seconds.into())).await;
    for (process, before) in installation.processes.iter().zip(before) {
        let used = cpu(process.pid()).saturating_sub(before).as_secs_f64();
        report.row(vec![
            ("process", process.name.into()),
            ("resident MiB", mebibytes(resident(process.pid()))),
            ("cpu %", rounded(used * 100.0 / f64::from(idle.seconds.max(1)), 2)),
        ]);
    }
    report.finish(idle.json.as_deref())
}
