//! What plays the customer, the handset and the provider's bad days: the control calls of SPEC 8.6.

mod customer;
mod shapes;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::id::ChannelId;
use domain::message::MessageType;

use super::channel::SimChannel;
use super::deliver::{Order, Piece, signature};
use super::event::NativeBody;
use super::faults::Faults;
use super::simulator::Simulator;
use super::world::{Author, Entry, Line, Person};
use super::{meta, native, waha};

pub use shapes::{
    ControlError, Deliveries, DeliveryView, EditCall, InboundAnswer, InboundCall, MessageId, OutboxEntry, OutboxQuery,
    PhoneReplyCall, RawAnswer, RawCall, RawSignature, ReactionCall, RevokeCall, SessionCall, SessionView, SimStatus,
    SimType, StatusCall,
};

fn invalid(field: &str, message: &str) -> ControlError {
    ControlError::Invalid { field: field.to_owned(), message: message.to_owned() }
}

impl Simulator {
    /// A customer writes. Returns once the messages exist; their webhooks are posted behind it, in the order of writing for
    /// each customer unless shuffled.
    pub fn inbound(&self, id: ChannelId, call: &InboundCall) -> Result<InboundAnswer, ControlError> {
        self.core.inbound(id, call)
    }

    /// The provider tells of a message of ours.
    pub fn status(&self, id: ChannelId, call: &StatusCall) -> Result<(), ControlError> {
        let entry = self.core.message(id, &call.message_id)?;
        let delay = Duration::from_millis(call.delay_ms.unwrap_or(0));
        drop(self.core.tell_status(id, &entry, call.status, call.code, Order::Free(delay)));
        Ok(())
    }

    /// Someone writes on the company's handset.
    pub fn phone_reply(&self, id: ChannelId, call: &PhoneReplyCall) -> Result<MessageId, ControlError> {
        if !call.to.contains(|c: char| c.is_ascii_digit()) {
            return Err(invalid("to", "must be a phone"));
        }
        let channel = self.core.channel(id)?;
        let at = self.core.clock.now();
        let entry = self.core.with(id, |line| {
            let person = line.meet(Person::of_phone(&call.to));
            let text = Some(call.text.clone());
            line.add(written(&channel, person, Author::Handset, text, None, at))
        })?;
        let piece = match channel.dialect {
            ProviderKind::Meta => Piece::Meta(meta::echo(&channel, &entry)),
            ProviderKind::Waha => {
                Piece::Waha { event: "message.any", payload: waha::customer_message(&channel, &entry, None) }
            }
            ProviderKind::Sandbox => Piece::Native(NativeBody::Echo(native::message(&entry))),
        };
        self.core.tell(id, &entry, piece);
        Ok(MessageId { message_id: wire_id(&channel, &entry) })
    }

    /// The writer of a message changes its text.
    pub fn edit(&self, id: ChannelId, call: &EditCall) -> Result<(), ControlError> {
        let (channel, at) = (self.core.channel(id)?, self.core.clock.now());
        let entry = self.core.message(id, &call.message_id)?;
        self.core.with(id, |line| {
            if let Some(kept) = line.find(&entry.id) {
                kept.text = Some(call.text.clone());
            }
        })?;
        let piece = match channel.dialect {
            ProviderKind::Meta => Piece::Meta(meta::edited(&entry, &call.text, at)),
            ProviderKind::Waha => waha::edited(&channel, &entry, &call.text, at),
            ProviderKind::Sandbox => Piece::Native(NativeBody::Edit {
                id: native::fresh_id(),
                target: entry.id.clone(),
                person: native::person(&entry.person),
                text: call.text.clone(),
                at,
            }),
        };
        self.core.tell(id, &entry, piece);
        Ok(())
    }

    /// The writer of a message takes it back.
    pub fn revoke(&self, id: ChannelId, call: &RevokeCall) -> Result<(), ControlError> {
        let (channel, at) = (self.core.channel(id)?, self.core.clock.now());
        let entry = self.core.message(id, &call.message_id)?;
        self.core.with(id, |line| {
            if let Some(kept) = line.find(&entry.id) {
                kept.revoked = true;
            }
        })?;
        let piece = match channel.dialect {
            ProviderKind::Meta => Piece::Meta(meta::revoked(&entry, at)),
            ProviderKind::Waha => waha::revoked(&channel, &entry, at),
            ProviderKind::Sandbox => Piece::Native(NativeBody::Revoke {
                id: native::fresh_id(),
                target: entry.id.clone(),
                person: native::person(&entry.person),
                at,
            }),
        };
        self.core.tell(id, &entry, piece);
        Ok(())
    }

    /// The customer reacts to a message.
    pub fn reaction(&self, id: ChannelId, call: &ReactionCall) -> Result<(), ControlError> {
        let (channel, at) = (self.core.channel(id)?, self.core.clock.now());
        let entry = self.core.message(id, &call.message_id)?;
        let emoji = call.emoji.as_deref().filter(|emoji| !emoji.is_empty());
        let piece = match channel.dialect {
            ProviderKind::Meta => Piece::Meta(meta::reaction(&entry, &entry.person, emoji, at)),
            ProviderKind::Waha => waha::reaction(&channel, &entry, &entry.person, emoji, at),
            ProviderKind::Sandbox => Piece::Native(NativeBody::Reaction {
                id: native::fresh_id(),
                target: entry.id.clone(),
                person: native::person(&entry.person),
                emoji: emoji.map(str::to_owned),
                at,
            }),
        };
        self.core.tell(id, &entry, piece);
        Ok(())
    }

