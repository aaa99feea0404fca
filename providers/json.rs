//! Small readers for JSON whose shape depends on who wrote it.

use chrono::DateTime;
use domain::clock::Time;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The text at `pointer`, when there is one that is not empty.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// The first of several texts.
pub(crate) fn first_text<'a>(value: &'a Value, pointers: &[&str]) -> Option<&'a str> {
    pointers.iter().find_map(|pointer| text(value, pointer))
}

pub(crate) fn flag(value: &Value, pointer: &str) -> bool {
    value.pointer(pointer).and_then(Value::as_bool).unwrap_or(false)
}

/// A whole number, also when it was written as text.
pub(crate) fn integer(value: &Value, pointer: &str) -> Option<i64> {
    match value.pointer(pointer)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A point in time: seconds, with or without a fraction, or milliseconds; as a number or as text.
pub(crate) fn time(value: &Value, pointer: &str) -> Option<Time> {
    let number = match value.pointer(pointer)? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    // Seconds stay below this until the year 5138; milliseconds passed it in 1973.
    let milliseconds = if number.abs() < 1e11 { number * 1000.0 } else { number };
    if !(1.0..1e15).contains(&milliseconds) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range was checked, and fractions of a millisecond are dropped"
    )]
    DateTime::from_timestamp_millis(milliseconds as i64)
}

/// The hexadecimal SHA-256 of the element with its keys in order, so that two spellings of one element are one.
pub(crate) fn fingerprint(value: &Value) -> String {
    let mut hasher = Sha256::new();
    feed(value, &mut hasher);
    hex::encode(hasher.finalize())
}

fn feed(value: &Value, hasher: &mut Sha256) {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            hasher.update("{");
            for (key, value) in entries {
                hasher.update(Value::from(key.as_str()).to_string());
                hasher.update(":");
                feed(value, hasher);
                hasher.update(",");
            }
            hasher.update("}");
        }
        Value::Array(items) => {
            hasher.update("[");
            for item in items {
                feed(item, hasher);
                hasher.update(",");
            }
            hasher.update("]");
        }
        scalar => hasher.update(scalar.to_string()),
    }
}

/// At most `limit` bytes of `text`, never half a character.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    text[..text.floor_char_boundary(limit)].to_owned()
}
