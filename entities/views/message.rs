use std::collections::HashMap;

use domain::clock::Time;
use domain::id::{MediaId, MessageId, UserId};
use domain::message::Direction;
use domain::outbox::{Phase, SendPhase};
use domain::wire;
use serde::Deserialize;
use serde_json::Value;

use crate::Message;

/// Where the metadata keeps them, as `{actor: {emoji, at}}`.
const REACTIONS: &str = "reactions";

#[derive(Deserialize)]
struct Stored {
    emoji: String,
    at: Time,
}

/// What a message's object takes from other rows.
#[derive(Debug, Clone, Default)]
pub struct MessageParts {
    pub senders: HashMap<UserId, String>,
    /// The outbox phase of messages that are not final.
    pub phases: HashMap<MessageId, Phase>,
    pub quoted: HashMap<MessageId, wire::ReplyTo>,
    pub media: HashMap<MediaId, wire::Media>,
    /// The language of `error.message`.
    pub locale: String,
}

impl Message {
    /// The object of the API. A message that `parts` knows no phase of is final.
    pub fn view(&self, parts: &MessageParts) -> wire::Message {
        let sender =
            self.sender_id.and_then(|id| parts.senders.get(&id).map(|name| wire::Sender { id, name: name.clone() }));
        let send_phase = match (self.direction.0, parts.phases.get(&self.id)) {
            (Direction::Inbound, _) => SendPhase::None,
            (Direction::Outbound, Some(phase)) => (*phase).into(),
            (Direction::Outbound, None) => SendPhase::Done,
        };
        wire::Message {
            id: self.id,
            whatsapp_message_id: self.whatsapp_message_id.clone(),
            conversation_id: self.conversation_id,
            sender_id: self.sender_id,
            sender,
            direction: self.direction.0,
            kind: self.kind.0,
            content: self.content.clone(),
            media_url: self.media_id.map(|id| format!("/api/media/{id}")),
            media: self.media_id.and_then(|id| parts.media.get(&id).cloned()),
            status: self.status.0,
            send_phase,
            is_bot: self.is_bot,
            origin: self.origin.0,
            sent_at: self.sent_at,
            provider_timestamp: self.provider_timestamp,
            delivered_at: self.delivered_at,
            read_at: self.read_at,
            failed_at: self.failed_at,
            error: self.error(&parts.locale),
            reply_to: self.reply_to_id.and_then(|id| parts.quoted.get(&id).cloned()),
            reactions: self.reactions(),
            template: self.template.clone(),
            metadata: self.shown_metadata(),
            client_id: self.client_id.clone(),
            edited_at: self.edited_at,
            revoked_at: self.revoked_at,
            resend_of_id: self.resend_of_id,
            seq: self.seq,
            created_at: self.created_at,
        }
    }

    /// Who reacted with what, oldest first.
    fn reactions(&self) -> Vec<wire::Reaction> {
        let stored = self.metadata.get(REACTIONS).and_then(Value::as_object);
        let of_actor = |(actor, stored): (&String, &Value)| {
            let Stored { emoji, at } = Stored::deserialize(stored).ok()?;
            Some(wire::Reaction { actor: actor.clone(), emoji, at })
        };
        let mut reactions: Vec<wire::Reaction> = stored.into_iter().flatten().filter_map(of_actor).collect();
        reactions.sort_by(|one, other| (one.at, &one.actor).cmp(&(other.at, &other.actor)));
        reactions
    }

    /// Without what has a field of its own.
    fn shown_metadata(&self) -> Value {
        let mut metadata = self.metadata.clone();
        if let Some(fields) = metadata.as_object_mut() {
            fields.remove(REACTIONS);
        }
        metadata
    }

    /// Why it failed, in words for people.
    pub fn error(&self, locale: &str) -> Option<wire::MessageError> {
        let code = self.error_code.clone()?;
        let explained = domain::explain::explain(&code, self.error_provider_code.as_deref(), locale);
        Some(wire::MessageError {
            code,
            provider_code: self.error_provider_code.clone(),
            message: explained.message.to_owned(),
            retryable: explained.retryable,
        })
    }

    /// As shown inside the answer to it.
    pub fn quoted(&self) -> wire::ReplyTo {
        wire::ReplyTo {
            id: self.id,
            content: self.content.clone(),
            kind: self.kind.0,
            direction: self.direction.0,
            origin: self.origin.0,
        }
    }
}
