//! Every failure a client can see, as `application/problem+json` (SPEC 3.0).
//!
//! A handler returns [`ApiError`]; [`crate::middleware`] writes it, because only there the language and the request's id are
//! known. What is not ours (a bad path, a panic) becomes one of these codes there too.

mod code;
mod language;
mod problem;
mod store;
mod texts;
mod words;

pub use code::Code;
pub use language::Language;
pub use problem::{FieldError, Problem};

use std::sync::LazyLock;

use poem::error::ResponseError;
use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse as _, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::schema::{self, Contract, Shape};

const CONTENT_TYPE: &str = "application/problem+json";

/// A failure with its code, and what the client needs to act on it.
#[derive(Debug)]
pub struct ApiError {
    code: Code,
    errors: Vec<FieldError>,
    retry_after: Option<u64>,
    extra: Map<String, Value>,
    /// For the log only: clients never read the words of a database or of a provider.
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl ApiError {
    pub fn new(code: Code) -> Self {
        Self { code, errors: Vec::new(), retry_after: None, extra: Map::new(), source: None }
    }

    /// It does not exist, belongs to another company, or the caller may not see it.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    pub fn forbidden() -> Self {
        Self::new(Code::Forbidden)
    }

    /// One field of the body breaks a rule; `field` is its JSON path.
    pub fn validation(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Code::Validation).field(field, message)
    }

    /// One query parameter or header cannot be read.
    pub fn invalid_query(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Code::InvalidQuery).field(field, message)
    }

    /// A failure of ours. The source is logged once, with the request's id.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(Code::Internal).caused_by(source)
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.errors.push(FieldError { field: field.into(), message: message.into() });
        self
    }

    #[must_use]
    pub fn fields(mut self, errors: impl IntoIterator<Item = FieldError>) -> Self {
        self.errors.extend(errors);
        self
    }

    /// Whole seconds until another try makes sense.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// One more member of the problem object, as `conversationId`. What cannot be serialised is left out.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.extra.insert(name.to_owned(), value);
        }
        self
    }

    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    pub fn code(&self) -> Code {
        self.code
    }

    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// What went wrong inside, for the log.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync)> {
        self.source.as_deref()
    }

    /// The object a client reads.
    pub fn problem(&self, language: Language, request_id: &str) -> Problem {
        Problem {
            kind: self.code.urn(),
            title: self.code.title().to_owned(),
            status: self.code.status().as_u16(),
            detail: self.code.detail(language).to_owned(),
            code: self.code,
            request_id: request_id.to_owned(),
            errors: self.errors.iter().map(|error| error.said(language)).collect(),
            extra: self.extra.clone(),
        }
    }

    /// The whole answer.
    pub fn response(&self, language: Language, request_id: &str) -> Response {
        let body = serde_json::to_vec(&self.problem(language, request_id)).unwrap_or_default();
        let mut response = body.with_content_type(CONTENT_TYPE).into_response();
        response.set_status(self.code.status());
        response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if self.code.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code.name())
    }
}

impl std::error::Error for ApiError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl ResponseError for ApiError {
    fn status(&self) -> StatusCode {
        self.code.status()
    }

    fn as_response(&self) -> Response {
        self.response(Language::default(), "")
    }
}

/// Every operation mentions it.
static PROBLEM: LazyLock<Shape> = LazyLock::new(|| Shape::of::<Problem>(Contract::Serialize));

/// Every status of every code is documented at each operation: a client generates one error type.
impl ApiResponse for ApiError {
    fn meta() -> MetaResponses {
        let mut statuses: Vec<StatusCode> = Code::ALL.iter().map(|code| code.status()).collect();
        statuses.sort_unstable();
        statuses.dedup();
        let responses = statuses.into_iter().map(|status| MetaResponse {
            description: schema::intern(
                &Code::ALL
                    .iter()
                    .filter(|code| code.status() == status)
                    .map(|code| code.name())
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            status: Some(status.as_u16()),
            status_range: None,
            content: vec![MetaMediaType { content_type: CONTENT_TYPE, schema: PROBLEM.reference() }],
            headers: Vec::new(),
        });
        MetaResponses { responses: responses.collect() }
    }

    fn register(registry: &mut Registry) {
        PROBLEM.register(registry);
    }
}
