//! What a WAHA message says: its type, the line that is shown, and what the flow may read.

use domain::inbound::InboundMedia;
use domain::message::MessageType;
use serde_json::{Map, Value, json};

use super::ids::message_id;
use crate::json::{first_text, flag, text};

/// A message's content, apart from who sent it.
pub(super) struct Content {
    pub(super) kind: MessageType,
    pub(super) shown: Option<String>,
    pub(super) flow_text: Option<String>,
    pub(super) media: Option<InboundMedia>,
    pub(super) metadata: Map<String, Value>,
}

pub(super) fn content(payload: &Value) -> Content {
    let body = text(payload, "/body").map(str::to_owned);
    let mut metadata = Map::new();
    if flag(payload, "/_data/isForwarded") || flag(payload, "/isForwarded") {
        metadata.insert("forwarded".into(), true.into());
    }
    if let Some(source) = text(payload, "/source") {
        metadata.insert("source".into(), source.into());
    }
    let media = payload.get("media").filter(|media| media.is_object());
    if flag(payload, "/hasMedia") || media.is_some() {
        return with_media(payload, media.unwrap_or(&Value::Null), body, metadata);
    }
    if let Some(location) = payload.get("location").filter(|location| location.is_object()) {
        metadata.insert("kind".into(), "location".into());
        metadata.insert("location".into(), location.clone());
        return plain(Some(location_line(location)), None, metadata);
    }
    if let Some(cards) = payload.get("vCards").and_then(Value::as_array).filter(|cards| !cards.is_empty()) {
        let lines: Vec<String> = cards.iter().filter_map(Value::as_str).map(card_line).collect();
        metadata.insert("kind".into(), "contacts".into());
        metadata.insert("vCards".into(), cards.clone().into());
        return plain(Some(lines.join("\n")), None, metadata);
    }
    if body.is_some() {
        return plain(body.clone(), body, metadata);
    }
    metadata.insert("kind".into(), "unknown".into());
    metadata.insert("raw".into(), payload.clone());
    plain(Some("[unsupported]".into()), None, metadata)
}

fn plain(shown: Option<String>, flow_text: Option<String>, metadata: Map<String, Value>) -> Content {
    Content { kind: MessageType::Text, shown, flow_text, media: None, metadata }
}

fn with_media(payload: &Value, media: &Value, caption: Option<String>, mut metadata: Map<String, Value>) -> Content {
    let mime = text(media, "/mimetype").map(str::to_owned);
    let nature = nature(payload);
    if matches!(nature, Some("sticker")) {
        metadata.insert("kind".into(), "sticker".into());
    } else if matches!(nature, Some("ptt")) {
        metadata.insert("kind".into(), "voice".into());
    }
    if let Some(error) = media.get("error").filter(|error| !error.is_null()) {
        metadata.insert("mediaError".into(), error.clone());
    }
    let by_mime = mime.as_deref().and_then(|mime| mime.split('/').next());
    let kind = match nature.or(by_mime) {
        Some("image" | "sticker") => MessageType::Image,
        Some("video" | "gif" | "ptv") => MessageType::Video,
        Some("audio" | "ptt" | "voice") => MessageType::Audio,
        _ => MessageType::Document,
    };
    let provider_ref = if text(media, "/data").is_some() {
        json!({ "inline": true })
    } else if let Some(url) = text(media, "/url") {
        json!({ "url": url })
    } else {
        // Announced, but not there: it can still be asked for by the message.
        json!({ "messageId": message_id(payload) })
    };
    let media =
        InboundMedia { declared_mime: mime, file_name: text(media, "/filename").map(str::to_owned), provider_ref };
    Content { kind, shown: caption.clone(), flow_text: caption, media: Some(media), metadata }
}

/// The engine's own word for the attachment, in one vocabulary.
fn nature(payload: &Value) -> Option<&'static str> {
    if let Some(message) = payload.pointer("/_data/message").or_else(|| payload.pointer("/_data/Message")) {
        let has = |key: &str| message.get(key).is_some_and(Value::is_object);
        let voice = flag(message, "/audioMessage/ptt") || flag(message, "/audioMessage/PTT");
        for (key, nature) in [
            ("imageMessage", "image"),
            ("videoMessage", "video"),
            ("ptvMessage", "video"),
            ("audioMessage", if voice { "ptt" } else { "audio" }),
            ("stickerMessage", "sticker"),
            ("documentMessage", "document"),
            ("documentWithCaptionMessage", "document"),
        ] {
            if has(key) {
                return Some(nature);
            }
        }
    }
    match first_text(payload, &["/_data/Info/MediaType", "/type", "/_data/type"])? {
        "image" => Some("image"),
        "video" | "gif" | "ptv" => Some("video"),
        "audio" => Some("audio"),
        "ptt" | "voice" => Some("ptt"),
        "sticker" => Some("sticker"),
        "document" => Some("document"),
        _ => None,
    }
}

/// `📍 name, address`, or the coordinates when it has neither.
pub(crate) fn location_line(location: &Value) -> String {
    let mut parts: Vec<&str> =
        ["/name", "/description", "/address"].into_iter().filter_map(|key| text(location, key)).collect();
    parts.dedup();
    if parts.is_empty() {
        let number = |key: &str| location.get(key).map(Value::to_string).unwrap_or_default();
        return format!("📍 {}, {}", number("latitude"), number("longitude")).replace('"', "");
    }
    format!("📍 {}", parts.join(", "))
}

fn card_line(card: &str) -> String {
    let field = |name: &str| {
        card.lines().find_map(|line| {
            let (key, value) = line.trim().split_once(':')?;
            let key = key.split(';').next()?;
            let key = key.rsplit('.').next()?; // `item1.TEL`
            key.eq_ignore_ascii_case(name).then(|| value.trim()).filter(|value| !value.is_empty())
        })
    };
    let parts: Vec<&str> = [field("FN"), field("TEL")].into_iter().flatten().collect();
    format!("👤 {}", parts.join(", "))
}
