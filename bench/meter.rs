//! What a stretch of work cost: CPU time of everybody who took part, and statements of the database.

use std::time::Duration;

use anyhow::bail;
use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::program::Installation;
use crate::report::rounded;
use crate::usage::{cpu, cpu_of_family};

/// A PostgreSQL statement of the bench itself, or one that only frames a transaction.
const NOT_COUNTED: &str = "query ~* '^(begin|start transaction|commit|rollback|savepoint|release|create extension)' \
                           or query ~* 'pg_stat_statements|bench:own'";

pub(crate) struct Meter {
    names: Vec<&'static str>,
    before: Vec<Duration>,
}

impl Meter {
    /// Begin to count.
    pub(crate) fn start(installation: &Installation) -> anyhow::Result<Self> {
        if let Some(services) = &installation.services {
            services.sql("SELECT pg_stat_statements_reset()")?;
        }
        let now = readings(installation)?;
        Ok(Self {
            names: now.iter().map(|(name, _)| *name).collect(),
            before: now.iter().map(|(_, cpu)| *cpu).collect(),
        })
    }

    /// The columns of a report: CPU seconds for each 1,000 messages, statements and transactions for each message.
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    pub(crate) fn columns(
        &self,
        installation: &Installation,
        messages: usize,
    ) -> anyhow::Result<Vec<(&'static str, Value)>> {
        let after = readings(installation)?;
        let mut columns = Vec::new();
        for ((name, before), (_, after)) in self.names.iter().zip(&self.before).zip(after) {
            let used = after.saturating_sub(*before).as_secs_f64();
            columns.push((*name, rounded(used * 1000.0 / messages as f64, 3)));
        }
        let (mut statements, mut transactions) = (Value::Null, Value::Null);
        if let Some(services) = &installation.services {
            let sql = format!(
                "SELECT coalesce(sum(calls) FILTER (WHERE NOT ({NOT_COUNTED})), 0),
                        coalesce(sum(calls) FILTER (WHERE query ~* '^commit'), 0) FROM pg_stat_statements"
            );
            let lines = services.sql(&sql)?;
            let mut counts = lines.iter().flat_map(|line| line.split('|')).map(str::parse::<f64>);
            let mut each =
                || counts.next().and_then(Result::ok).map_or(Value::Null, |n| rounded(n / messages as f64, 2));
            (statements, transactions) = (each(), each());
        }
        columns.extend([("sql/msg", statements), ("commits/msg", transactions)]);
        Ok(columns)
    }
}

/// Wait until nobody works: the workers go through a history that appears at once, and PostgreSQL writes it to the disk. How long it
/// took.
pub(crate) async fn rest(installation: &Installation) -> anyhow::Result<Duration> {
    const LOOK: Duration = Duration::from_secs(5);
    let began = Instant::now();
    let used = |now: &[(&'static str, Duration)]| now.iter().map(|(_, cpu)| *cpu).sum::<Duration>();
    let mut before = used(&readings(installation)?);
    while began.elapsed() < Duration::from_mins(10) {
        sleep(LOOK).await;
        let now = used(&readings(installation)?);
        if now.saturating_sub(before) < LOOK / 10 {
            return Ok(began.elapsed());
        }
        before = now;
    }
    bail!("the program and its databases did not come to rest within ten minutes")
}

fn readings(installation: &Installation) -> anyhow::Result<Vec<(&'static str, Duration)>> {
    let mut readings: Vec<(&'static str, Duration)> = Vec::new();
    for process in &installation.processes {
        let column = match process.name {
            "api" => "cpu api",
            "workers" => "cpu workers",
            _ => "cpu app",
        };
        readings.push((column, cpu(process.pid())));
    }
    if let Some(services) = &installation.services {
        readings.push(("cpu postgres", cpu_of_family(services.postgres_pid()?)));
        readings.push(("cpu redis", cpu(services.redis_pid()?)));
    }
    readings.push(("cpu bench", cpu(std::process::id())));
    Ok(readings)
}
