//! Attachments: their bytes, links to them, and another try.

mod serve;

use domain::clock::Time;
use domain::id::MediaId;
use domain::wire;
use entities::{Media, Mode, Scope};
use poem::Request;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

use self::serve::MediaBytes;
use super::Tag;
use super::conversations::sight;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::scheme::optional_caller;
use crate::auth::{Actor, Caller, Scope as KeyScope, Who, cookie, need};
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::payload::Reply;

/// Attachments of messages that the caller may see.
pub struct MediaApi;

/// A link that needs no log-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MediaLink {
    pub url: String,
    pub expires_at: Time,
}

#[OpenApi(prefix_path = "/api/media", tag = "Tag::Media")]
impl MediaApi {
    /// Read an attachment: with a token or a key, with the cookie of the dashboard, or by a link.
    #[oai(path = "/:id", method = "get", operation_id = "getMedia")]
    async fn get(
        &self,
        cx: Context,
        request: &Request,
        id: Path<Uuid>,
        /// Of a link.
        token: Query<Option<String>>,
        #[oai(name = "Range")] range: Header<Option<String>>,
        #[oai(name = "If-None-Match")] known: Header<Option<String>>,
    ) -> Result<MediaBytes, ApiError> {
        let media = readable(&cx, request, id.0, token.0.as_deref()).await?;
        serve::serve(&cx, &media, range.0.as_deref(), known.0.as_deref()).await
    }

    /// Try again to bring an attachment that could not be fetched.
    #[oai(path = "/:id/retry", method = "post", operation_id = "retryMedia")]
    async fn retry(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<Reply<wire::Media>, ApiError> {
        let media = visible(&cx.company(who.company_id()), Some(&who), id.0).await?;
        let (media, after) = again(|| Box::pin(rearm(&cx, &who, &media))).await?;
        cx.told(who.company_id(), after).await;
        Ok(Reply::new(media.view()))
    }

    /// Make a link to an attachment that works for five minutes without a log-in.
    #[oai(path = "/:id/link", method = "post", operation_id = "linkMedia")]
    async fn link(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<Reply<MediaLink>, ApiError> {
        let media = visible(&cx.company(who.company_id()), Some(&who), id.0).await?;
        let (token, expires_at) = cx.auth.tokens.issue_link(media.id, who.company_id())?;
        let tx = cx.begin(who.company_id()).await?;
        audit(&tx, &cx, &who, Action::Export, Entity::Message, media.message_id, &[]).await?;
        tx.commit().await?;
        let base = cx.settings.public_url.trim_end_matches('/');
        Ok(Reply::new(MediaLink { url: format!("{base}/api/media/{}?token={token}", media.id), expires_at }))
    }
}

/// The attachment, for whoever asks in one of the four ways.
async fn readable(cx: &Context, request: &Request, id: MediaId, token: Option<&str>) -> Result<Media, ApiError> {
    if let Some(token) = token {
        let link = cx.auth.tokens.read_link(token)?;
        if link.media != id {
            return Err(ApiError::not_found());
        }
        return visible(&cx.company(link.company), None, id).await;
    }
    if let Some(who) = optional_caller(request).await? {
        if let Who::Key(key) = &who {
            key.allows(KeyScope::ConversationsRead)?;
        }
        return visible(&cx.company(who.company_id()), Some(&who), id).await;
    }
    let token = cookie::media_token(request).ok_or(Code::Unauthenticated)?;
    let user = cx.auth.media_user(token).await?.principal;
    visible(&cx.company(user.company_id), Some(&user), id).await
}

/// Who sees the message sees what hangs on it. `None` = somebody who sees the whole company.
async fn visible<M: Mode>(scope: &Scope<M>, who: Option<&dyn Actor>, id: MediaId) -> Result<Media, ApiError> {
    let media = scope.media().find(id).await?.ok_or_else(ApiError::not_found)?;
    if let Some(who) = who {
        let message = media.message_id.ok_or_else(ApiError::not_found)?;
        let message = scope.messages().find(message).await?.ok_or_else(ApiError::not_found)?;
        sight::find(scope, who, message.conversation_id).await?;
    }
    Ok(media)
}

async fn rearm(cx: &Context, who: &dyn Actor, media: &Media) -> Result<(Media, attendance::After), ApiError> {
    let tx = cx.begin(who.company_id()).await?;
    let armed = attendance::retry_media(&tx, &cx.directory, media, cx.clock.now()).await?;
    let armed = armed.ok_or(Code::InvalidTransition)?;
    audit(&tx, cx, who, Action::Retry, Entity::Message, media.message_id, &[]).await?;
    tx.commit().await?;
    Ok(armed)
}
