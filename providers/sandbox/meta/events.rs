//! META's webhooks: `entry` x `changes` x elements.

use domain::clock::Time;
use serde_json::{Value, json};

use super::super::channel::SimChannel;
use super::super::control::SimStatus;
use super::super::deliver::Piece;
use super::super::phone::Extra;
use super::super::world::{Entry, Person};
use super::fresh_id;

/// One element, with the contact that stands beside it.
#[derive(Debug, Clone)]
pub(in super::super) struct Element {
    field: &'static str,
    /// `messages`, `statuses` or `message_echoes`.
    list: &'static str,
    contact: Option<Value>,
    value: Value,
}

fn contact(person: &Person) -> Value {
    let mut contact = json!({"profile": {"name": person.name.as_deref().unwrap_or("Cliente")}});
    if let Some(digits) = person.digits() {
        contact["wa_id"] = json!(digits);
    }
    if let Some(bsuid) = &person.bsuid {
        contact["user_id"] = json!(bsuid);
    }
    contact
}

fn from(person: &Person, value: &mut Value) {
    if let Some(digits) = person.digits() {
        value["from"] = json!(digits);
    }
    if let Some(bsuid) = &person.bsuid {
        value["from_user_id"] = json!(bsuid);
    }
}

fn of_customer(person: &Person, mut value: Value) -> Element {
    from(person, &mut value);
    Element { field: "messages", list: "messages", contact: Some(contact(person)), value }
}

pub(in super::super) fn message(entry: &Entry) -> Element {
    let (kind, content) = match (&entry.file, &entry.extra) {
        (Some(file), _) => (file.meta_type(), file.meta_object(entry.text.as_deref())),
        (None, Some(Extra::Place(place))) => ("location", json!(place)),
        (None, Some(Extra::Card(card))) => {
            let digits: String = card.phone.chars().filter(char::is_ascii_digit).collect();
            let phones = json!([{"phone": card.phone, "wa_id": digits, "type": "CELL"}]);
            ("contacts", json!([{"name": {"formatted_name": card.name, "first_name": card.name}, "phones": phones}]))
        }
        (None, None) => ("text", json!({"body": entry.text.clone().unwrap_or_default()})),
    };
    let mut value = json!({"id": entry.id, "timestamp": entry.at.timestamp().to_string(), "type": kind});
    value[kind] = content;
    if let Some(id) = &entry.reply_to {
        value["context"] = json!({"id": id});
    }
    of_customer(&entry.person, value)
}

/// A message that Graph has no words for.
pub(in super::super) fn unsupported(entry: &Entry) -> Element {
    let value = json!({
        "id": entry.id, "timestamp": entry.at.timestamp().to_string(), "type": "unsupported",
        "errors": [{"code": 131_051, "title": "Message type unknown", "message": "Message type unknown",
            "error_data": {"details": "Message type is currently not supported."}}],
    });
    of_customer(&entry.person, value)
}

/// A message written on the company's handset.
pub(in super::super) fn echo(channel: &SimChannel, entry: &Entry) -> Element {
    let value = json!({
        "from": channel.own_digits(), "to": entry.person.digits(), "id": entry.id,
        "timestamp": entry.at.timestamp().to_string(), "type": "text", "text": {"body": entry.text},
    });
    Element { field: "smb_message_echoes", list: "message_echoes", contact: None, value }
}

pub(in super::super) fn reaction(target: &Entry, person: &Person, emoji: Option<&str>, at: Time) -> Element {
    let mut reaction = json!({"message_id": target.id});
    if let Some(emoji) = emoji {
        reaction["emoji"] = json!(emoji);
    }
    let value =
        json!({"id": fresh_id(), "timestamp": at.timestamp().to_string(), "type": "reaction", "reaction": reaction});
    of_customer(person, value)
}

pub(in super::super) fn edited(target: &Entry, text: &str, at: Time) -> Element {
    let value = json!({
        "id": fresh_id(), "timestamp": at.timestamp().to_string(), "type": "edit",
        "edit": {"original_message_id": target.id, "message": {"type": "text", "text": {"body": text}}},
    });
    of_customer(&target.person, value)
}

pub(in super::super) fn revoked(target: &Entry, at: Time) -> Element {
    let value = json!({
        "id": fresh_id(), "timestamp": at.timestamp().to_string(), "type": "revoke",
        "revoke": {"original_message_id": target.id},
    });
    of_customer(&target.person, value)
}

pub(in super::super) fn status(entry: &Entry, status: SimStatus, code: Option<i64>, at: Time) -> Element {
    let mut value = json!({
        "id": entry.id, "status": status.word(), "timestamp": at.timestamp().to_string(),
        "pricing": {"billable": true, "pricing_model": "PMP", "category": "service", "type": "regular"},
    });
    if let Some(digits) = entry.person.digits() {
        value["recipient_id"] = json!(digits);
    }
    if let Some(bsuid) = &entry.person.bsuid {
        value["recipient_user_id"] = json!(bsuid);
    }
    if let Some(correlation) = &entry.correlation {
        value["biz_opaque_callback_data"] = json!(correlation);
    }
    if status == SimStatus::Failed {
        let code = code.unwrap_or(131_026);
        value["errors"] = json!([{
            "code": code, "title": "Message failed", "message": "Message failed",
            "error_data": {"details": "failed by a fault switch"},
        }]);
    }
    Element { field: "messages", list: "statuses", contact: None, value }
}

/// One body: an entry for each channel; neighbours of one kind share a change.
pub(in super::super) fn envelope(pieces: Vec<(SimChannel, Piece)>) -> Vec<u8> {
    let mut entries: Vec<(SimChannel, Vec<Vec<Element>>)> = Vec::new();
    for (channel, piece) in pieces {
        let Piece::Meta(element) = piece else { continue };
        let at = entries.iter().position(|(known, _)| known.id == channel.id);
        let at = at.unwrap_or_else(|| {
            entries.push((channel, Vec::new()));
            entries.len() - 1
        });
        let changes = &mut entries[at].1;
        match changes.last_mut() {
            Some(last) if last.last().is_some_and(|old| (old.field, old.list) == (element.field, element.list)) => {
                last.push(element);
            }
            _ => changes.push(vec![element]),
        }
    }
    let entry: Vec<Value> = entries
        .into_iter()
        .map(|(channel, changes)| {
            let waba = channel.waba_id.as_deref().unwrap_or(&channel.external_key);
            json!({"id": waba, "changes": changes.into_iter().map(|elements| change(&channel, elements)).collect::<Vec<_>>()})
        })
        .collect();
    json!({"object": "whatsapp_business_account", "entry": entry}).to_string().into_bytes()
}

fn change(channel: &SimChannel, elements: Vec<Element>) -> Value {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": channel.own_digits(), "phone_number_id": channel.external_key},
    });
    let (field, list) = elements.first().map_or(("messages", "messages"), |first| (first.field, first.list));
    let mut contacts: Vec<Value> = Vec::new();
    let mut values = Vec::new();
    for element in elements {
        contacts.extend(element.contact.filter(|contact| !contacts.contains(contact)));
        values.push(element.value);
    }
    if !contacts.is_empty() {
        value["contacts"] = json!(contacts);
    }
    value[list] = json!(values);
    json!({"field": field, "value": value})
}
