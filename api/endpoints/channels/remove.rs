//! A channel is taken away. Its row stays, for the conversations that it brought.

use std::collections::HashSet;

use domain::channel::ChannelStatus;
use domain::id::{ChannelId, CompanyId, ConversationId, UserId};
use entities::Text;
use serde_json::json;

use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::channels;
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::etag;

/// Conversations that are ended between two looks.
const SLICE: u64 = 100;

/// Take it away. With attendances going on it is refused, unless `force`: then they are resolved without a word.
pub(super) async fn remove(
    cx: &Context,
    who: &Principal,
    id: ChannelId,
    if_match: Option<&str>,
    force: bool,
) -> Result<(), ApiError> {
    again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        let mut row = tx.channels().lock_kept(id).await?.ok_or_else(ApiError::not_found)?;
        etag::check(if_match, row.version)?;
        if !force && let Some(open) = tx.conversations().active_on(id, 1).await?.first() {
            return Err(ApiError::new(Code::ActiveConversationExists).with("conversationId", json!(open)));
        }
        row.status = Text(ChannelStatus::Disabled);
        row.status_reason = None;
        row.is_default = false;
        tx.channels().save(row, now).await?;
        tx.outbox().expire(id, now).await?;
        tx.channels().announce(id, cx.clock.now()).await?;
        audit(&tx, cx, who, Action::Delete, Entity::Channel, Some(id), &[]).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    channels::told(cx, id).await;
    // Without `force` there was none, but a customer may have written in that very moment. What a crash leaves is ended by `tick`.
    retire_all(cx, who.company_id, who.user_id, id).await
}

async fn retire_all(cx: &Context, company: CompanyId, by: UserId, channel: ChannelId) -> Result<(), ApiError> {
    let mut seen = HashSet::new();
    loop {
        let open = cx.company(company).conversations().active_on(channel, SLICE).await?;
        let fresh: Vec<ConversationId> = open.into_iter().filter(|id| seen.insert(*id)).collect();
        if fresh.is_empty() {
            return Ok(());
        }
        for conversation in fresh {
            // Boxed: an attendance is a large thing to carry in every future above.
            again(|| Box::pin(retire(cx, company, by, conversation))).await?;
        }
    }
}

async fn retire(cx: &Context, company: CompanyId, by: UserId, conversation: ConversationId) -> Result<(), ApiError> {
    let tx = cx.begin(company).await?;
    let after = attendance::retire(&tx, &cx.directory, conversation, Some(by), cx.clock.now()).await?;
    tx.commit().await?;
    cx.told(company, after).await;
    Ok(())
}
