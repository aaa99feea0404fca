//! Times on the wire are `2026-02-20T12:34:56.789Z`: always UTC, always three digits.

use chrono::SecondsFormat;
use serde::Serializer;

use crate::clock::Time;

/// For `#[serde(serialize_with = "time")]`.
pub fn time<S: Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// For `#[serde(serialize_with = "optional_time")]`.
pub fn optional_time<S: Serializer>(value: &Option<Time>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => time(value, serializer),
        None => serializer.serialize_none(),
    }
}
