//! A reaction of the company's side: the provider first, and what it took is shown.

use attendance::{After, Amendment};
use domain::id::MessageId;
use domain::wire;

use super::send;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::endpoints::conversations::sight;
use crate::error::{ApiError, Code, Language};
use crate::payload::Reply;
use crate::signs;

pub(super) async fn react(
    cx: &Context,
    user: &Principal,
    language: Language,
    id: MessageId,
    emoji: Option<String>,
) -> Result<Reply<wire::Message>, ApiError> {
    let message = send::find(cx, user, id).await?;
    let scope = cx.company(user.company_id);
    let conversation = sight::find(&scope, user, message.conversation_id).await?;
    let anothers = conversation.assigned_user_id.is_some_and(|holder| holder != user.user_id);
    if anothers && !user.role.supervises() {
        return Err(ApiError::forbidden());
    }
    let now = cx.clock.now();
    if !conversation.status.is_active() || message.revoked_at.is_some() {
        return Err(Code::InvalidTransition.into());
    }
    if conversation.window_expires_at.is_some_and(|until| until <= now) {
        return Err(Code::WindowClosed.into());
    }
    // What no provider knows, nobody can react to.
    let target = message.whatsapp_message_id.as_deref().ok_or(Code::InvalidTransition)?;
    let (to, line) = signs::line(cx, &conversation).await?;
    let provider = cx.providers.of(line.provider);
    let taken = provider.react(&line, &to, target, emoji.as_deref()).await;
    taken.map_err(|failure| {
        tracing::info!(channel = %line.id, class = ?failure.class, "a reaction was not taken");
        ApiError::new(Code::ChannelCannot)
    })?;
    let emoji = &emoji;
    let after = again(|| Box::pin(keep(cx, user, id, emoji.clone()))).await?;
    cx.told(user.company_id, after).await;
    let message = send::find(cx, user, id).await?;
    Ok(Reply::new(send::object(cx, user, language, message).await?))
}

async fn keep(cx: &Context, user: &Principal, id: MessageId, emoji: Option<String>) -> Result<After, ApiError> {
    let now = cx.clock.now();
    let tx = cx.begin(user.company_id).await?;
    let amendment = Amendment::Reaction { actor: user.user_id.to_string(), emoji, at: now };
    let after = attendance::amend(&tx, &cx.directory, id, amendment, now).await?;
    audit(&tx, cx, user, Action::Update, Entity::Message, Some(id), &["reactions"]).await?;
    tx.commit().await?;
    Ok(after)
}
