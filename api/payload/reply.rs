use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{
    MetaHeader, MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::{ApiError, Language};
use crate::etag;
use crate::schema::{Contract, Shape, reference_to};

/// The header of a bare array's next page; the `Link` header is added to it by the middleware, which knows the address.
pub(crate) const NEXT_CURSOR: HeaderName = HeaderName::from_static("x-next-cursor");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// 200 with an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply<T> {
    body: T,
    version: Option<i32>,
    cookie: Option<String>,
}

impl<T> Reply<T> {
    pub fn new(body: T) -> Self {
        Self { body, version: None, cookie: None }
    }

    /// Send the version as `ETag`.
    #[must_use]
    pub fn version(mut self, version: i32) -> Self {
        self.version = Some(version);
        self
    }

    /// Send a `Set-Cookie`.
    #[must_use]
    pub fn cookie(mut self, cookie: String) -> Self {
        self.cookie = Some(cookie);
        self
    }

    /// Send nothing when `If-None-Match` names the version set before.
    pub fn unless_known(self, if_none_match: Option<&str>) -> Fresh<T> {
        let known = self.version.is_some_and(|version| etag::names(if_none_match, version));
        Fresh { reply: self, known }
    }
}

impl<T: Serialize + Send> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        let mut response = json(StatusCode::OK, &self.body);
        if let Some(version) = self.version {
            response.headers_mut().insert(header::ETAG, etag::of(version));
        }
        if let Some(cookie) = self.cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// 200 with an object; 304 when the client said that it has this version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh<T> {
    reply: Reply<T>,
    known: bool,
}

impl<T: Serialize + Send> IntoResponse for Fresh<T> {
    fn into_response(self) -> Response {
        let version = self.reply.version.filter(|_| self.known);
        match version {
            Some(version) => StatusCode::NOT_MODIFIED.with_header(header::ETAG, etag::of(version)).into_response(),
            None => self.reply.into_response(),
        }
    }
}

/// 201 with the object as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created<T> {
    body: T,
    replayed: bool,
}

impl<T> Created<T> {
    pub fn new(body: T) -> Self {
        Self { body, replayed: false }
    }

    /// The answer to a repeated `Idempotency-Key`: the resource made first.
    pub fn replayed(body: T) -> Self {
        Self { body, replayed: true }
    }

    /// Nothing new was made.
    pub fn is_replayed(&self) -> bool {
        self.replayed
    }
}

impl<T: Serialize + Send> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let mut response = json(StatusCode::CREATED, &self.body);
        if self.replayed {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

/// 200 when all is well, else 503 with the same object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T> {
    body: T,
    well: bool,
}

impl<T> Checked<T> {
    pub fn new(body: T, well: bool) -> Self {
        Self { body, well }
    }
}

impl<T: Serialize + Send> IntoResponse for Checked<T> {
    fn into_response(self) -> Response {
        json(if self.well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, &self.body)
    }
}

/// 204.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

/// 200 with a bare array; the next page is named in headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl<T> List<T> {
    /// `next` is the signed cursor of the page after this one; `None` at the end.
    pub fn new(items: Vec<T>, next: Option<String>) -> Self {
        Self { items, next }
    }
}

impl<T: Serialize + Send> IntoResponse for List<T> {
    fn into_response(self) -> Response {
        let mut response = json(StatusCode::OK, &self.items);
        if let Some(next) = self.next.and_then(|next| HeaderValue::from_str(&next).ok()) {
            response.headers_mut().insert(NEXT_CURSOR, next);
        }
        response
    }
}

/// The other list: `{items, nextCursor}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "{T}Page")]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Null at the end.
    pub next_cursor: Option<String>,
}

/// The `Link` header of a list: the request's own address with another cursor.
pub struct Link;

impl Link {
    pub(crate) fn next(path: &str, query: Option<&str>, cursor: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            if name != "cursor" {
                pairs.append_pair(&name, &value);
            }
        }
        pairs.append_pair("cursor", cursor);
        format!("<{path}?{}>; rel=\"next\"", pairs.finish())
    }
}

fn json(status: StatusCode, body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(body) => body.with_content_type("application/json").with_status(status).into_response(),
        // Only a map whose keys are no strings gets here; no type of ours has one.
        Err(error) => ApiError::internal(error).response(Language::default(), ""),
    }
}

fn documented<T: JsonSchema>(status: u16, description: &'static str, headers: &[(&str, &str)]) -> MetaResponse {
    MetaResponse {
        description,
        status: Some(status),
        status_range: None,
        content: vec![MetaMediaType {
            content_type: "application/json",
            schema: reference_to::<T>(Contract::Serialize),
        }],
        headers: headers
            .iter()
            .map(|(name, description)| MetaHeader {
                name: (*name).to_owned(),
                description: Some((*description).to_owned()),
                required: false,
                deprecated: false,
                schema: MetaSchemaRef::Inline(Box::new(MetaSchema::new("string"))),
            })
            .collect(),
    }
}

fn empty(status: u16, description: &'static str) -> MetaResponse {
    MetaResponse { description, status: Some(status), status_range: None, content: vec![], headers: vec![] }
}

impl<T: Serialize + JsonSchema + Send> ApiResponse for Reply<T> {
    fn meta() -> MetaResponses {
        let ok = documented::<T>(200, "The object as it is now.", &[("ETag", "The version, for `If-Match`.")]);
        MetaResponses { responses: vec![ok] }
    }

    fn register(registry: &mut Registry) {
        Shape::of::<T>(Contract::Serialize).register(registry);
    }
}

impl<T: Serialize + JsonSchema + Send> ApiResponse for Fresh<T> {
    fn meta() -> MetaResponses {
        let mut meta = Reply::<T>::meta();
        meta.responses.push(empty(304, "The client has this version."));
        meta
    }

    fn register(registry: &mut Registry) {
        Reply::<T>::register(registry);
    }
}

impl<T: Serialize + JsonSchema + Send> ApiResponse for Created<T> {
    fn meta() -> MetaResponses {
        let headers = [("Idempotency-Replayed", "`true` when the key was used before.")];
        MetaResponses { responses: vec![documented::<T>(201, "Created.", &headers)] }
    }

    fn register(registry: &mut Registry) {
        Shape::of::<T>(Contract::Serialize).register(registry);
    }
}

impl<T: Serialize + JsonSchema + Send> ApiResponse for Checked<T> {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![documented::<T>(200, "All is well.", &[]), documented::<T>(503, "Not well.", &[])],
        }
    }

    fn register(registry: &mut Registry) {
        Shape::of::<T>(Contract::Serialize).register(registry);
    }
}

impl ApiResponse for NoContent {
    fn meta() -> MetaResponses {
        MetaResponses { responses: vec![empty(204, "Done.")] }
    }

    fn register(_registry: &mut Registry) {}
}

impl<T: Serialize + JsonSchema + Send> ApiResponse for List<T> {
    fn meta() -> MetaResponses {
        let headers = [("X-Next-Cursor", "Absent at the end."), ("Link", "The next page, `rel=\"next\"`.")];
        MetaResponses { responses: vec![documented::<Vec<T>>(200, "One page.", &headers)] }
    }

    fn register(registry: &mut Registry) {
        Shape::of::<Vec<T>>(Contract::Serialize).register(registry);
    }
}
