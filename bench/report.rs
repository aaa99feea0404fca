//! What a figure looks like: a table for people, JSON for whoever compares runs.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use clap::ValueEnum;
use hdrhistogram::Histogram;
use serde_json::{Map, Value, json};

/// Durations with three significant digits, from a microsecond to ten minutes.
pub(crate) struct Latencies(Histogram<u64>);

impl Latencies {
    pub(crate) fn new() -> Self {
        Self(Histogram::new_with_bounds(1, 600_000_000, 3).expect("these bounds are sound"))
    }

    pub(crate) fn record(&mut self, latency: Duration) {
        self.0.saturating_record(u64::try_from(latency.as_micros()).unwrap_or(u64::MAX));
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.0.add(&other.0).expect("all have the same bounds");
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.len()
    }

    /// Milliseconds at this quantile; null when nothing was recorded.
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub(crate) fn ms(&self, quantile: f64) -> Value {
        if self.0.is_empty() { Value::Null } else { rounded(self.0.value_at_quantile(quantile) as f64 / 1000.0, 2) }
    }
}

/// One command's results: how it was run, and rows that all have the same columns.
pub(crate) struct Report {
    name: &'static str,
    method: Map<String, Value>,
    rows: Vec<Vec<(&'static str, Value)>>,
}

impl Report {
    pub(crate) fn new(name: &'static str) -> Self {
        let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        let at = domain::clock::Clock::system().now().to_rfc3339();
        let mut report = Self { name, method: Map::new(), rows: Vec::new() };
        report.say("at", at);
        report.say("cores", cores);
        report.say("loadBefore", load_average());
        report
    }

    /// How it was run.
    pub(crate) fn say(&mut self, name: &str, value: impl Into<Value>) {
        self.method.insert(name.to_owned(), value.into());
    }

    pub(crate) fn row(&mut self, row: Vec<(&'static str, Value)>) {
        self.rows.push(row);
    }

    /// Print the table; write the JSON where it was asked for.
    pub(crate) fn finish(mut self, json: Option<&Path>) -> anyhow::Result<()> {
        self.say("loadAfter", load_average());
        println!("\nbench {}", self.name);
        for (name, value) in &self.method {
            println!("  {name}: {}", shown(value));
        }
        println!("\n{}", self.table());
        if let Some(path) = json {
            let rows: Vec<Map<String, Value>> = self.rows.into_iter().map(to_object).collect();
            let document = json!({"bench": self.name, "method": self.method, "rows": rows});
            let text = serde_json::to_string_pretty(&document)? + "\n";
            std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        }
        Ok(())
    }

    fn table(&self) -> String {
        let Some(first) = self.rows.first() else { return "nothing was measured".to_owned() };
        let mut lines: Vec<Vec<String>> = vec![first.iter().map(|(name, _)| (*name).to_owned()).collect()];
        lines.extend(self.rows.iter().map(|row| row.iter().map(|(_, value)| shown(value)).collect()));
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..first.len()).map(width).collect();
        let padded = |line: &Vec<String>| {
            let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}"));
            cells.collect::<Vec<_>>().join("  ")
        };
        lines.iter().map(padded).collect::<Vec<_>>().join("\n")
    }
}

fn to_object(row: Vec<(&'static str, Value)>) -> Map<String, Value> {
    row.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What else ran on the machine: the load of the last minute.
fn load_average() -> Value {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|load| load.parse::<f64>().ok()).into()
}

pub(crate) fn rounded(value: f64, digits: i32) -> Value {
    let unit = 10f64.powi(digits);
    let rounded = (value * unit).round() / unit;
    if rounded.is_finite() { rounded.into() } else { Value::Null }
}

/// A choice, as on the command line.
pub(crate) fn word(choice: &impl ValueEnum) -> String {
    choice.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

/// So many in this time, per second.
#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub(crate) fn rate(count: usize, time: Duration) -> Value {
    rounded(count as f64 / time.as_secs_f64(), 0)
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub(crate) fn mebibytes(bytes: u64) -> Value {
    rounded(bytes as f64 / f64::from(1 << 20), 1)
}
