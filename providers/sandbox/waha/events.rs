//! WAHA's envelopes and payloads, in the shapes of its engines.

use domain::clock::Time;
use domain::id::new_id;
use serde_json::{Value, json};

use super::super::channel::SimChannel;
use super::super::control::SimStatus;
use super::super::deliver::Piece;
use super::super::file::SimFile;
use super::super::phone::{Card, Extra};
use super::super::world::{Author, Entry, Person};
use super::{VERSION, fresh_id, from_me};

/// `{true|false}_{chat}_{ID}`.
fn full_id(entry: &Entry, chat: &str) -> String {
    format!("{}_{chat}_{}", from_me(entry), entry.id)
}

/// One message; `chat` when the sender is shown by another address than usual.
pub(super) fn message(channel: &SimChannel, entry: &Entry, chat: Option<&str>) -> Value {
    let chat = chat.map_or_else(|| entry.person.chat_id(), str::to_owned);
    let ours = format!("{}@c.us", channel.own_digits());
    let (from, to) = if from_me(entry) { (ours, json!(chat)) } else { (chat.clone(), json!(ours)) };
    let id = full_id(entry, &chat);
    let source = if entry.author == Author::Api { "api" } else { "app" };
    let media = entry.file.as_ref().map(|file| file.waha_media(&channel.external_key));
    let reply = entry.reply_to.as_ref().map(|id| json!({"id": id, "participant": null, "body": null, "_data": {}}));
    let (place, cards) = match &entry.extra {
        Some(Extra::Place(place)) => (json!(place), Value::Null),
        Some(Extra::Card(card)) => (Value::Null, json!([vcard(card)])),
        None => (Value::Null, Value::Null),
    };
    let kind = match &entry.extra {
        Some(Extra::Place(_)) => Some("location"),
        Some(Extra::Card(_)) => Some("vcard"),
        None => entry.file.as_ref().map(SimFile::waha_type),
    };
    json!({
        "id": id, "timestamp": entry.at.timestamp(), "from": from, "fromMe": from_me(entry), "source": source,
        "to": to, "participant": null, "body": entry.text.clone().unwrap_or_default(), "hasMedia": entry.file.is_some(),
        "media": media, "ack": if from_me(entry) { 1 } else { 2 }, "ackName": if from_me(entry) { "SERVER" } else { "DEVICE" },
        "type": kind, "location": place, "vCards": cards, "replyTo": reply, "_data": data(channel, entry, &chat),
    })
}

fn vcard(card: &Card) -> String {
    let digits: String = card.phone.chars().filter(char::is_ascii_digit).collect();
    let Card { name, phone } = card;
    format!("BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL;type=CELL;waid={digits}:{phone}\nEND:VCARD")
}

/// The engine's own words.
fn data(channel: &SimChannel, entry: &Entry, chat: &str) -> Value {
    let name = entry.person.name.as_deref().filter(|_| !from_me(entry));
    match channel.engine() {
        "NOWEB" => json!({
            "key": {"remoteJid": engine_jid(chat), "fromMe": from_me(entry), "id": entry.id},
            "messageTimestamp": entry.at.timestamp(), "pushName": name,
        }),
        "WEBJS" => json!({"notifyName": name, "from": chat, "t": entry.at.timestamp()}),
        _ => json!({"Info": {
            "Chat": engine_jid(chat), "Sender": engine_jid(chat), "ID": entry.id, "PushName": name.unwrap_or_default(),
            "IsFromMe": from_me(entry), "IsGroup": false, "Type": "text",
        }}),
    }
}

fn engine_jid(chat: &str) -> String {
    chat.replace("@c.us", "@s.whatsapp.net")
}

/// The answer of a send: each engine puts the id elsewhere.
pub(super) fn sent(channel: &SimChannel, entry: &Entry) -> Value {
    let chat = entry.person.chat_id();
    match channel.engine() {
        "NOWEB" => json!({
            "key": {"remoteJid": engine_jid(&chat), "fromMe": true, "id": entry.id},
            "message": {"extendedTextMessage": {"text": entry.text}},
            "messageTimestamp": entry.at.timestamp().to_string(), "status": "PENDING",
        }),
        "WEBJS" => json!({
            "id": {"fromMe": true, "remote": chat, "id": entry.id, "_serialized": full_id(entry, &chat)},
            "body": entry.text, "timestamp": entry.at.timestamp(), "ack": 0,
        }),
        _ => message(channel, entry, None),
    }
}

