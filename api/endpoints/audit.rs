//! Who did what.

mod export;

use domain::clock::Time;
use domain::id::UserId;
use domain::wire;
use entities::{AuditFilter, AuditLog, AuditOutcome};
use poem_openapi::OpenApi;
use poem_openapi::param::Query;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Tag;
use super::conversations::cut;
use crate::audit::{Action, Entity, audit};
use crate::auth::User;
use crate::context::Context;
use crate::cursor::Position;
use crate::error::ApiError;
use crate::payload::{Page, Reply};
use crate::query;

/// The audit trail of the company.
pub struct AuditApi;

/// One line of the audit trail.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditItem {
    pub id: Uuid,
    pub user_id: Option<UserId>,
    /// The key of a program that did it.
    pub api_key_id: Option<Uuid>,
    pub actor_email: Option<String>,
    /// As `update` or `denied`.
    pub action: String,
    /// As `user`.
    pub entity: String,
    pub entity_id: Option<String>,
    /// OK, DENIED or FAILED.
    pub outcome: String,
    /// The HTTP status answered.
    pub status: i32,
    /// Method, path, and the names of what was changed.
    pub metadata: serde_json::Value,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub request_id: String,
    #[serde(serialize_with = "wire::time")]
    pub timestamp: Time,
}

impl From<AuditLog> for AuditItem {
    fn from(row: AuditLog) -> Self {
        let outcome: &'static str = row.outcome.0.into();
        Self {
            id: row.id,
            user_id: row.user_id,
            api_key_id: row.api_key_id,
            actor_email: row.actor_email,
            action: row.action,
            entity: row.entity,
            entity_id: row.entity_id,
            outcome: outcome.to_owned(),
            status: row.status,
            metadata: row.metadata,
            ip_address: row.ip_address,
            user_agent: row.user_agent,
            request_id: row.request_id,
            timestamp: row.timestamp,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Place {
    at: Time,
    id: Uuid,
}

impl Position for Place {
    const LIST: &'static str = "audit";
}

/// What was asked for, from the newest on.
fn filter(
    user: Option<&str>,
    action: Option<String>,
    entity: Option<String>,
    outcome: Option<&str>,
    from: Option<Time>,
    to: Option<Time>,
) -> Result<AuditFilter, ApiError> {
    let user = query::id(user);
    let outcome = query::choice::<AuditOutcome>("outcome", outcome)?;
    Ok(AuditFilter { user, action, entity, outcome, from, to, after: None })
}

#[OpenApi(prefix_path = "/api/audit", tag = "Tag::Operations")]
impl AuditApi {
    /// List what was done, the newest first.
    #[oai(path = "/", method = "get", operation_id = "listAudit")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "userId")] user_id: Query<Option<String>>,
        action: Query<Option<String>>,
        entity: Query<Option<String>>,
        outcome: Query<Option<String>>,
        from: Query<Option<Time>>,
        to: Query<Option<Time>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<AuditItem>>, ApiError> {
        user.admin()?;
        let limit = query::limit(limit.0)?;
        let place = cx.cursors.read_optional::<Place>(cursor.0.as_deref())?;
        let wanted = filter(user_id.0.as_deref(), action.0, entity.0, outcome.0.as_deref(), from.0, to.0)?;
        let filter = AuditFilter { after: place.map(|place| (place.at, place.id)), ..wanted };
        let rows = cx.company(user.company_id).audit_entries(&filter, u64::from(limit) + 1).await?;
        let (rows, last) = cut(rows, limit);
        let next = last.map(|row| cx.cursors.write(&Place { at: row.timestamp, id: row.id })).transpose()?;
        Ok(Reply::new(Page { items: rows.into_iter().map(AuditItem::from).collect(), next_cursor: next }))
    }

    /// Export what was done as comma separated values, the newest first.
    #[oai(path = "/export", method = "get", operation_id = "exportAudit")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn export(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "userId")] user_id: Query<Option<String>>,
        action: Query<Option<String>>,
        entity: Query<Option<String>>,
        outcome: Query<Option<String>>,
        from: Query<Option<Time>>,
        to: Query<Option<Time>>,
    ) -> Result<export::Csv, ApiError> {
        user.admin()?;
        let filter = filter(user_id.0.as_deref(), action.0, entity.0, outcome.0.as_deref(), from.0, to.0)?;
        let tx = cx.begin(user.company_id).await?;
        audit(&tx, &cx, &user, Action::Export, Entity::Job, None, &[]).await?;
        tx.commit().await?;
        Ok(export::csv(cx.company(user.company_id), filter))
    }
}
