//! What was given up, and the decision on it: once more, or never.

use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use domain::id::ChannelId;
use domain::wire;
use entities::{InboxEvent, Reading, Scope};
use jobs::Envelope;
use jobs::definitions::{ApplyStatus, ProcessInbound};
use poem::http::StatusCode;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Tag;
use super::conversations::cut;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::{Principal, User};
use crate::context::Context;
use crate::cursor::Position;
use crate::error::ApiError;
use crate::payload::{NoContent, Page, Reply};
use crate::query;

/// The dead letters of the company.
pub struct GivenUpApi;

/// A job that could not be done, whatever was tried.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadJobItem {
    pub id: Uuid,
    /// As `route-conversation`.
    pub queue: String,
    pub key: String,
    pub payload: Value,
    pub attempts: i32,
    pub last_error: String,
    #[serde(serialize_with = "wire::time")]
    pub dead_at: Time,
}

/// Something a provider told that could not be dealt with.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxItem {
    /// The number of its arrival.
    pub id: i64,
    pub channel_id: ChannelId,
    /// As MESSAGE or STATUS.
    pub kind: InboxKind,
    pub state: InboxState,
    pub external_id: String,
    /// Failed tries before the last.
    pub attempts: i32,
    pub error: Option<String>,
    #[serde(serialize_with = "wire::time")]
    pub received_at: Time,
    /// As the provider posted it: JSON, or text when it is none. Null when its key is lost.
    pub body: Value,
}

