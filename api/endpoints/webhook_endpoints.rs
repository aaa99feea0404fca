//! Webhooks to integrators: where they go, what became of each, and sending them again (SPEC 10.1).

mod body;
mod change;
mod view;

use domain::webhook::DeliveryState;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use uuid::Uuid;

use super::Tag;
use crate::auth::{Actor as _, Caller, need};
use crate::context::Context;
use crate::cursor::Position;
use crate::endpoints::conversations::cut;
use crate::error::ApiError;
use crate::payload::{Body, Created, List, NoContent, Page, Reply};
use crate::query;

pub use body::{EndpointChange, NewEndpoint, Replay};
pub use view::{DeliveryView, EndpointView, EndpointWithSecret, TestResult};

use self::view::Place;

/// Endpoints are managed by administrators, and by programs that may.
pub struct WebhookEndpointsApi;

/// Endpoints of one list.
const MOST: u64 = 200;

type Manager = Caller<need::WebhooksManage>;

#[OpenApi(prefix_path = "/api/webhook-endpoints", tag = "Tag::Integrators")]
impl WebhookEndpointsApi {
    /// List the company's endpoints, the oldest first.
    #[oai(path = "/", method = "get", operation_id = "listWebhookEndpoints")]
    async fn list(&self, who: Manager, cx: Context) -> Result<List<EndpointView>, ApiError> {
        who.must_administer()?;
        let rows = cx.company(who.company_id()).webhooks().list(MOST).await?;
        Ok(List::new(rows.into_iter().map(EndpointView::from).collect(), None))
    }

    /// Add an endpoint. It hears of what happens from now on. Its secret is in this answer and nowhere else.
    #[oai(path = "/", method = "post", operation_id = "createWebhookEndpoint")]
    async fn create(
        &self,
        who: Manager,
        cx: Context,
        body: Body<NewEndpoint>,
    ) -> Result<Created<EndpointWithSecret>, ApiError> {
        who.must_administer()?;
        Ok(Created::new(change::create(&cx, &who, body.0).await?))
    }

    /// Fetch one endpoint.
    #[oai(path = "/:id", method = "get", operation_id = "getWebhookEndpoint")]
    async fn get(&self, who: Manager, cx: Context, id: Path<Uuid>) -> Result<Reply<EndpointView>, ApiError> {
        who.must_administer()?;
        let row = cx.company(who.company_id()).webhooks().find(id.0).await?.ok_or_else(ApiError::not_found)?;
        Ok(reply(row))
    }

    /// Change where an endpoint is, what it wants to hear of, or what it is called.
    #[oai(path = "/:id", method = "patch", operation_id = "updateWebhookEndpoint")]
    async fn update(
        &self,
        who: Manager,
        cx: Context,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<EndpointChange>,
    ) -> Result<Reply<EndpointView>, ApiError> {
        who.must_administer()?;
        Ok(reply(change::update(&cx, &who, id.0, if_match.0.as_deref(), &body.0).await?))
    }

    /// Remove an endpoint with everything on its way to it.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteWebhookEndpoint")]
    async fn delete(&self, who: Manager, cx: Context, id: Path<Uuid>) -> Result<NoContent, ApiError> {
        who.must_administer()?;
        change::delete(&cx, &who, id.0).await?;
        Ok(NoContent)
    }

    /// Send a `test` event now, and tell what the receiver answered. It is not tried again.
    #[oai(path = "/:id/test", method = "post", operation_id = "testWebhookEndpoint")]
    async fn test(&self, who: Manager, cx: Context, id: Path<Uuid>) -> Result<Reply<TestResult>, ApiError> {
        who.must_administer()?;
        Ok(Reply::new(change::test(&cx, &who, id.0).await?))
    }

    /// Draw another secret. For a day both sign.
    #[oai(path = "/:id/rotate-secret", method = "post", operation_id = "rotateWebhookSecret")]
    async fn rotate(&self, who: Manager, cx: Context, id: Path<Uuid>) -> Result<Reply<EndpointWithSecret>, ApiError> {
        who.must_administer()?;
        Ok(Reply::new(change::rotate(&cx, &who, id.0).await?))
    }

    /// Send nothing until it is resumed. What happens meanwhile is sent then, as far as the log reaches.
    #[oai(path = "/:id/pause", method = "post", operation_id = "pauseWebhookEndpoint")]
    async fn pause(&self, who: Manager, cx: Context, id: Path<Uuid>) -> Result<Reply<EndpointView>, ApiError> {
        who.must_administer()?;
        Ok(reply(change::pause(&cx, &who, id.0).await?))
    }

    /// Send again, at once, whether it was paused, failing or disabled.
    #[oai(path = "/:id/resume", method = "post", operation_id = "resumeWebhookEndpoint")]
    async fn resume(&self, who: Manager, cx: Context, id: Path<Uuid>) -> Result<Reply<EndpointView>, ApiError> {
        who.must_administer()?;
        Ok(reply(change::resume(&cx, &who, id.0).await?))
    }

    /// List what was sent or is to be, the newest event first.
    #[oai(path = "/:id/deliveries", method = "get", operation_id = "listWebhookDeliveries")]
    async fn deliveries(
        &self,
        who: Manager,
        cx: Context,
        id: Path<Uuid>,
        /// PENDING, DELIVERED, FAILED or SKIPPED.
        state: Query<Option<String>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<DeliveryView>>, ApiError> {
        who.must_administer()?;
        let limit = query::limit(limit.0)?;
        let state = query::choice::<DeliveryState>("state", state.0.as_deref())?;
        let place = cx.cursors.read_optional::<Place>(cursor.0.as_deref())?;
        let before = place.as_ref().map(|place| place.seq.as_str());
        let scope = cx.company(who.company_id());
        scope.webhooks().find(id.0).await?.ok_or_else(ApiError::not_found)?;
        let rows = scope.webhooks().deliveries(id.0, state, before, u64::from(limit) + 1).await?;
        let (rows, last) = cut(rows, limit);
        let next = last.map(|row| cx.cursors.write(&Place { seq: row.event_seq })).transpose()?;
        Ok(Reply::new(Page { items: rows.into_iter().map(DeliveryView::from).collect(), next_cursor: next }))
    }

    /// Send every event again from a place or a time on, with the ids that they had.
    #[oai(path = "/:id/replay", method = "post", operation_id = "replayWebhookEndpoint")]
    async fn replay(
        &self,
        who: Manager,
        cx: Context,
        id: Path<Uuid>,
        body: Body<Replay>,
    ) -> Result<Reply<EndpointView>, ApiError> {
        who.must_administer()?;
        Ok(reply(change::replay(&cx, &who, id.0, &body.0).await?))
    }
}

fn reply(row: entities::WebhookEndpoint) -> Reply<EndpointView> {
    let version = row.version;
    Reply::new(EndpointView::from(row)).version(version)
}

impl Position for Place {
    const LIST: &'static str = "webhook.deliveries";
}
