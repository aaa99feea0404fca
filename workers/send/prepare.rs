//! Everything that is checked right before a message leaves.

use std::sync::Arc;

use domain::channel::{ChannelStatus, ProviderKind};
use domain::clock::Time;
use domain::identity::Identity;
use domain::message::MessageStatus;
use domain::texts;
use entities::{Channel, OutboxRow};
use providers::Outgoing;

use crate::channels::Known;
use crate::context::Context;
use crate::execute::JobError;

/// A message that may leave.
pub(super) struct Ready {
    pub(super) known: Arc<Known>,
    /// As it is now: status and gate are never taken from a cache.
    pub(super) channel: Channel,
    pub(super) to: Identity,
    /// What the customer reads, prefix included.
    pub(super) text: String,
    pub(super) reply_to: Option<String>,
}

pub(super) enum Prepared {
    Ready(Box<Ready>),
    /// It may never leave.
    Refused(&'static str),
    /// Its message is final: the row is a leftover.
    Leftover,
    /// The channel does not send now.
    Closed,
}

impl Ready {
    pub(super) fn outgoing(&self, row: &OutboxRow) -> Outgoing {
        Outgoing {
            to: self.to.clone(),
            text: self.text.clone(),
            reply_to: self.reply_to.clone(),
            correlation: row.correlation.clone().unwrap_or_default(),
            preallocated_id: row.preallocated_id.clone(),
        }
    }
}

pub(super) async fn prepare(context: &Context, row: &OutboxRow, now: Time) -> Result<Prepared, JobError> {
    let scope = context.deps.store.company(row.company_id);
    let Some(message) = scope.messages().find(row.message_id).await? else { return Ok(Prepared::Leftover) };
    if message.status != MessageStatus::Pending {
        return Ok(Prepared::Leftover);
    }
    if row.expires_at <= now {
        return Ok(Prepared::Refused("expired"));
    }
    let Some(channel) = scope.channels().find(row.channel_id).await? else { return Ok(Prepared::Refused("canceled")) };
    match channel.status.0 {
        ChannelStatus::Active | ChannelStatus::Degraded => {}
        ChannelStatus::Pending | ChannelStatus::Stopped => return Ok(Prepared::Closed),
        ChannelStatus::Disabled => return Ok(Prepared::Refused("canceled")),
    }
    let Some(person) = scope.people().find(row.contact_id).await? else { return Ok(Prepared::Refused("canceled")) };
    if person.contact.blocked {
        return Ok(Prepared::Refused("canceled"));
    }
    if channel.provider == ProviderKind::Meta && message.template.is_none() {
        let conversation = scope.conversations().find(row.conversation_id).await?;
        let window = conversation.and_then(|conversation| conversation.window_expires_at);
        if window.is_some_and(|until| until <= now) {
            return Ok(Prepared::Refused("window_closed"));
        }
    }
    let Some(to) = person.address(channel.provider.0) else { return Ok(Prepared::Refused("recipient")) };
    let reply_to = match message.reply_to_id {
        Some(quoted) => scope.messages().find(quoted).await?.and_then(|quoted| quoted.whatsapp_message_id),
        None => None,
    };
    let prefix = message.metadata.get("prefix").and_then(serde_json::Value::as_str);
    let text = texts::agent_text(prefix, message.content.as_deref().unwrap_or_default());
    let known = context.channel(row.company_id, row.channel_id).await?;
    Ok(Prepared::Ready(Box::new(Ready { known, channel, to, text, reply_to })))
}
