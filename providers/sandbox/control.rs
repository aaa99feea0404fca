//! What plays the customer, the handset and the provider's bad days: the control calls of SPEC 8.6.

mod changes;
mod customer;
mod outcome;
mod shapes;
mod views;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::id::ChannelId;
use domain::message::MessageType;

use super::channel::SimChannel;
use super::deliver::{Piece, signature};
use super::event::NativeBody;
use super::faults::Faults;
use super::simulator::Simulator;
use super::world::{Author, Entry, Person};
use super::{meta, native, waha};

pub use shapes::{
    ControlError, EditCall, InboundCall, OutboxQuery, PhoneReplyCall, RawCall, RawSignature, ReactionCall, RevokeCall,
    SessionCall, SimStatus, SimType, StatusCall,
};
pub use views::{
    Deliveries, DeliveryView, InboundAnswer, MediaView, MessageId, OutboxEntry, RawAnswer, SessionView, Signs,
};

pub(super) fn invalid(field: &str, message: &str) -> ControlError {
    ControlError::Invalid { field: field.to_owned(), message: message.to_owned() }
}

impl Simulator {
    /// A customer writes. Returns once the messages exist; their webhooks are posted behind it, in the order of writing for
    /// each customer unless shuffled.
    pub fn inbound(&self, id: ChannelId, call: &InboundCall) -> Result<InboundAnswer, ControlError> {
        self.core.inbound(id, call)
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

    /// Forget these people on these channels. `addresses` are phones (`E.164`), hidden and scoped ids; who is unknown is no error.
    pub fn forget(&self, channels: &[ChannelId], addresses: impl IntoIterator<Item = String>) {
        let addresses: HashSet<String> = addresses.into_iter().collect();
        for id in channels {
            let _ = self.core.with(*id, |line| line.forget(&addresses));
        }
    }

    /// Forget everything of a channel but the channel: messages, switches, and webhooks still to be posted.
    pub fn reset(&self, id: ChannelId) -> Result<(), ControlError> {
        self.core.reset(id)
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
        file: None,
        extra: None,
        reply_to,
        at,
        correlation: None,
        reached: true,
        answered: true,
        calls: 0,
        status: None,
        edited: false,
        revoked: false,
        reaction: None,
        changed: 0,
    }
}

/// The id as a webhook carries it.
fn wire_id(channel: &SimChannel, entry: &Entry) -> String {
    if channel.dialect != ProviderKind::Waha {
        return entry.id.clone();
    }
    format!("{}_{}_{}", entry.author != Author::Customer, entry.person.chat_id(), entry.id)
}
