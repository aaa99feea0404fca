//! What lists and sends read from queries and headers (SPEC 3.0). Each failure is `invalid_query` with the parameter's name.

use std::str::FromStr;

use poem::Request;
use uuid::Uuid;

use crate::error::ApiError;

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 200;

/// The size of a page: 1 to 200, 50 when not said.
pub fn limit(value: Option<u32>) -> Result<u32, ApiError> {
    match value.unwrap_or(DEFAULT_LIMIT) {
        limit @ 1..=MAX_LIMIT => Ok(limit),
        _ => Err(ApiError::invalid_query("limit", "between 1 and 200")),
    }
}

/// One of our enums.
pub fn choice<T: FromStr>(name: &str, value: Option<&str>) -> Result<Option<T>, ApiError> {
    value.map(|value| value.parse().map_err(|_| odd(name, value))).transpose()
}

/// A comma list of them, as `status=OPEN,ASSIGNED`. Empty when not said.
pub fn choices<T: FromStr>(name: &str, value: Option<&str>) -> Result<Vec<T>, ApiError> {
    let parts = value.into_iter().flat_map(|value| value.split(',')).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| odd(name, part))).collect()
}

/// A filter by id. An odd id is no error: it matches nothing, as the nil id does.
pub fn id(value: Option<&str>) -> Option<Uuid> {
    value.map(|value| Uuid::parse_str(value).unwrap_or_default())
}

/// The header `Idempotency-Key`: 1 to 128 printable characters of ASCII.
pub fn idempotency_key(value: Option<&str>) -> Result<Option<&str>, ApiError> {
    match value {
        Some(key) if !(1..=128).contains(&key.len()) || !key.bytes().all(|byte| (0x20..0x7f).contains(&byte)) => {
            Err(ApiError::invalid_query("Idempotency-Key", "1 to 128 printable characters"))
        }
        key => Ok(key),
    }
}

/// The framework passes over a header that is no ASCII, and the caller would believe in a promise that nobody made.
pub(crate) fn unreadable_key(request: &Request) -> Option<ApiError> {
    let keys = request.headers().get_all("Idempotency-Key");
    let is_odd = request.uri().path().starts_with("/api/") && keys.iter().any(|key| key.to_str().is_err());
    is_odd.then(|| ApiError::invalid_query("Idempotency-Key", "1 to 128 printable characters"))
}

fn odd(name: &str, value: &str) -> ApiError {
    let shown: String = value.chars().take(40).collect();
    ApiError::invalid_query(name, format!("`{shown}` is not one of its values"))
}

#[cfg(test)]
mod tests {
    use domain::role::Role;

    use super::*;
    use crate::error::Code;

    #[test]
    fn a_page_has_one_to_two_hundred_rows() {
        assert_eq!(limit(None).unwrap(), 50);
        assert_eq!((limit(Some(1)).unwrap(), limit(Some(200)).unwrap()), (1, 200));
        for odd in [0, 201, u32::MAX] {
            assert_eq!(limit(Some(odd)).unwrap_err().code(), Code::InvalidQuery);
        }
    }

    #[test]
    fn comma_lists_are_read_and_a_bad_value_is_named() {
        assert_eq!(choices::<Role>("role", Some("ADMIN, AGENT,")).unwrap(), [Role::Admin, Role::Agent]);
        assert!(choices::<Role>("role", None).unwrap().is_empty());
        let error = choices::<Role>("role", Some("ADMIN,BOSS")).unwrap_err();
        assert_eq!((error.code(), error.errors()[0].field.as_str()), (Code::InvalidQuery, "role"));
        assert_eq!(error.errors()[0].message, "`BOSS` is not one of its values");
        assert_eq!(choice::<Role>("role", Some("agent")).unwrap_err().code(), Code::InvalidQuery);
    }

    #[test]
    fn an_odd_id_matches_nothing() {
        assert_eq!(id(Some("42")), Some(Uuid::nil()));
        assert_eq!(id(None), None);
    }

    #[test]
    fn an_idempotency_key_is_short_and_printable() {
        assert_eq!(idempotency_key(Some("a b-1")).unwrap(), Some("a b-1"));
        assert_eq!(idempotency_key(None).unwrap(), None);
        for odd in ["", "\u{7f}", "chave-é", &"x".repeat(129)] {
            assert_eq!(idempotency_key(Some(odd)).unwrap_err().code(), Code::InvalidQuery);
        }
    }
}
