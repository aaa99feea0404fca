//! Optimistic concurrency: `ETag: "<version>"` and `If-Match` (SPEC 3.0).

use poem::http::HeaderValue;

use crate::error::{ApiError, Code};

/// The header's value for a version.
pub fn of(version: i32) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
}

/// The version that `If-Match` asks for; `None` when any will do. What is no version of ours can match nothing: `stale`.
pub fn expected(if_match: Option<&str>) -> Result<Option<i32>, ApiError> {
    match if_match.map(str::trim) {
        None | Some("*") => Ok(None),
        Some(tag) => version(tag).map(Some).ok_or_else(|| Code::Stale.into()),
    }
}

/// Refuse with `stale` unless `If-Match` is absent or names `version`.
pub fn check(if_match: Option<&str>, version: i32) -> Result<(), ApiError> {
    match expected(if_match)? {
        Some(expected) if expected != version => Err(Code::Stale.into()),
        _ => Ok(()),
    }
}

/// Whether `If-None-Match` names `version`.
pub(crate) fn names(if_none_match: Option<&str>, wanted: i32) -> bool {
    if_none_match
        .is_some_and(|tags| tags.split(',').map(str::trim).any(|tag| tag == "*" || version(tag) == Some(wanted)))
}

fn version(tag: &str) -> Option<i32> {
    tag.strip_prefix("W/").unwrap_or(tag).strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_is_optional_and_otherwise_exact() {
        assert!(check(None, 3).is_ok());
        assert!(check(Some("*"), 3).is_ok());
        assert!(check(Some("\"3\""), 3).is_ok());
        assert_eq!(check(Some("\"2\""), 3).unwrap_err().code(), Code::Stale);
        assert_eq!(check(Some("three"), 3).unwrap_err().code(), Code::Stale);
    }

    #[test]
    fn if_none_match_may_name_several() {
        assert!(names(Some("\"1\", W/\"3\""), 3));
        assert!(!names(Some("\"1\""), 3));
        assert!(!names(None, 3));
    }
}
