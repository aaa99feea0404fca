//! Everything that is checked right before a message leaves.

use std::sync::Arc;

use domain::channel::{ChannelStatus, ProviderKind};
use domain::clock::Time;
use domain::identity::Identity;
use domain::media::MediaState;
use domain::message::{MessageStatus, MessageType};
use entities::{Channel, Departure, Media, Message, Mode, OutboxRow, Person, Scope, StoreError};
use providers::{Attachment, Outgoing};
use serde_json::Value;

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
    pub(super) file: Option<File>,
    /// `{name, language, components}`.
    pub(super) template: Option<Value>,
}

/// What hangs on the message. Its bytes are read when they are needed.
pub(super) struct File {
    pub(super) media: Media,
    pub(super) kind: MessageType,
    pub(super) voice: bool,
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
    pub(super) fn outgoing(&self, row: &OutboxRow, file: Option<Attachment>) -> Outgoing {
        Outgoing {
            to: self.to.clone(),
            text: self.text.clone(),
            file,
            template: self.template.clone(),
            reply_to: self.reply_to.clone(),
            correlation: row.correlation.clone().unwrap_or_default(),
            preallocated_id: row.preallocated_id.clone(),
        }
    }
}

pub(super) async fn prepare(context: &Context, row: &OutboxRow, now: Time) -> Result<Prepared, JobError> {
    let scope = context.deps.store.company(row.company_id);
    let Some(departure) = scope.messages().departure(row.message_id).await? else { return Ok(Prepared::Leftover) };
    let Departure { message, channel, window_expires_at, quoted_provider_id: reply_to } = departure;
    if message.status != MessageStatus::Pending {
        return Ok(Prepared::Leftover);
    }
    if row.expires_at <= now {
        return Ok(Prepared::Refused("expired"));
    }
    let Some(channel) = channel else { return Ok(Prepared::Refused("canceled")) };
    match channel.status.0 {
        ChannelStatus::Active | ChannelStatus::Degraded => {}
        ChannelStatus::Pending | ChannelStatus::Stopped => return Ok(Prepared::Closed),
        ChannelStatus::Disabled => return Ok(Prepared::Refused("canceled")),
    }
    let Some(person) = addressee(&scope, &message).await? else { return Ok(Prepared::Refused("canceled")) };
    if person.contact.blocked {
        return Ok(Prepared::Refused("canceled"));
    }
    let is_closed = window_expires_at.is_some_and(|until| until <= now);
    if channel.provider == ProviderKind::Meta && message.template.is_none() && is_closed {
        return Ok(Prepared::Refused("window_closed"));
    }
    let Some(to) = person.address(channel.provider.0) else { return Ok(Prepared::Refused("recipient")) };
    let media = match message.media_id {
        Some(id) => scope.media().find(id).await?.filter(|media| media.state == MediaState::Ready),
        None => None,
    };
    if message.media_id.is_some() && media.is_none() {
        return Ok(Prepared::Refused("media_gone"));
    }
    let voice = message.metadata["kind"] == "voice";
    let file = media.map(|media| File { media, kind: message.kind.0, voice });
    let text = attendance::rendered(&message);
    let known = context.channel(row.company_id, row.channel_id).await?;
    let template = message.template;
    Ok(Prepared::Ready(Box::new(Ready { known, channel, to, text, reply_to, file, template })))
}

/// Whom the message is for, also when they were merged with somebody since the row was claimed.
async fn addressee<M: Mode>(scope: &Scope<M>, message: &Message) -> Result<Option<Person>, StoreError> {
    let person = scope.people().find(message.contact_id).await?;
    match person.as_ref().and_then(|person| person.contact.merged_into_id) {
        Some(id) => scope.people().find(id).await,
        None => Ok(person),
    }
}
