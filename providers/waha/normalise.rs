//! From an event of WAHA to what happened.

use domain::channel::InboxKind;
use domain::identity::Identity;
use domain::inbound::{Inbound, InboundMessage, InboundStatus, StatusNews};
use domain::send::SendClass;
use serde_json::Value;

use super::content::content;
use super::ids::{as_chat, chat_of, message_id, not_a_person, person, provider_key};
use super::split::{derived_id, is_from_me};
use crate::json::{first_text, integer, shortened, text, time};

pub(super) fn normalise(kind: InboxKind, body: &[u8]) -> Inbound {
    let Ok(event) = serde_json::from_slice::<Value>(body) else {
        return Inbound::Unknown;
    };
    let Some(payload) = event.get("payload") else {
        return Inbound::Unknown;
    };
    match kind {
        InboxKind::Message | InboxKind::Echo => message(&event, payload),
        InboxKind::Status => status(&event, payload),
        InboxKind::Reaction => reaction(payload),
        InboxKind::Edit => edit(&event, payload),
        InboxKind::Revoke => revoke(&event, payload),
        InboxKind::Session => session(&event, payload),
        InboxKind::Template | InboxKind::Account | InboxKind::Identity | InboxKind::Unknown => Inbound::Unknown,
    }
}

/// Why an event of this chat is nothing for us. An unknown chat is not ignored.
fn ignored(payload: &Value) -> Option<&'static str> {
    let id = message_id(payload);
    let chats = [text(payload, "/from"), text(payload, "/to"), id.as_deref().and_then(chat_of)];
    chats.into_iter().flatten().find_map(not_a_person)
}

fn message(event: &Value, payload: &Value) -> Inbound {
    if let Some(reason) = ignored(payload) {
        return Inbound::Ignored(reason);
    }
    if is_notification(payload) {
        return Inbound::Ignored("notification");
    }
    let from_me = is_from_me(payload);
    let Some(identities) = (if from_me { receivers(event, payload) } else { Some(senders(payload)) }) else {
        return Inbound::Ignored("self");
    };

    let id = message_id(payload);
    let content = content(payload);
    let mut metadata = content.metadata;
    if id.is_none() {
        metadata.insert("derived".into(), true.into());
    }
    let provider_id = id.unwrap_or_else(|| derived_id(event));
    let names = ["/notifyName", "/_data/notifyName", "/_data/pushName", "/_data/Info/PushName"];
    let message = InboundMessage {
        provider_key: provider_key(&provider_id).to_owned(),
        provider_id,
        asserts_pair: identities.len() > 1,
        identities,
        // On messages of our own the name is our own.
        push_name: first_text(payload, &names).filter(|_| !from_me).map(str::to_owned),
        kind: content.kind,
        content: content.shown,
        flow_text: content.flow_text,
        by_api: from_me && text(payload, "/source") == Some("api"),
        system: false,
        media: content.media,
        reply_to_provider_id: payload.get("replyTo").and_then(reply_to),
        provider_time: first_time(payload, &["/timestamp", "/_data/t", "/_data/messageTimestamp"]),
        metadata: Value::Object(metadata),
    };
    if from_me { Inbound::Echo(message) } else { Inbound::Message(message) }
}

/// What WhatsApp Web shows as a grey line in a chat.
fn is_notification(payload: &Value) -> bool {
    matches!(
        first_text(payload, &["/type", "/_data/type"]),
        Some(
            "e2e_notification"
                | "notification"
                | "notification_template"
                | "protocol"
                | "gp2"
                | "call_log"
                | "ciphertext"
        )
    )
}

/// The bare id of the quoted message. Its full id names a chat as the engine saw it, which is of no use for finding it.
fn reply_to(quoted: &Value) -> Option<String> {
    let id = quoted.as_str().map(str::to_owned).or_else(|| message_id(quoted))?;
    Some(provider_key(&id).to_owned())
}

fn first_time(value: &Value, pointers: &[&str]) -> Option<domain::clock::Time> {
    pointers.iter().find_map(|pointer| time(value, pointer))
}

/// Who wrote it: the address used, then what the engine says of the same person.
fn senders(payload: &Value) -> Vec<Identity> {
    let id = message_id(payload);
    let address = text(payload, "/from").and_then(person).or_else(|| id.as_deref().and_then(chat_of).and_then(person));
    let alternatives =
        ["/_data/Info/SenderAlt", "/_data/key/remoteJidAlt", "/_data/key/senderPn", "/_data/key/senderLid"];
    with_alternatives(address, payload, &alternatives)
}

/// Whom a message of ours went to. `None` = ourselves; empty = it cannot be told for sure, and nobody may guess.
fn receivers(event: &Value, payload: &Value) -> Option<Vec<Identity>> {
    let me: Vec<String> =
        ["/me/id", "/me/lid", "/me/jid"].into_iter().filter_map(|key| text(event, key)).map(as_chat).collect();
    let id = message_id(payload);
    let chat = id.as_deref().and_then(chat_of).map(as_chat);
    let to = text(payload, "/to").map(as_chat);
    let is_me = |chat: &Option<String>| chat.as_ref().is_some_and(|chat| me.contains(chat));
    let named = match (&to, &chat) {
        (Some(to), Some(chat)) if to != chat && !is_me(&Some(to.clone())) => {
            let server = |jid: &str| jid.split_once('@').map(|(_, server)| server.to_owned());
            // A phone and a LID may be one person; two phones are two people, and one of the fields lies.
            if server(to) == server(chat) {
                return Some(Vec::new());
            }
            Some(to)
        }
        (Some(to), None) => Some(to),
        (Some(_) | None, Some(chat)) => Some(chat),
        (None, None) => None,
    };
    let Some(named) = named else {
        return Some(Vec::new());
    };
    if me.contains(named) {
        return None;
    }
    Some(with_alternatives(person(named), payload, &["/_data/Info/RecipientAlt", "/_data/key/remoteJidAlt"]))
}