/// A customer's message. With a lid, the sender hides behind it; the phone may be told beside it.
pub(in super::super) fn customer_message(channel: &SimChannel, entry: &Entry, lid: Option<(&str, bool)>) -> Value {
    let Some((lid, with_phone)) = lid else { return message(channel, entry, None) };
    let mut payload = message(channel, entry, Some(lid));
    if let Some(digits) = entry.person.digits().filter(|_| with_phone) {
        let phone = format!("{digits}@s.whatsapp.net");
        match channel.engine() {
            "NOWEB" => payload["_data"]["key"]["remoteJidAlt"] = json!(phone),
            "WEBJS" => {}
            _ => payload["_data"]["Info"]["SenderAlt"] = json!(phone),
        }
    }
    payload
}

/// What WAHA tells of a message that our side wrote. `None` in the other dialects.
pub(in super::super) fn own_message(channel: &SimChannel, entry: &Entry) -> Option<Piece> {
    (channel.dialect == domain::channel::ProviderKind::Waha)
        .then(|| Piece::Waha { event: "message.any", payload: message(channel, entry, None) })
}

pub(in super::super) fn ack(channel: &SimChannel, entry: &Entry, status: SimStatus, code: Option<i64>) -> Piece {
    let (ack, name) = match status {
        SimStatus::Failed => (-1, "ERROR"),
        SimStatus::Sent => (1, "SERVER"),
        SimStatus::Delivered => (2, "DEVICE"),
        SimStatus::Read => (3, "READ"),
        SimStatus::Played => (4, "PLAYED"),
    };
    let chat = entry.person.chat_id();
    let mut payload = json!({
        "id": full_id(entry, &chat), "from": chat, "to": format!("{}@c.us", channel.own_digits()), "participant": null,
        "fromMe": true, "ack": ack, "ackName": name, "_data": {},
    });
    if let Some(code) = code {
        payload["_data"]["error"] = json!(code);
    }
    Piece::Waha { event: "message.ack", payload }
}

pub(in super::super) fn reaction(
    channel: &SimChannel,
    target: &Entry,
    person: &Person,
    emoji: Option<&str>,
    at: Time,
) -> Piece {
    let chat = person.chat_id();
    let payload = json!({
        "id": format!("false_{chat}_{}", fresh_id()), "from": chat, "fromMe": false, "source": "app",
        "participant": chat, "to": format!("{}@c.us", channel.own_digits()), "timestamp": at.timestamp(),
        "reaction": {"text": emoji.unwrap_or_default(), "messageId": full_id(target, &target.person.chat_id())},
    });
    Piece::Waha { event: "message.reaction", payload }
}

/// An edit: a message of its own that names the one it replaces.
pub(in super::super) fn edited(channel: &SimChannel, target: &Entry, text: &str, at: Time) -> Piece {
    let own = Entry { id: fresh_id(), text: Some(text.to_owned()), at, ..target.clone() };
    let mut payload = message(channel, &own, None);
    payload["editedMessageId"] = json!(target.id);
    Piece::Waha { event: "message.edited", payload }
}

pub(in super::super) fn revoked(channel: &SimChannel, target: &Entry, at: Time) -> Piece {
    let after = Entry { id: fresh_id(), text: None, at, ..target.clone() };
    let payload = json!({
        "after": message(channel, &after, None), "before": message(channel, target, None), "revokedMessageId": target.id,
    });
    Piece::Waha { event: "message.revoked", payload }
}

pub(in super::super) fn session_status(status: &str, at: Time) -> Piece {
    let payload = json!({"status": status, "statuses": [{"status": status, "timestamp": at.timestamp_millis()}]});
    Piece::Waha { event: "session.status", payload }
}

/// One event in WAHA's envelope, with a delivery id of its own.
pub(in super::super) fn envelope(channel: &SimChannel, pieces: Vec<(SimChannel, Piece)>, now: Time) -> Vec<u8> {
    let found = pieces.into_iter().find_map(|(_, piece)| match piece {
        Piece::Waha { event, payload } => Some((event, payload)),
        _ => None,
    });
    let Some((event, payload)) = found else { return Vec::new() };
    let body = json!({
        "id": format!("evt_{}", &new_id().simple().to_string()[..26]),
        "timestamp": now.timestamp_millis(), "event": event, "session": channel.external_key, "metadata": {},
        "me": {"id": format!("{}@c.us", channel.own_digits()), "pushName": "Sandbox"},
        "payload": payload,
        "environment": {"version": VERSION, "engine": channel.engine(), "tier": "PLUS", "browser": null},
    });
    body.to_string().into_bytes()
}