    /// Post any bytes to the channel's webhook, once, and tell how it answered.
    pub async fn raw(&self, id: ChannelId, call: &RawCall) -> Result<RawAnswer, ControlError> {
        let channel = self.core.channel(id)?;
        let body = match (&call.body, &call.body_base64) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(encoded)) => STANDARD.decode(encoded).map_err(|_| invalid("bodyBase64", "is not base64"))?,
            _ => return Err(invalid("body", "give either body or bodyBase64")),
        };
        let secret = channel.signing_secret.as_deref().unwrap_or_default();
        let mut headers = match &call.signature {
            RawSignature::Missing => Vec::new(),
            RawSignature::Valid => signature(&channel, secret, &body),
            RawSignature::Given(value) => {
                let mut headers = signature(&channel, secret, &body);
                if let Some((_, first)) = headers.first_mut() {
                    first.clone_from(value);
                }
                headers
            }
        };
        headers.push(("content-type", "application/json".to_owned()));
        let status = self.core.post_bytes(channel.webhook_url.as_str(), &headers, body).await;
        Ok(RawAnswer { status })
    }

    /// What the customers received, oldest first.
    pub fn outbox(&self, id: ChannelId, query: &OutboxQuery) -> Result<Vec<OutboxEntry>, ControlError> {
        let wanted = query.phone.as_deref().map(|phone| Person::of_phone(phone).key());
        self.core.with(id, |line| {
            let after = query
                .after
                .as_deref()
                .map_or(0, |after| after.parse().ok().or_else(|| line.find(after).map(|entry| entry.seq)).unwrap_or(0));
            let shown = line.messages.iter().filter(|entry| {
                entry.author != Author::Customer
                    && entry.reached
                    && entry.seq > after
                    && wanted.as_ref().is_none_or(|phone| entry.person.key() == *phone)
            });
            shown.map(|entry| outbox_entry(line, entry)).collect()
        })
    }

    /// The session changes, and its provider says so.
    pub fn session(&self, id: ChannelId, call: &SessionCall) -> Result<SessionView, ControlError> {
        self.core.channel(id)?;
        self.core.change_session(id, &call.status);
        Ok(SessionView { status: call.status.clone() })
    }

    /// The switches as they stand: `next` tells how many firings are left.
    pub fn faults(&self, id: ChannelId) -> Result<Faults, ControlError> {
        self.core.with(id, |line| line.faults.faults.clone())
    }

    /// Set all switches; the draws start anew from the seed.
    pub fn set_faults(&self, id: ChannelId, faults: Faults) -> Result<Faults, ControlError> {
        if let Some((field, message)) = faults.problem() {
            return Err(ControlError::Invalid { field, message });
        }
        let bounce = self.core.with(id, |line| {
            line.bounce.cancel();
            line.bounce = line.ended.child_token();
            line.faults = super::faults::FaultBox::new(faults.clone());
            line.bounce.clone()
        })?;
        if let Some(switch) = &faults.session_bounce {
            let core = Arc::clone(&self.core);
            let pause = Duration::from_mins(1) / switch.per_minute.max(1);
            tokio::spawn(async move { bounce.run_until_cancelled(core.bounce(id, pause)).await });
        }
        Ok(faults)
    }

    /// The webhooks posted so far, and how many are still on their way.
    pub fn deliveries(&self, id: ChannelId) -> Result<Deliveries, ControlError> {
        self.core.with(id, |line| Deliveries {
            pending: line.pending + line.batch.len() as u64,
            items: line.deliveries.iter().cloned().collect(),
        })
    }

    /// The customer messages that our side marked as read, by their bare ids.
    pub fn seen(&self, id: ChannelId) -> Result<Vec<String>, ControlError> {
        self.core.with(id, |line| line.seen.iter().cloned().collect())
    }

    /// Forget everything of a channel but the channel: messages, switches, and webhooks still to be posted.
    pub fn reset(&self, id: ChannelId) -> Result<(), ControlError> {
        self.core.reset(id)
    }
}

fn outbox_entry(line: &Line, entry: &Entry) -> OutboxEntry {
    OutboxEntry {
        id: entry.id.clone(),
        seq: entry.seq,
        correlation: entry.correlation.clone(),
        phone: entry.person.key(),
        kind: entry.kind,
        text: entry.text.clone(),
        at: entry.at,
        client_copies: line.copies.get(&entry.group).copied().unwrap_or(1),
        calls: entry.calls,
        from_handset: entry.author == Author::Handset,
        status: entry.status,
    }
}

/// A message that was not asked for through our API.
fn written(
    channel: &SimChannel,
    person: Person,
    author: Author,
    text: Option<String>,
    reply_to: Option<String>,
    at: Time,
) -> Entry {
    let id = match channel.dialect {
        ProviderKind::Meta => meta::fresh_id(),
        ProviderKind::Waha => waha::fresh_id(),
        ProviderKind::Sandbox => native::fresh_id(),
    };
    Entry {
        seq: 0,
        group: id.clone(),
        id,
        person,
        author,
        kind: MessageType::Text,
        text,
        reply_to,
        at,
        correlation: None,
        reached: true,
        answered: true,
        calls: 0,
        status: None,
        revoked: false,
    }
}

/// The id as a webhook carries it.
fn wire_id(channel: &SimChannel, entry: &Entry) -> String {
    if channel.dialect != ProviderKind::Waha {
        return entry.id.clone();
    }
    format!("{}_{}_{}", entry.author != Author::Customer, entry.person.chat_id(), entry.id)
}
