//! Log lines go to standard error, so that standard output stays the result of a command.

use std::backtrace::Backtrace;
use std::io::stderr;

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Start to log, panics included. Only the first call of a process has an effect.
pub fn start(log: &Log) {
    let builder = tracing_subscriber::fmt().with_env_filter(filter(&log.level)).with_writer(stderr);
    let started = match log.format {
        LogFormat::Pretty => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    if started.is_ok() {
        log_panics();
    }
}

/// A bare level is meant for us: libraries below `trace` say only what needs a person.
fn filter(level: &str) -> EnvFilter {
    let directives = match level {
        "info" | "debug" => {
            format!("{level},sqlx=warn,sea_orm_migration=warn,hyper=warn,h2=warn,reqwest=warn,rustls=warn")
        }
        other => other.to_owned(),
    };
    EnvFilter::new(directives)
}

/// A panic in a task is a line like any other, with its place, instead of text between JSON lines.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let reason = panic.payload_as_str().unwrap_or("no reason given");
        let backtrace = Backtrace::capture();
        tracing::error!(place, %backtrace, "panic: {reason}");
    }));
}