fn with_alternatives(address: Option<Identity>, payload: &Value, pointers: &[&str]) -> Vec<Identity> {
    let Some(address) = address else {
        return Vec::new();
    };
    let mut identities = vec![address];
    for other in pointers.iter().filter_map(|pointer| text(payload, pointer)).filter_map(person) {
        if identities.iter().all(|known| known.kind != other.kind) {
            identities.push(other);
        }
    }
    identities
}

fn status(event: &Value, payload: &Value) -> Inbound {
    if text(event, "/event") == Some("message.ack.group") {
        return Inbound::Ignored("group");
    }
    if let Some(reason) = ignored(payload) {
        return Inbound::Ignored(reason);
    }
    let Some(provider_id) = message_id(payload) else {
        return Inbound::Unknown;
    };
    // What another client of this number has read is told as an acknowledgement of the customer's message.
    if payload.get("fromMe").and_then(Value::as_bool) == Some(false) || provider_id.starts_with("false_") {
        return Inbound::Ignored("incoming");
    }
    let news = match integer(payload, "/ack") {
        Some(-1) => failure(payload),
        Some(1) => StatusNews::Sent,
        Some(2) => StatusNews::Delivered,
        Some(3) => StatusNews::Read,
        Some(4) => StatusNews::Played,
        Some(0) => return Inbound::Ignored("pending"),
        _ => return Inbound::Unknown,
    };
    Inbound::Status(InboundStatus {
        provider_key: provider_key(&provider_id).to_owned(),
        provider_id,
        correlation: None,
        news,
        at: time(event, "/timestamp"),
    })
}

/// Newer servers explain a refused message in `error {code, reason, until}`; engines leave the bare code in their raw part.
fn failure(payload: &Value) -> StatusNews {
    let code = [
        "/error/code",
        "/error",
        "/_data/error",
        "/_data/messageStubParameters/0",
        "/_data/update/messageStubParameters/0",
    ]
    .into_iter()
    .find_map(|pointer| integer(payload, pointer))
    .map(|code| code.to_string());
    let class = if code.as_deref() == Some("463") { SendClass::Account } else { SendClass::Other };
    let detail = [text(payload, "/error/reason"), text(payload, "/error/until"), text(payload, "/error/message")];
    let detail: Vec<&str> = detail.into_iter().flatten().collect();
    StatusNews::Failed {
        provider_code: code,
        class,
        detail: (!detail.is_empty()).then(|| shortened(&detail.join(", "), 300)),
    }
}

fn reaction(payload: &Value) -> Inbound {
    if let Some(reason) = ignored(payload) {
        return Inbound::Ignored(reason);
    }
    if is_from_me(payload) {
        return Inbound::Ignored("own reaction");
    }
    let target = text(payload, "/reaction/messageId");
    let (Some(target), Some(actor)) = (target, senders(payload).into_iter().next()) else {
        return Inbound::Unknown;
    };
    Inbound::Reaction {
        target_provider_key: provider_key(target).to_owned(),
        actor,
        emoji: text(payload, "/reaction/text").map(str::to_owned),
        at: time(payload, "/timestamp"),
    }
}

fn edit(event: &Value, payload: &Value) -> Inbound {
    if let Some(reason) = ignored(payload) {
        return Inbound::Ignored(reason);
    }
    let own = message_id(payload);
    let Some(target) = text(payload, "/editedMessageId").or(own.as_deref()) else {
        return Inbound::Unknown;
    };
    Inbound::Edit {
        target_provider_key: provider_key(target).to_owned(),
        content: text(payload, "/body").map(str::to_owned),
        at: time(event, "/timestamp").or_else(|| time(payload, "/timestamp")),
    }
}

fn revoke(event: &Value, payload: &Value) -> Inbound {
    let parts = [payload.get("before"), payload.get("after"), Some(payload)];
    if let Some(reason) = parts.into_iter().flatten().find_map(ignored) {
        return Inbound::Ignored(reason);
    }
    let target = text(payload, "/revokedMessageId")
        .map(str::to_owned)
        .or_else(|| parts.into_iter().flatten().find_map(message_id));
    let Some(target) = target else {
        return Inbound::Unknown;
    };
    Inbound::Revoke {
        target_provider_key: provider_key(&target).to_owned(),
        at: time(payload, "/after/timestamp").or_else(|| time(event, "/timestamp")),
    }
}

fn session(event: &Value, payload: &Value) -> Inbound {
    let Some(status) = text(payload, "/status") else {
        return Inbound::Unknown;
    };
    let last = payload.get("statuses").and_then(Value::as_array).and_then(|statuses| statuses.last());
    Inbound::Session {
        status: status.to_owned(),
        at: time(event, "/timestamp").or_else(|| last.and_then(|last| time(last, "/timestamp"))),
    }
}
