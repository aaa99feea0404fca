use chrono::SecondsFormat;
use domain::clock::Time;
use domain::id::{EndpointId, new_id};
use domain::seq::Seq;
use domain::webhook::EndpointStatus;
use entities::{Scope, Text, WebhookEndpoint, Writing};
use providers::webhook::{self, WebhookCall};
use serde_json::json;

use super::body::{EndpointChange, NewEndpoint, Replay};
use super::view::{EndpointView, EndpointWithSecret, TestResult};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Actor;
use crate::context::Context;
use crate::error::ApiError;
use crate::etag;

pub(super) async fn create(cx: &Context, who: &dyn Actor, body: NewEndpoint) -> Result<EndpointWithSecret, ApiError> {
    let url = &address(cx, &body.url)?;
    let (id, key) = (new_id(), &webhook::draw_key());
    let body = &body;
    let row = again(|| async move {
        let now = cx.clock.now();
        let cursor = cx.store.system().log_end().await?;
        let tx = cx.begin(who.company_id()).await?;
        let sealed = tx.webhooks().seal(id, key)?;
        let mut row = WebhookEndpoint::new(id, who.company_id(), url.clone(), sealed, cursor, now);
        if let Some(filter) = &body.event_filter {
            row.event_filter = json!(filter);
        }
        row.description.clone_from(&body.description);
        tx.webhooks().insert(row.clone()).await?;
        audit(&tx, cx, who, Action::Create, Entity::WebhookEndpoint, Some(id), &[]).await?;
        tx.commit().await?;
        Ok(row)
    })
    .await?;
    Ok(EndpointWithSecret { endpoint: EndpointView::from(row), secret: webhook::secret(key) })
}

fn address(cx: &Context, url: &str) -> Result<String, ApiError> {
    cx.webhook_sender.check(url).map_err(|refused| ApiError::validation("url", refused.to_string()))
}

/// What is asked of an endpoint.
enum Wish<'a> {
    Change {
        to: &'a EndpointChange,
        url: Option<String>,
        if_match: Option<&'a str>,
    },
    /// Another signing key.
    Rotate(Vec<u8>),
    Pause,
    Resume,
    /// Send everything after this place again.
    Rewind(Seq),
}

impl Wish<'_> {
    fn audited(&self) -> (Action, Vec<&'static str>) {
        match self {
            Self::Change { to, .. } => (Action::Update, to.fields()),
            Self::Rotate(_) => (Action::Rotate, vec!["secret"]),
            Self::Pause | Self::Resume => (Action::Update, vec!["status"]),
            Self::Rewind(_) => (Action::Retry, vec!["cursor"]),
        }
    }

    /// Change the row, which is locked. Whoever is sending by what it was before stops.
    async fn fulfil(&self, tx: &Scope<Writing>, row: &mut WebhookEndpoint, now: Time) -> Result<(), ApiError> {
        match self {
            Self::Change { to, url, if_match } => {
                etag::check(*if_match, row.version)?;
                if let Some(url) = url {
                    row.url.clone_from(url);
                    // Whoever waits for the next attempt at the old address need not wait at the new one.
                    row.next_at = None;
                }
                if let Some(filter) = &to.event_filter {
                    row.event_filter = json!(filter);
                }
                if let Some(description) = &to.description {
                    row.description.clone_from(description);
                }
                row.fence();
            }
            Self::Rotate(key) => row.rotate(tx.webhooks().seal(row.id, key)?, now),
            Self::Pause => {
                row.status = Text(EndpointStatus::Paused);
                row.fence();
            }
            Self::Resume => row.resume(),
            Self::Rewind(place) => tx.webhooks().rewind(row, *place).await?,
        }
        Ok(())
    }
}

async fn grant(cx: &Context, who: &dyn Actor, id: EndpointId, wish: Wish<'_>) -> Result<WebhookEndpoint, ApiError> {
    let wish = &wish;
    again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id()).await?;
        let mut row = tx.webhooks().lock(id).await?.ok_or_else(ApiError::not_found)?;
        wish.fulfil(&tx, &mut row, now).await?;
        let row = tx.webhooks().save(row, now).await?;
        let (action, fields) = wish.audited();
        audit(&tx, cx, who, action, Entity::WebhookEndpoint, Some(id), &fields).await?;
        tx.commit().await?;
        Ok(row)
    })
    .await
}

