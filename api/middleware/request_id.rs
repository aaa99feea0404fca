use domain::id;
use poem::Request;
use poem::http::HeaderName;

pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id that ties a request to its log lines, its jobs and its problem object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

impl RequestId {
    /// The client's, when it is short and plain; else a new one.
    pub(super) fn of(request: &Request) -> Self {
        Self(match request.header(HEADER) {
            Some(id) if is_plain(id) => id.to_owned(),
            _ => id::new_id().to_string(),
        })
    }
}

fn is_plain(id: &str) -> bool {
    (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_id_of_the_client_is_kept_and_any_other_replaced() {
        let id = |value: &str| RequestId::of(&Request::builder().header(HEADER, value).finish()).0;
        assert_eq!(id("trace-1.a:B_9"), "trace-1.a:B_9");
        for bad in ["", "a b", "a\"b", &"x".repeat(129)] {
            assert_ne!(id(bad), bad);
        }
    }
}
