//! What a META message says, type by type.

use domain::inbound::InboundMedia;
use domain::message::MessageType;
use serde_json::{Map, Value, json};

use crate::json::{first_text, flag, text};
use crate::waha::location_line;

/// A message's content, apart from who sent it.
pub(super) struct Content {
    pub(super) kind: MessageType,
    pub(super) shown: Option<String>,
    pub(super) flow_text: Option<String>,
    pub(super) system: bool,
    pub(super) media: Option<InboundMedia>,
    pub(super) metadata: Map<String, Value>,
}

pub(super) fn content(message: &Value) -> Content {
    let name = text(message, "/type").unwrap_or_default();
    let mut metadata = Map::new();
    for (key, pointer) in [("errors", "/errors"), ("referral", "/referral")] {
        if let Some(value) = message.pointer(pointer) {
            metadata.insert(key.into(), value.clone());
        }
    }
    if flag(message, "/context/forwarded") || flag(message, "/context/frequently_forwarded") {
        metadata.insert("forwarded".into(), true.into());
    }
    match name {
        "text" => match text(message, "/text/body") {
            Some(body) => said(body, metadata),
            None => unknown(message, metadata),
        },
        "image" | "sticker" => media(message, name, MessageType::Image, metadata),
        "video" => media(message, name, MessageType::Video, metadata),
        "audio" => media(message, name, MessageType::Audio, metadata),
        "document" => media(message, name, MessageType::Document, metadata),
        "button" => match text(message, "/button/text") {
            Some(title) => {
                mark(&mut metadata, "button", message.pointer("/button/payload"));
                said(title, metadata)
            }
            None => unknown(message, metadata),
        },
        "interactive" => interactive(message, metadata),
        "location" => described(message, name, &location_line(&message[name]), metadata),
        "contacts" => described(message, name, &contacts_line(&message[name]), metadata),
        "order" => described(message, name, &order_line(&message[name]), metadata),
        "system" => {
            let line = text(message, "/system/body").unwrap_or("[system]");
            Content { system: true, ..described(message, name, line, metadata) }
        }
        "unsupported" => described(message, name, "[unsupported]", metadata),
        _ => unknown(message, metadata),
    }
}

/// The customer's own words, or the title of what was tapped.
fn said(words: &str, metadata: Map<String, Value>) -> Content {
    let words = Some(words.to_owned());
    Content { kind: MessageType::Text, shown: words.clone(), flow_text: words, system: false, media: None, metadata }
}

/// A line of ours about something that is no text, so there is nothing for the flow to read.
fn described(message: &Value, name: &str, line: &str, mut metadata: Map<String, Value>) -> Content {
    metadata.insert("kind".into(), name.into());
    if let Some(object) = message.get(name) {
        metadata.insert(name.into(), object.clone());
    }
    Content { flow_text: None, ..said(line, metadata) }
}

fn unknown(message: &Value, mut metadata: Map<String, Value>) -> Content {
    metadata.insert("kind".into(), "unknown".into());
    metadata.insert("raw".into(), message.clone());
    Content { flow_text: None, ..said("[unsupported]", metadata) }
}

fn mark(metadata: &mut Map<String, Value>, kind: &str, id: Option<&Value>) {
    metadata.insert("kind".into(), kind.into());
    if let Some(id) = id {
        metadata.insert("id".into(), id.clone());
    }
}

fn interactive(message: &Value, mut metadata: Map<String, Value>) -> Content {
    let inner = &message["interactive"];
    let reply = match text(inner, "/type") {
        Some(name @ ("button_reply" | "list_reply")) => &inner[name],
        Some("nfm_reply") => {
            let line = first_text(inner, &["/nfm_reply/body", "/nfm_reply/name"]).unwrap_or("[form]");
            return described(message, "interactive", line, metadata);
        }
        _ => return unknown(message, metadata),
    };
    match text(reply, "/title") {
        Some(title) => {
            mark(&mut metadata, "interactive", reply.get("id"));
            said(title, metadata)
        }
        None => unknown(message, metadata),
    }
}

fn media(message: &Value, name: &str, kind: MessageType, mut metadata: Map<String, Value>) -> Content {
    let object = &message[name];
    let Some(id) = text(object, "/id") else {
        return unknown(message, metadata);
    };
    if name == "sticker" {
        metadata.insert("kind".into(), "sticker".into());
    } else if flag(object, "/voice") {
        metadata.insert("kind".into(), "voice".into());
    }
    let caption = text(object, "/caption").map(str::to_owned);
    let media = InboundMedia {
        declared_mime: text(object, "/mime_type").map(str::to_owned),
        file_name: text(object, "/filename").map(str::to_owned),
        provider_ref: json!({ "id": id }),
    };
    Content { kind, shown: caption.clone(), flow_text: caption, system: false, media: Some(media), metadata }
}

fn contacts_line(contacts: &Value) -> String {
    let lines: Vec<String> = contacts.as_array().into_iter().flatten().map(contact_line).collect();
    if lines.is_empty() { "👤".to_owned() } else { lines.join("\n") }
}

fn contact_line(contact: &Value) -> String {
    let name = first_text(contact, &["/name/formatted_name", "/name/first_name"]);
    let phone = first_text(contact, &["/phones/0/phone", "/phones/0/wa_id"]);
    let parts: Vec<&str> = [name, phone].into_iter().flatten().collect();
    format!("👤 {}", parts.join(", "))
}

/// `🛒 2 × SKU-1, 1 × SKU-2`
fn order_line(order: &Value) -> String {
    let items = order.get("product_items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let item = |item: &Value| {
        let quantity =
            item.get("quantity").map_or_else(|| "1".to_owned(), |quantity| quantity.to_string().replace('"', ""));
        format!("{quantity} × {}", text(item, "/product_retailer_id").unwrap_or("?"))
    };
    format!("🛒 {}", items.iter().map(item).collect::<Vec<_>>().join(", "))
}
