//! From an element of META to what happened.

use domain::channel::InboxKind;
use domain::identity::{Identity, IdentityKind};
use domain::inbound::{IdentityChange, Inbound, InboundMessage, InboundStatus, StatusNews};
use domain::send::SendClass;
use serde_json::Value;

use super::account;
use super::content::content;
use crate::error::{meta_class, meta_detail};
use crate::identity::{identity, phone};
use crate::json::{integer, text, time};

pub(super) fn normalise(kind: InboxKind, body: &[u8]) -> Inbound {
    let Ok(element) = serde_json::from_slice::<Value>(body) else {
        return Inbound::Unknown;
    };
    let part = ["message", "echo", "status"].into_iter().find_map(|key| element.get(key)).unwrap_or(&Value::Null);
    if is_group(part) {
        return Inbound::Ignored("group");
    }
    match kind {
        InboxKind::Message => message(&element, part).map_or(Inbound::Unknown, Inbound::Message),
        InboxKind::Echo => echo(part).map_or(Inbound::Unknown, Inbound::Echo),
        InboxKind::Status => status(part).map_or(Inbound::Unknown, Inbound::Status),
        InboxKind::Reaction if element.get("echo").is_some() => Inbound::Ignored("own reaction"),
        InboxKind::Reaction => reaction(&element, part).unwrap_or(Inbound::Unknown),
        InboxKind::Edit => edit(part).unwrap_or(Inbound::Unknown),
        InboxKind::Revoke => revoke(part).unwrap_or(Inbound::Unknown),
        InboxKind::Template => template(&element).unwrap_or(Inbound::Unknown),
        InboxKind::Account => account::news(&element).map_or(Inbound::Unknown, Inbound::Account),
        InboxKind::Identity => new_id(&element).map_or(Inbound::Unknown, Inbound::Identity),
        InboxKind::Session | InboxKind::Unknown => Inbound::Unknown,
    }
}

/// Events without messages are kept whole.
fn template(element: &Value) -> Option<Inbound> {
    Some(Inbound::Template {
        name: text(element, "/change/value/message_template_name")?.to_owned(),
        language: text(element, "/change/value/message_template_language")?.to_owned(),
        status: text(element, "/change/value/event")?.to_owned(),
    })
}

/// Another id of a customer. Without anything to know the person by, it is news of nobody.
fn new_id(element: &Value) -> Option<IdentityChange> {
    let update = element.get("update")?;
    let scoped = |pointer| text(update, pointer).and_then(scoped);
    let current = scoped("/user_id/current")?;
    let before = [scoped("/user_id/previous"), text(update, "/wa_id").and_then(phone)];
    let known_by: Vec<Identity> = before.into_iter().flatten().filter(|known| *known != current).collect();
    (!known_by.is_empty()).then_some(IdentityChange { current, known_by })
}

fn is_group(part: &Value) -> bool {
    text(part, "/group_id").is_some() || text(part, "/recipient_type") == Some("group")
}

fn message(element: &Value, part: &Value) -> Option<InboundMessage> {
    let contact = element.get("contact").unwrap_or(&Value::Null);
    let ids = [
        text(part, "/from"),
        text(contact, "/wa_id"),
        text(part, "/from_user_id"),
        text(contact, "/user_id"),
        // A message of the system tells another id, and the one before it; the newest is the last.
        text(part, "/system/previous_user_id"),
        text(part, "/system/user_id"),
    ];
    let name = text(contact, "/profile/name").map(str::to_owned);
    described(part, people(&ids), name)
}

fn echo(part: &Value) -> Option<InboundMessage> {
    let ids = [text(part, "/to"), text(part, "/to_user_id"), text(part, "/recipient_user_id")];
    described(part, people(&ids), None)
}

fn described(part: &Value, identities: Vec<Identity>, push_name: Option<String>) -> Option<InboundMessage> {
    let id = text(part, "/id")?.to_owned();
    let content = content(part);
    Some(InboundMessage {
        provider_key: id.clone(),
        provider_id: id,
        asserts_pair: identities.len() > 1,
        identities,
        push_name,
        kind: content.kind,
        content: content.shown,
        flow_text: content.flow_text,
        by_api: false,
        system: content.system,
        media: content.media,
        reply_to_provider_id: text(part, "/context/id").map(str::to_owned),
        provider_time: time(part, "/timestamp"),
        metadata: Value::Object(content.metadata),
    })
}

/// The identities behind ids of any kind, without repetition, in the order given.
fn people(ids: &[Option<&str>]) -> Vec<Identity> {
    let mut people: Vec<Identity> = Vec::new();
    for person in ids.iter().flatten().filter_map(|id| person(id)) {
        if !people.contains(&person) {
            people.push(person);
        }
    }
    people
}

fn person(id: &str) -> Option<Identity> {
    phone(id).or_else(|| scoped(id))
}

/// A business-scoped id: two letters of a country, a dot, and the rest.
fn scoped(id: &str) -> Option<Identity> {
    let (country, rest) = id.split_once('.')?;
    let plausible = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic()) && !rest.is_empty();
    plausible.then(|| identity(IdentityKind::MetaBsuid, id))
}

fn status(part: &Value) -> Option<InboundStatus> {
    let id = text(part, "/id")?.to_owned();
    let news = match text(part, "/status")? {
        "sent" => StatusNews::Sent,
        "delivered" => StatusNews::Delivered,
        "read" => StatusNews::Read,
        "played" => StatusNews::Played,
        "failed" => failure(part.pointer("/errors/0").unwrap_or(&Value::Null)),
        _ => return None,
    };
    Some(InboundStatus {
        provider_key: id.clone(),
        provider_id: id,
        correlation: text(part, "/biz_opaque_callback_data").map(str::to_owned),
        news,
        at: time(part, "/timestamp"),
    })
}

fn failure(error: &Value) -> StatusNews {
    let code = integer(error, "/code");
    StatusNews::Failed {
        provider_code: code.map(|code| code.to_string()),
        class: code.map_or(SendClass::Other, meta_class),
        detail: meta_detail(error),
    }
}

fn reaction(element: &Value, part: &Value) -> Option<Inbound> {
    let contact = element.get("contact").unwrap_or(&Value::Null);
    let ids = [text(part, "/from"), text(part, "/from_user_id"), text(contact, "/wa_id"), text(contact, "/user_id")];
    Some(Inbound::Reaction {
        target_provider_key: text(part, "/reaction/message_id")?.to_owned(),
        actor: people(&ids).into_iter().next()?,
        emoji: text(part, "/reaction/emoji").map(str::to_owned),
        at: time(part, "/timestamp"),
    })
}

fn edit(part: &Value) -> Option<Inbound> {
    let inner = part.pointer("/edit/message")?;
    Some(Inbound::Edit {
        target_provider_key: text(part, "/edit/original_message_id")?.to_owned(),
        content: Some(content(inner)).filter(|inner| !inner.metadata.contains_key("raw")).and_then(|inner| inner.shown),
        at: time(part, "/timestamp"),
    })
}

fn revoke(part: &Value) -> Option<Inbound> {
    Some(Inbound::Revoke {
        target_provider_key: text(part, "/revoke/original_message_id")?.to_owned(),
        at: time(part, "/timestamp"),
    })
}
