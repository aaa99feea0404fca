//! An operation of the document, and one call of it.

use reqwest::Method;
use serde_json::Value;

use super::{Ids, Who};
use crate::harness::{Answer, Api};

/// One call of an operation, and what a stranger's administrator is answered.
pub(crate) struct Call {
    /// For the placeholders of the path, in their order.
    pub(super) path: Vec<String>,
    pub(super) query: String,
    pub(super) body: Value,
    pub(crate) stranger: u16,
}

/// To be answered 404, unless said otherwise.
pub(super) fn at(path: &[&str]) -> Call {
    let path = path.iter().map(|&id| id.to_owned()).collect();
    Call { path, query: String::new(), body: Value::Null, stranger: 404 }
}

impl Call {
    pub(super) fn body(self, body: Value) -> Self {
        Self { body, ..self }
    }

    pub(super) fn query(self, query: &str) -> Self {
        Self { query: query.to_owned(), ..self }
    }

    /// The stranger gets this: their own data, an empty list, or a refusal.
    pub(super) fn gets(self, stranger: u16) -> Self {
        Self { stranger, ..self }
    }
}

/// An operation as the document has it.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) who: Who,
    pub(super) calls: fn(&Ids) -> Vec<Call>,
}

impl Operation {
    pub(crate) fn calls(&self, ids: &Ids) -> Vec<Call> {
        (self.calls)(ids)
    }

    pub(crate) async fn send(&self, api: &Api, call: &Call) -> Answer {
        let mut path = self.path.clone();
        for id in &call.path {
            let (from, to) = (path.find('{').expect("a placeholder"), path.find('}').expect("its end"));
            path.replace_range(from..=to, id);
        }
        assert!(!path.contains('{'), "{}: the table fills too little of {path}", self.id);
        if !call.query.is_empty() {
            path = format!("{path}?{}", call.query);
        }
        let request = api.request(self.method.clone(), &path);
        Answer::of(if call.body.is_null() { request } else { request.json(&call.body) }).await
    }
}
