//! An API of drafts, in which every kind of body and answer occurs.

#![expect(clippy::unused_async, reason = "operations are async")]

use std::collections::BTreeMap;

use garde::Validate;
use poem::http::StatusCode;
use poem::test::{TestClient, TestResponse};
use poem::{Body as RawBody, Endpoint, Response, Route};
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::{OpenApi, OpenApiService};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::super::*;
use crate::error::ApiError;
use crate::testing::{client, problem};

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
struct Draft {
    #[garde(length(chars, min = 1, max = 5))]
    display_name: String,
    #[garde(skip)]
    colour: Colour,
    #[serde(default)]
    #[garde(dive)]
    opening_hours: Vec<Slot>,
    #[serde(default)]
    #[garde(dive)]
    reply_texts: BTreeMap<String, Short>,
    #[garde(range(max = 10))]
    max_count: Option<u32>,
}

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[garde(transparent)]
struct Short(#[garde(length(chars, max = 3))] String);

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
struct Slot {
    #[garde(length(chars, max = 5))]
    start_at: String,
}

/// What is sent back has another shape (everything is there), and so another name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct DraftView {
    #[serde(flatten)]
    draft: Draft,
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Colour {
    Red,
    DarkBlue,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
struct Choice {
    #[serde(default)]
    #[garde(skip)]
    force: bool,
}

pub(super) struct Sample;

#[OpenApi]
impl Sample {
    /// Send a draft back.
    #[oai(path = "/api/drafts", method = "post", operation_id = "echoDraft")]
    async fn echo(&self, body: Body<Draft>) -> Result<Created<DraftView>, ApiError> {
        Ok(Created::new(DraftView { draft: body.0 }))
    }

    #[oai(path = "/api/choices", method = "post", operation_id = "choose")]
    async fn choose(&self, body: Body<Option<Choice>>) -> Result<Reply<bool>, ApiError> {
        Ok(Reply::new(body.0.is_some_and(|choice| choice.force)))
    }

    #[oai(path = "/api/drafts/:id", method = "get", operation_id = "getDraft")]
    async fn get(
        &self,
        id: Path<Uuid>,
        #[oai(name = "If-None-Match")] if_none_match: Header<Option<String>>,
    ) -> Result<Fresh<Uuid>, ApiError> {
        Ok(Reply::new(id.0).version(7).unless_known(if_none_match.0.as_deref()))
    }

    #[oai(path = "/api/drafts", method = "get", operation_id = "listDrafts")]
    async fn list(&self, limit: Query<Option<u32>>) -> Result<List<DraftView>, ApiError> {
        let next = (limit.0 != Some(0)).then(|| "abc".to_owned());
        Ok(List::new(vec![], next))
    }

    #[oai(path = "/api/drafts/:id", method = "delete", operation_id = "deleteDraft")]
    async fn delete(&self, _id: Path<Uuid>) -> Result<NoContent, ApiError> {
        Ok(NoContent)
    }
}

pub(super) fn sample() -> TestClient<impl Endpoint<Output = Response>> {
    client(Route::new().nest("/", OpenApiService::new(Sample, "sample", "1")))
}

pub(super) async fn post(body: impl Into<RawBody>) -> TestResponse {
    sample().post("/api/drafts").content_type("application/json").body(body).send().await
}

pub(super) async fn refused(body: impl Into<RawBody>) -> (StatusCode, Value, Value) {
    let (status, mut body) = problem(post(body).await).await;
    (status, body["code"].take(), body["errors"].take())
}