impl InboxItem {
    fn of(scope: &Scope<Reading>, event: InboxEvent) -> Self {
        let body = scope.inbox().body(&event).ok().map(|bytes| {
            serde_json::from_slice(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into())
        });
        Self {
            id: event.id,
            channel_id: event.channel_id,
            kind: event.kind.0,
            state: event.state.0,
            external_id: event.external_id,
            attempts: event.attempts,
            error: event.error,
            received_at: event.received_at,
            body: body.unwrap_or_default(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct JobPlace {
    at: Time,
    id: Uuid,
}

impl Position for JobPlace {
    const LIST: &'static str = "jobs.dead";
}

#[derive(Debug, Serialize, Deserialize)]
struct InboxPlace {
    id: i64,
}

impl Position for InboxPlace {
    const LIST: &'static str = "jobs.inbox";
}

#[OpenApi(prefix_path = "/api/jobs", tag = "Tag::Operations")]
impl GivenUpApi {
    /// List the jobs that were given up, the newest first.
    #[oai(path = "/dead", method = "get", operation_id = "listDeadJobs")]
    async fn jobs(
        &self,
        User(user): User,
        cx: Context,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<DeadJobItem>>, ApiError> {
        user.admin()?;
        let limit = query::limit(limit.0)?;
        let after = cx.cursors.read_optional::<JobPlace>(cursor.0.as_deref())?.map(|place| (place.at, place.id));
        let rows = cx.company(user.company_id).dead_jobs(after, u64::from(limit) + 1).await?;
        let (rows, last) = cut(rows, limit);
        let next = last.map(|row| cx.cursors.write(&JobPlace { at: row.dead_at, id: row.id })).transpose()?;
        let items = rows.into_iter().map(|job| DeadJobItem {
            id: job.id,
            queue: job.queue,
            key: job.key,
            payload: job.payload,
            attempts: job.attempts,
            last_error: job.last_error,
            dead_at: job.dead_at,
        });
        Ok(Reply::new(Page { items: items.collect(), next_cursor: next }))
    }

    /// Do a job once more.
    #[oai(path = "/dead/:id/retry", method = "post", operation_id = "retryDeadJob")]
    async fn retry_job(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<NoContent, ApiError> {
        user.admin()?;
        decide_job(&cx, &user, id.0, Action::Retry).await
    }

    /// Let a job be.
    #[oai(path = "/dead/:id/discard", method = "post", operation_id = "discardDeadJob")]
    async fn discard_job(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<NoContent, ApiError> {
        user.admin()?;
        decide_job(&cx, &user, id.0, Action::Discard).await
    }

    /// List events that were given up (DEAD) or set aside (PARKED), the newest first, as the provider posted them. Audited.
    #[oai(path = "/inbox", method = "get", operation_id = "listInbox")]
    async fn inbox(
        &self,
        User(user): User,
        cx: Context,
        state: Query<Option<String>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<InboxItem>>, ApiError> {
        user.admin()?;
        let state = query::choice::<InboxState>("state", state.0.as_deref())?.unwrap_or(InboxState::Dead);
        if !matches!(state, InboxState::Dead | InboxState::Parked) {
            return Err(ApiError::invalid_query("state", "DEAD or PARKED"));
        }
        let limit = query::limit(limit.0)?;
        let before = cx.cursors.read_optional::<InboxPlace>(cursor.0.as_deref())?.map(|place| place.id);
        let scope = cx.company(user.company_id);
        let rows = scope.inbox().in_state(state, before, u64::from(limit) + 1).await?;
        let (rows, last) = cut(rows, limit);
        let next = last.map(|row| cx.cursors.write(&InboxPlace { id: row.id })).transpose()?;
        let seen: Vec<i64> = rows.iter().map(|row| row.id).collect();
        // Written before the bodies are shown: who cannot be held to it does not see them.
        again(|| async {
            let tx = cx.begin(user.company_id).await?;
            note(&tx, &cx, &user, Action::Export, &seen).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        let items = rows.into_iter().map(|row| InboxItem::of(&scope, row)).collect();
        Ok(Reply::new(Page { items, next_cursor: next }))
    }

    /// Try an event anew, as if it had just come.
    #[oai(path = "/inbox/:id/retry", method = "post", operation_id = "retryInboxEvent")]
    async fn retry_event(&self, User(user): User, cx: Context, id: Path<i64>) -> Result<NoContent, ApiError> {
        user.admin()?;
        let event = find(&cx, &user, id.0).await?;
        again(|| async {
            let system = cx.store.begin_system().await?;
            if !system.retry_event(&event, cx.clock.now()).await? {
                return Err(ApiError::not_found());
            }
            let tx = system.into_company(user.company_id);
            note(&tx, &cx, &user, Action::Retry, &[event.id]).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        if event.kind == InboxKind::Status {
            cx.push(Envelope::new(ApplyStatus { channel_id: event.channel_id }).company(user.company_id)).await;
        } else {
            cx.push(ProcessInbound {}).await;
        }
        Ok(NoContent)
    }

    /// Let an event be.
    #[oai(path = "/inbox/:id/discard", method = "post", operation_id = "discardInboxEvent")]
    async fn discard_event(&self, User(user): User, cx: Context, id: Path<i64>) -> Result<NoContent, ApiError> {
        user.admin()?;
        let event = find(&cx, &user, id.0).await?;
        again(|| async {
            let tx = cx.begin(user.company_id).await?;
            if !tx.inbox().discard(event.id, cx.clock.now()).await? {
                return Err(ApiError::not_found());
            }
            note(&tx, &cx, &user, Action::Discard, &[event.id]).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        Ok(NoContent)
    }
}

async fn find(cx: &Context, who: &Principal, id: i64) -> Result<InboxEvent, ApiError> {
    cx.company(who.company_id).inbox().given_up(id).await?.ok_or_else(ApiError::not_found)
}

async fn decide_job(cx: &Context, who: &Principal, id: Uuid, action: Action) -> Result<NoContent, ApiError> {
    again(|| async {
        let tx = cx.begin(who.company_id).await?;
        let resolved = tx.resolve_dead_job(id, action.into(), cx.clock.now()).await?;
        let job = resolved.ok_or_else(ApiError::not_found)?;
        audit(&tx, cx, who, action, Entity::Job, Some(id), &[]).await?;
        if action == Action::Retry {
            // Before the commit: no row stands behind this job, so it must be in the queue when its letter is gone.
            let pushed = cx.queue.push_again(&job.queue, who.company_id, job.payload).await;
            pushed.map_err(ApiError::internal)?;
        }
        Ok(tx.commit().await?)
    })
    .await?;
    Ok(NoContent)
}

/// Audit what was done with events, which have numbers instead of ids.
async fn note(
    tx: &Scope<entities::Writing>,
    cx: &Context,
    who: &Principal,
    action: Action,
    events: &[i64],
) -> Result<(), ApiError> {
    let status = if action == Action::Export { StatusCode::OK } else { StatusCode::NO_CONTENT };
    let mut entry = cx.request.entry(Some(who), action, Entity::Job, None, status);
    entry.metadata["events"] = json!(events);
    Ok(tx.audit(entry, cx.clock.now()).await?)
}
