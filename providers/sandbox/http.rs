//! Requests and answers as plain data: whoever has an HTTP server bridges them in a few lines.

use serde_json::Value;
use url::form_urlencoded;

use crate::Headers;

/// A request to the simulated provider.
#[derive(Clone)]
pub struct Request {
    /// In upper case.
    pub method: String,
    /// With or without the leading `/sandbox`, still percent-encoded.
    pub path: String,
    /// Without the `?`.
    pub query: Option<String>,
    /// Names in lower case.
    pub headers: Headers,
    pub body: Vec<u8>,
}

impl Request {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The decoded parts of the path below `/sandbox`.
    pub(super) fn segments(&self) -> Vec<String> {
        let path = self.path.trim_start_matches('/');
        let path = path.strip_prefix("sandbox/").unwrap_or(path);
        path.split('/').filter(|part| !part.is_empty()).map(decode).collect()
    }

    pub(super) fn query(&self, name: &str) -> Option<String> {
        let query = self.query.as_deref().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The path below `/sandbox` with its query, as the native dialect signs it.
    pub(super) fn path_and_query(&self) -> String {
        let path = self.path.trim_start_matches('/');
        let path = path.strip_prefix("sandbox/").unwrap_or(path);
        match &self.query {
            Some(query) if !query.is_empty() => format!("/sandbox/{path}?{query}"),
            _ => format!("/sandbox/{path}"),
        }
    }

    /// The body as JSON; an absent or broken body is `Null`.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// Percent-decoding alone: a `+` in a path is a plus.
fn decode(part: &str) -> String {
    let part = part.replace('+', "%2B").replace('=', "%3D").replace('&', "%26");
    form_urlencoded::parse(part.as_bytes()).next().map(|(key, _)| key.into_owned()).unwrap_or_default()
}

/// The answer of the simulated provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())],
            body: body.to_string().into_bytes(),
        }
    }

    pub(super) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }
}
