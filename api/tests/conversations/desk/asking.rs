//! Requests of a person, and what they came to.

use poem::http::{Method, StatusCode};
use serde_json::Value;

use super::{Desk, Person};

/// What a request came to: status, headers, body.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    response: poem::http::HeaderMap,
}

impl Answer {
    /// The problem's code; empty on success.
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.response.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.body.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.body);
        self.body
    }
}

impl Desk {
    pub(crate) async fn get(&self, who: &Person, path: &str) -> Answer {
        self.ask(Method::GET, who, path, None, &[]).await
    }

    pub(crate) async fn post(&self, who: &Person, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, who, path, Some(body), &[]).await
    }

    pub(crate) async fn patch(&self, who: &Person, path: &str, body: Value) -> Answer {
        self.ask(Method::PATCH, who, path, Some(body), &[]).await
    }

    pub(crate) async fn ask(
        &self,
        method: Method,
        who: &Person,
        path: &str,
        body: Option<Value>,
        headers: &[(&'static str, &str)],
    ) -> Answer {
        let mut request = self.client.request(method, path).header("authorization", &who.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body_json(&body);
        }
        let response = request.send().await.0;
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.into_body().into_string().await.unwrap();
        Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::Null), response: headers }
    }
}
