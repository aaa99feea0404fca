//! One webhook of WAHA is one event, so splitting is addressing: which session, what kind, which identity, whose turn.

use chrono::DateTime;
use domain::channel::InboxKind;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::ids::{as_chat, chat_of, message_id};
use crate::json::{fingerprint, first_text, integer, text};
use crate::provider::{Element, Headers, SplitError, Target};

pub(super) fn split(headers: &Headers, raw: &[u8]) -> Result<Vec<Element>, SplitError> {
    let event: Value = serde_json::from_slice(raw).map_err(|error| SplitError(error.to_string()))?;
    if !event.is_object() {
        return Err(SplitError("not an object".to_owned()));
    }
    let posted_at = headers
        .get("x-webhook-timestamp")
        .and_then(|value| value.trim().parse().ok())
        .and_then(DateTime::from_timestamp_millis);
    Ok(vec![Element { posted_at, ..element(&event, raw.to_vec()) }])
}

/// One event, whoever brought it: the same message has the same identity.
pub(super) fn element(event: &Value, body: Vec<u8>) -> Element {
    let (kind, external_id, lane) = address(event);
    let target = Target::ExternalKey(text(event, "/session").unwrap_or_default().to_owned());
    Element { target, kind, external_id, lane, body, posted_at: None }
}

fn address(event: &Value) -> (InboxKind, String, Option<String>) {
    static NOTHING: Value = Value::Null;
    let payload = event.get("payload").unwrap_or(&NOTHING);
    let own = message_id(payload);
    match text(event, "/event").unwrap_or_default() {
        // A placeholder for a message that could not be decrypted yet carries the id of the real one, which must not find its place taken.
        "message" | "message.any" if !is_placeholder(payload) => {
            let kind = if is_from_me(payload) { InboxKind::Echo } else { InboxKind::Message };
            (kind, own.unwrap_or_else(|| derived_id(event)), Some(lane(payload)))
        }
        "message.ack" | "message.ack.group" if own.is_some() => {
            let id = own.unwrap_or_default();
            let ack = integer(payload, "/ack").map_or_else(|| "?".to_owned(), |ack| ack.to_string());
            let recipient = text(payload, "/participant").map_or_else(|| peer(payload).unwrap_or_default(), as_chat);
            (InboxKind::Status, format!("{id}:{ack}:{recipient}"), None)
        }
        "message.reaction" => {
            let target = text(payload, "/reaction/messageId").unwrap_or_default();
            let reactor = first_text(payload, &["/participant", "/from"]).unwrap_or_default();
            let own = own.unwrap_or_else(|| fingerprint(payload));
            (InboxKind::Reaction, format!("{target}:{reactor}:{own}"), Some(lane(payload)))
        }
        "message.edited" => (InboxKind::Edit, edit_id(payload, own), Some(lane(payload))),
        "message.revoked" => {
            let own = payload.get("after").and_then(message_id);
            let id = own.or_else(|| text(payload, "/revokedMessageId").map(str::to_owned));
            let message =
                ["after", "before"].into_iter().find_map(|key| payload.get(key).filter(|part| part.is_object()));
            (InboxKind::Revoke, id.unwrap_or_else(|| fingerprint(payload)), Some(lane(message.unwrap_or(payload))))
        }
        "session.status" => {
            let id = text(event, "/id").map_or_else(|| fingerprint(event), str::to_owned);
            (InboxKind::Session, id, Some(String::new()))
        }
        _ => (InboxKind::Unknown, fingerprint(event), Some(String::new())),
    }
}

/// Engines that edit in place tell an edit under the id of the message itself; the text then makes a second edit a second event.
fn edit_id(payload: &Value, own: Option<String>) -> String {
    let Some(own) = own else {
        return fingerprint(payload);
    };
    match text(payload, "/editedMessageId") {
        Some(edited) if super::provider_key(edited) != super::provider_key(&own) => own,
        _ => format!("{own}:{}", hex::encode(&Sha256::digest(text(payload, "/body").unwrap_or_default())[..8])),
    }
}

/// The id of a message that came without one.
pub(super) fn derived_id(event: &Value) -> String {
    let mut hasher = Sha256::new();
    for pointer in ["/session", "/payload/from", "/payload/timestamp", "/payload/body"] {
        let part = event.pointer(pointer).cloned().unwrap_or_default();
        hasher.update(part.to_string());
        hasher.update([0]);
    }
    format!("derived:{}", hex::encode(hasher.finalize()))
}

fn is_placeholder(payload: &Value) -> bool {
    first_text(payload, &["/type", "/_data/type"]) == Some("ciphertext")
}

/// Whether this number wrote it. Without the flag it is what the id says, unless the chat's other side is named as the writer.
pub(super) fn is_from_me(payload: &Value) -> bool {
    if let Some(from_me) = payload.get("fromMe").and_then(Value::as_bool) {
        return from_me;
    }
    let id = message_id(payload).unwrap_or_default();
    let by_peer = text(payload, "/from").map(as_chat) == chat_of(&id).map(as_chat);
    id.starts_with("true_") && !by_peer
}

/// The other side's chat. For messages of our own it is `to` or the chat in the id, and never a guess.
pub(super) fn peer(payload: &Value) -> Option<String> {
    let id = message_id(payload);
    let chat = id.as_deref().and_then(chat_of);
    let named = if is_from_me(payload) { text(payload, "/to").or(chat) } else { text(payload, "/from").or(chat) };
    named.map(as_chat)
}

fn lane(payload: &Value) -> String {
    peer(payload).unwrap_or_default()
}
