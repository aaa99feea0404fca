//! What an event of the native dialect says in our words.

use domain::channel::InboxKind;
use domain::identity::{Identity, IdentityKind};
use domain::inbound::{Inbound, InboundStatus, StatusNews};
use domain::send::SendClass;

use super::super::class;
use super::super::control::SimStatus;
use super::super::event::{NativeBody, NativeEvent, NativePerson};
use super::stored::stored;

/// Where an event is stored: its kind, its id and its lane.
pub(super) fn address(event: &NativeEvent) -> (InboxKind, String, Option<String>) {
    let lane = |person: &NativePerson| Some(address_of(person));
    match &event.body {
        NativeBody::Message(message) => (InboxKind::Message, message.id.clone(), lane(&message.person)),
        NativeBody::Echo(message) => (InboxKind::Echo, message.id.clone(), lane(&message.person)),
        NativeBody::Status(status) => {
            let id = format!("{}:{}:{}", status.message_id, status.status.word(), status.recipient);
            (InboxKind::Status, id, None)
        }
        NativeBody::Reaction { id, target, person, .. } => {
            (InboxKind::Reaction, format!("{target}:{}:{id}", address_of(person)), lane(person))
        }
        NativeBody::Edit { id, person, .. } => (InboxKind::Edit, id.clone(), lane(person)),
        NativeBody::Revoke { id, person, .. } => (InboxKind::Revoke, id.clone(), lane(person)),
        NativeBody::Session { .. } => (InboxKind::Session, event.id.clone(), Some(String::new())),
        NativeBody::Noise { chat } => (InboxKind::Unknown, event.id.clone(), Some(chat.clone())),
    }
}

pub(super) fn interpret(event: NativeEvent) -> Inbound {
    match event.body {
        NativeBody::Message(message) => Inbound::Message(stored(*message)),
        NativeBody::Echo(message) => Inbound::Echo(stored(*message)),
        NativeBody::Status(status) => Inbound::Status(InboundStatus {
            provider_id: status.message_id.clone(),
            provider_key: status.message_id,
            correlation: status.correlation,
            news: news(status.status, status.code),
            at: Some(status.at),
        }),
        NativeBody::Reaction { target, person, emoji, at, .. } => match identities(&person).into_iter().next() {
            Some(actor) => Inbound::Reaction { target_provider_key: target, actor, emoji, at: Some(at) },
            None => Inbound::Unknown,
        },
        NativeBody::Edit { target, text, at, .. } => {
            Inbound::Edit { target_provider_key: target, content: Some(text), at: Some(at) }
        }
        NativeBody::Revoke { target, at, .. } => Inbound::Revoke { target_provider_key: target, at: Some(at) },
        NativeBody::Session { status, at } => Inbound::Session { status, at: Some(at) },
        NativeBody::Noise { .. } => Inbound::Ignored("noise"),
    }
}

fn news(status: SimStatus, code: Option<i64>) -> StatusNews {
    match status {
        SimStatus::Sent => StatusNews::Sent,
        SimStatus::Delivered => StatusNews::Delivered,
        SimStatus::Read => StatusNews::Read,
        SimStatus::Played => StatusNews::Played,
        SimStatus::Failed => StatusNews::Failed {
            provider_code: code.map(|code| code.to_string()),
            class: code.map_or(SendClass::Other, class::of_code),
            detail: None,
        },
    }
}

/// The address that an event used: the hidden id when it hides, else the phone.
fn address_of(person: &NativePerson) -> String {
    let known = [&person.lid, &person.phone, &person.bsuid];
    known.into_iter().flatten().next().cloned().unwrap_or_default()
}

/// Everything an event says of a person, the address it used first.
pub(super) fn identities(person: &NativePerson) -> Vec<Identity> {
    let known = [
        (IdentityKind::WahaLid, &person.lid),
        (IdentityKind::Phone, &person.phone),
        (IdentityKind::MetaBsuid, &person.bsuid),
    ];
    known.into_iter().filter_map(|(kind, value)| value.as_deref().map(|value| Identity::new(kind, value))).collect()
}
