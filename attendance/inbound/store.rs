//! An event becomes a row among the messages.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{MessageId, new_id};
use domain::inbound::InboundMessage;
use domain::message::{Direction, MessageStatus, Origin};
use entities::{Message, StoreError, Text};

use crate::events::Told;
use crate::hand::Attendance;

impl Attendance<'_> {
    /// `None` when the same message is there already.
    pub(super) async fn store_inbound(
        &mut self,
        message: &InboundMessage,
        received_at: Time,
        direction: Direction,
        origin: Origin,
    ) -> Result<Option<MessageId>, StoreError> {
        let seq = self.next_seq();
        let inbound = direction == Direction::Inbound;
        let id = new_id();
        let media = message.media.as_ref().map(|media| self.pending(id, media));
        let row = Message {
            id,
            company_id: self.row.company_id,
            conversation_id: self.row.id,
            channel_id: self.row.channel_id,
            contact_id: self.row.contact_id,
            seq,
            direction: Text(direction),
            kind: Text(message.kind),
            content: message.content.clone(),
            media_id: media.as_ref().map(|media| media.id),
            sender_id: None,
            origin: Text(origin),
            is_bot: false,
            status: Text(if inbound { MessageStatus::Delivered } else { MessageStatus::Sent }),
            whatsapp_message_id: Some(message.provider_id.clone()),
            provider_key: Some(message.provider_key.clone()),
            provider_timestamp: message.provider_time,
            sent_at: display_time(message.provider_time, received_at),
            delivered_at: inbound.then_some(received_at),
            read_at: None,
            failed_at: None,
            error_code: None,
            error_provider_code: None,
            error_detail: None,
            reply_to_id: self.quoted(message).await?,
            reply_to_provider_id: message.reply_to_provider_id.clone(),
            client_id: None,
            template: None,
            metadata: message.metadata.clone(),
            edited_at: None,
            revoked_at: None,
            resend_of_id: None,
            created_at: self.now,
            updated_at: self.now,
        };
        if !self.tx.messages().insert(&row).await? {
            return Ok(None);
        }
        if let Some(media) = media {
            self.tx.media().insert(&media).await?;
            self.after.fetch.push(media.id);
            self.media.insert(media.id, media);
        }
        self.tell(if inbound { Told::Received(row) } else { Told::Sent(row) });
        Ok(Some(id))
    }

    async fn quoted(&self, message: &InboundMessage) -> Result<Option<MessageId>, StoreError> {
        let Some(key) = &message.reply_to_provider_id else { return Ok(None) };
        Ok(self.tx.messages().by_provider_key(self.row.contact_id, key).await?.map(|quoted| quoted.id))
    }

    /// A push name never overwrites a name that an agent gave.
    pub(super) fn note_push_name(&mut self, message: &InboundMessage) {
        if let Some(name) = &message.push_name
            && self.person.contact.push_name.as_ref() != Some(name)
        {
            self.person.contact.push_name = Some(name.clone());
            self.state.contact.name = self.person.display_name();
        }
    }
}

/// When to show a message: the provider's second, but never after its arrival; a time from the future is the provider's mistake.
fn display_time(provider: Option<Time>, arrival: Time) -> Time {
    match provider {
        Some(provider) if provider - arrival <= Duration::seconds(60) => {
            arrival.min(provider + Duration::milliseconds(999))
        }
        _ => arrival,
    }
}
