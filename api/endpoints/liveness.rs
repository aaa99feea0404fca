use poem_openapi::OpenApi;
use schemars::JsonSchema;
use serde::Serialize;

use super::Tag;
use crate::payload::Reply;

/// `/healthz`: whether this process answers at all. Asks nothing of anybody else.
pub struct Liveness;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Alive {
    /// Always `ok`.
    pub status: &'static str,
}

#[OpenApi(tag = "Tag::System")]
impl Liveness {
    /// Say that the process is alive.
    #[oai(path = "/healthz", method = "get", operation_id = "getLiveness")]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn get(&self) -> Reply<Alive> {
        Reply::new(Alive { status: "ok" })
    }
}
