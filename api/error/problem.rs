use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Code, Language, words};

/// What went wrong (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// `urn:wppconnector:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A few words in English.
    pub title: String,
    pub status: u16,
    /// One sentence in the language of `Accept-Language` (`pt-BR` or `en`).
    pub detail: String,
    pub code: Code,
    /// The same as in the header `X-Request-Id`.
    pub request_id: String,
    /// What is wrong with single fields; empty when it is not about fields.
    pub errors: Vec<FieldError>,
    /// More by code, as `conversationId`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// JSON path, as `businessHours.mon[0].start`; empty for the whole body.
    pub field: String,
    /// What is wrong with it, in the language of `Accept-Language`.
    pub message: String,
}

impl FieldError {
    pub(super) fn said(&self, language: Language) -> Self {
        let message = match language {
            Language::En => self.message.clone(),
            Language::Pt => words::in_portuguese(&self.message),
        };
        Self { field: self.field.clone(), message }
    }
}
