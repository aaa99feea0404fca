//! Cross-origin rules (SPEC 11.6). A request of an origin that is not allowed is served without CORS headers: the browser keeps
//! the answer from the page, and same-origin requests, which carry an `Origin` too, are none of our business.

use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{IntoResponse as _, Request, Response};

const METHODS: &str = "GET, POST, PUT, PATCH, DELETE";
const HEADERS: &str = "Authorization, Content-Type, Accept-Language, If-Match, If-None-Match, Idempotency-Key, X-Request-Id, X-Bootstrap-Token";
const EXPOSED: &str = "ETag, Link, Retry-After, X-Next-Cursor, X-Request-Id, Idempotency-Replayed, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset";

/// Which origins may read our answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Origins {
    /// Only our own.
    #[default]
    Same,
    /// Any, without credentials: development.
    Any,
    /// Those of `FRONTEND_URL`, with credentials, as `https://app.example.com`.
    Listed(Vec<String>),
}

impl Origins {
    /// For the socket's upgrade: a client that is no browser sends no origin, and `own` is the address it called.
    pub fn allow_socket(&self, origin: Option<&str>, own_host: Option<&str>) -> bool {
        let Some(origin) = origin else { return true };
        let same =
            own_host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, authority)| authority == host));
        same || match self {
            Self::Same => false,
            Self::Any => true,
            Self::Listed(origins) => origins.iter().any(|allowed| allowed == origin),
        }
    }

    pub(super) fn preflight(&self, request: &Request) -> Option<Response> {
        let asks = request.method() == Method::OPTIONS
            && request.headers().contains_key(header::ORIGIN)
            && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        asks.then(|| {
            let mut response = StatusCode::NO_CONTENT.into_response();
            let headers = response.headers_mut();
            if self.mark(request.header(header::ORIGIN), headers) {
                headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
                headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(HEADERS));
                headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
            }
            response
        })
    }

    /// Put the headers of an answer; says whether the origin may read it.
    pub(super) fn mark(&self, origin: Option<&str>, headers: &mut HeaderMap) -> bool {
        match self {
            Self::Same => return false,
            Self::Any => {
                headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            }
            Self::Listed(origins) => {
                headers.append(header::VARY, HeaderValue::from_static("Origin"));
                let allowed = origin.filter(|origin| origins.iter().any(|allowed| allowed == origin));
                let Some(origin) = allowed.and_then(|origin| HeaderValue::from_str(origin).ok()) else {
                    return false;
                };
                headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
                headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            }
        }
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_takes_listed_and_own_origins_and_programs() {
        let listed = Origins::Listed(vec!["https://app.example.com".into()]);
        assert!(listed.allow_socket(Some("https://app.example.com"), Some("api.example.com")));
        assert!(listed.allow_socket(Some("https://api.example.com"), Some("api.example.com")));
        assert!(listed.allow_socket(None, None));
        assert!(!listed.allow_socket(Some("https://evil.example.com"), Some("api.example.com")));
        assert!(!Origins::Same.allow_socket(Some("null"), Some("api.example.com")));
        assert!(Origins::Any.allow_socket(Some("null"), None));
    }
}
