//! Who asked for a new password, and what an administrator answers.

use domain::clock::Time;
use domain::event::{Event, Room};
use domain::id::UserId;
use domain::role::ResetStatus;
use domain::wire::{Sender, optional_time, time};
use entities::{NewEvent, PasswordResetRequest, Text};
use garde::Validate;
use jobs::Nudge;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::memberships::announce;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::{Principal, User};
use crate::context::Context;
use crate::cursor::Position;
use crate::endpoints::Tag;
use crate::endpoints::conversations::cut;
use crate::error::{ApiError, Code};
use crate::payload::{Body, Page, Reply};
use crate::query;

/// Requests for a new password.
pub struct PasswordResetsApi;

/// A request for a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordReset {
    pub id: Uuid,
    pub user: Sender,
    pub email: String,
    pub reason: String,
    pub status: ResetStatus,
    pub resolved_by: Option<UserId>,
    #[serde(serialize_with = "optional_time")]
    pub resolved_at: Option<Time>,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
}

#[derive(Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct NewPassword {
    pub new_password: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Place {
    at: Time,
    id: Uuid,
}

impl Position for Place {
    const LIST: &'static str = "password-resets";
}

#[OpenApi(prefix_path = "/api/users/password-resets", tag = "Tag::Users")]
impl PasswordResetsApi {
    /// List who asked for a new password, the longest wait first.
    #[oai(path = "/", method = "get", operation_id = "listPasswordResets")]
    async fn list(
        &self,
        User(user): User,
        cx: Context,
        /// PENDING, RESOLVED or REJECTED; all when not said.
        status: Query<Option<String>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<PasswordReset>>, ApiError> {
        user.admin()?;
        let limit = query::limit(limit.0)?;
        let status = query::choice("status", status.0.as_deref())?;
        let after = cx.cursors.read_optional::<Place>(cursor.0.as_deref())?.map(|place| (place.at, place.id));
        let scope = cx.company(user.company_id);
        let rows = scope.password_resets().page(status, after, u64::from(limit) + 1).await?;
        let (rows, last) = cut(rows, limit);
        let next = last.map(|row| Place { at: row.created_at, id: row.id });
        let next_cursor = next.map(|place| cx.cursors.write(&place)).transpose()?;
        Ok(Reply::new(Page { items: views(&cx, &user, rows).await?, next_cursor }))
    }

    /// Give a user who asked for it a new password: they are signed out everywhere.
    #[oai(path = "/:id/resolve", method = "post", operation_id = "resolvePasswordReset")]
    async fn resolve(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        body: Body<NewPassword>,
    ) -> Result<Reply<PasswordReset>, ApiError> {
        user.admin()?;
        let scope = cx.company(user.company_id);
        let request = scope.password_resets().find(id.0).await?.ok_or_else(ApiError::not_found)?;
        let who = scope.users().find(request.user_id).await?.ok_or_else(ApiError::not_found)?;
        cx.passwords.acceptable("newPassword", &body.0.new_password, &who.email, &who.name).await?;
        let hash = cx.passwords.hash(&body.0.new_password).await?;
        answer(&cx, &user, id.0, Some(&hash)).await
    }

    /// Refuse a request. Its user may ask again.
    #[oai(path = "/:id/reject", method = "post", operation_id = "rejectPasswordReset")]
    async fn reject(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<Reply<PasswordReset>, ApiError> {
        user.admin()?;
        answer(&cx, &user, id.0, None).await
    }
}

/// Password and request change together, or neither does.
async fn answer(
    cx: &Context,
    who: &Principal,
    id: Uuid,
    password_hash: Option<&str>,
) -> Result<Reply<PasswordReset>, ApiError> {
    let request = again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        let glimpse = tx.password_resets().find(id).await?.ok_or_else(ApiError::not_found)?;
        let mut user = tx.users().lock(glimpse.user_id).await?.ok_or_else(ApiError::not_found)?;
        let mut request = tx.password_resets().lock(id).await?.ok_or_else(ApiError::not_found)?;
        if request.status != ResetStatus::Pending {
            return Err(Code::InvalidTransition.into());
        }
        request.status = Text(if password_hash.is_some() { ResetStatus::Resolved } else { ResetStatus::Rejected });
        request.resolved_by = Some(who.user_id);
        request.resolved_at = Some(now);
        let request = tx.password_resets().save(request, now).await?;
        if let Some(hash) = password_hash {
            hash.clone_into(&mut user.password_hash);
            user.token_version += 1;
            let user = tx.users().save(user, now).await?;
            announce(&tx, user, now).await?;
        }
        audit(&tx, cx, who, Action::ResetResolve, Entity::User, Some(request.user_id), &["status"]).await?;
        tx.commit().await?;
        Ok(request)
    })
    .await?;
    if password_hash.is_some() {
        cx.nudge(Nudge::UserChanged { id: request.user_id }).await;
    }
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    let view = views(cx, who, vec![request]).await?.pop().ok_or_else(ApiError::not_found)?;
    Ok(Reply::new(view))
}

async fn views(cx: &Context, who: &Principal, rows: Vec<PasswordResetRequest>) -> Result<Vec<PasswordReset>, ApiError> {
    let mut ids: Vec<UserId> = rows.iter().map(|row| row.user_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let users = if ids.is_empty() { Vec::new() } else { cx.company(who.company_id).users().find_all(&ids).await? };
    let view = |row: PasswordResetRequest| {
        let user = users.iter().find(|user| user.id == row.user_id)?;
        Some(PasswordReset {
            id: row.id,
            user: Sender { id: user.id, name: user.name.clone() },
            email: user.email.clone(),
            reason: row.reason,
            status: row.status.0,
            resolved_by: row.resolved_by,
            resolved_at: row.resolved_at,
            created_at: row.created_at,
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}

/// Note that a user asks for a new password, and tell the administrators.
pub(crate) async fn ask(cx: &Context, user: &entities::User, reason: &str) -> Result<(), ApiError> {
    again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(user.company_id).await?;
        let request = tx.password_resets().ask(user.id, reason, now).await?;
        let event = Event::PasswordResetRequested { request_id: request.id, user_id: user.id };
        let audience = vec![Room::Admins(user.company_id)];
        tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], now).await?;
        let status = poem::http::StatusCode::OK;
        let entry = cx.request.entry(None, Action::ResetRequest, Entity::User, Some(user.id), status);
        tx.audit(entry, now).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    Ok(())
}