pub(super) async fn update(
    cx: &Context,
    who: &dyn Actor,
    id: EndpointId,
    if_match: Option<&str>,
    to: &EndpointChange,
) -> Result<WebhookEndpoint, ApiError> {
    let url = to.url.as_deref().map(|url| address(cx, url)).transpose()?;
    grant(cx, who, id, Wish::Change { to, url, if_match }).await
}

pub(super) async fn pause(cx: &Context, who: &dyn Actor, id: EndpointId) -> Result<WebhookEndpoint, ApiError> {
    grant(cx, who, id, Wish::Pause).await
}

pub(super) async fn resume(cx: &Context, who: &dyn Actor, id: EndpointId) -> Result<WebhookEndpoint, ApiError> {
    grant(cx, who, id, Wish::Resume).await
}

pub(super) async fn rotate(cx: &Context, who: &dyn Actor, id: EndpointId) -> Result<EndpointWithSecret, ApiError> {
    let key = webhook::draw_key();
    let row = grant(cx, who, id, Wish::Rotate(key.clone())).await?;
    Ok(EndpointWithSecret { endpoint: EndpointView::from(row), secret: webhook::secret(&key) })
}

pub(super) async fn replay(
    cx: &Context,
    who: &dyn Actor,
    id: EndpointId,
    from: &Replay,
) -> Result<WebhookEndpoint, ApiError> {
    let first = match (&from.from_seq, from.since) {
        (Some(seq), None) => {
            Some(seq.parse::<Seq>().map_err(|_| ApiError::validation("fromSeq", "not a place of the log"))?)
        }
        (None, Some(since)) => cx.company(who.company_id()).webhooks().first_event_since(since).await?,
        _ => return Err(ApiError::validation("fromSeq", "either fromSeq or since")),
    };
    // Cursors name the last place that is done, and nothing since that time is nothing to send again.
    let place = match first {
        Some(first) => Seq { id: first.id.saturating_sub(1), ..first },
        None => cx.store.system().log_end().await?,
    };
    grant(cx, who, id, Wish::Rewind(place)).await
}

pub(super) async fn delete(cx: &Context, who: &dyn Actor, id: EndpointId) -> Result<(), ApiError> {
    again(|| async move {
        let tx = cx.begin(who.company_id()).await?;
        if !tx.webhooks().delete(id).await? {
            return Err(ApiError::not_found());
        }
        audit(&tx, cx, who, Action::Delete, Entity::WebhookEndpoint, Some(id), &[]).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// One request, and what was answered to it: for the person who sets an endpoint up.
pub(super) async fn test(cx: &Context, who: &dyn Actor, id: EndpointId) -> Result<TestResult, ApiError> {
    let scope = cx.company(who.company_id());
    let row = scope.webhooks().find(id).await?.ok_or_else(ApiError::not_found)?;
    let now = cx.clock.now();
    let keys = scope.webhooks().keys(&row, now)?;
    let webhook_id = format!("evt_test_{}", new_id().simple());
    let body = json!({
        "id": webhook_id,
        "type": "test",
        "timestamp": now.to_rfc3339_opts(SecondsFormat::Millis, true),
        "companyId": who.company_id(),
        "seq": null,
        "data": {},
    });
    let call =
        WebhookCall { url: &row.url, id: &webhook_id, timestamp: now.timestamp(), body: body.to_string(), keys: &keys };
    let answer = cx.webhook_sender.send(call).await;
    again(|| async move {
        let tx = cx.begin(who.company_id()).await?;
        audit(&tx, cx, who, Action::Send, Entity::WebhookEndpoint, Some(id), &[]).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    Ok(TestResult {
        delivered: answer.status.is_some_and(|status| (200..300).contains(&status)),
        status: answer.status,
        error: answer.error,
        duration_ms: u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX),
        response_excerpt: answer.excerpt,
    })
}
