use poem::http::Method;

/// What kind of request it is; each kind has its own bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Reading, and the small marks a busy agent makes while reading.
    Read,
    Write,
    /// Texts, media and templates on their way to a customer.
    Send,
    /// Nobody signed in: by client address.
    Anonymous,
    /// Everything an API key asks.
    Key,
}

/// Open to everybody, so what they cost is charged to the address whatever the request carries.
const PUBLIC: [&str; 5] =
    ["/api/auth/login", "/api/auth/register", "/api/auth/bootstrap", "/api/auth/forgot-password", "/api/health"];

impl Class {
    /// The class of a user's request; `None` for what is never limited.
    pub(crate) fn of(method: &Method, path: &str) -> Option<Self> {
        if !path.starts_with("/api/") || path == "/api/health" {
            return None;
        }
        if PUBLIC.contains(&path) {
            return Some(Self::Anonymous);
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        let marks = ["read", "unread", "pin"].contains(&last);
        let sends = path.starts_with("/api/messages/send") || path.starts_with("/api/messages/") && last == "resend";
        Some(match *method {
            Method::GET | Method::HEAD | Method::OPTIONS => Self::Read,
            _ if marks => Self::Read,
            _ if sends => Self::Send,
            _ => Self::Write,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_classed_by_what_they_do() {
        let of = |method: Method, path: &str| Class::of(&method, path);
        assert_eq!(of(Method::GET, "/api/conversations"), Some(Class::Read));
        assert_eq!(of(Method::POST, "/api/conversations/1/read"), Some(Class::Read));
        assert_eq!(of(Method::DELETE, "/api/conversations/1/pin"), Some(Class::Read));
        assert_eq!(of(Method::POST, "/api/conversations/1/assign"), Some(Class::Write));
        assert_eq!(of(Method::POST, "/api/messages/send-media"), Some(Class::Send));
        assert_eq!(of(Method::POST, "/api/messages/1/resend"), Some(Class::Send));
        assert_eq!(of(Method::POST, "/api/auth/login"), Some(Class::Anonymous));
        for free in ["/healthz", "/ws", "/webhooks/waha", "/api/health"] {
            assert_eq!(of(Method::GET, free), None, "{free}");
        }
    }
}
