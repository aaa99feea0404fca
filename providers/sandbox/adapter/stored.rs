//! A message of the native dialect as it is stored. Places and cards are told in the words of META's webhooks.

use domain::clock::Time;
use domain::inbound::{InboundMedia, InboundMessage};
use serde_json::{Value, json};

use super::super::event::NativeMessage;
use super::super::phone::Card;
use super::events::identities;
use crate::waha::location_line;

pub(super) fn stored(message: NativeMessage) -> InboundMessage {
    let identities = identities(&message.person);
    let at: Time = message.at;
    let (line, metadata) = described(&message);
    let is_text = line.is_none();
    InboundMessage {
        provider_id: message.id.clone(),
        provider_key: message.id,
        asserts_pair: identities.len() > 1,
        identities,
        push_name: message.person.name,
        kind: message.kind,
        // A line of ours is nothing for the flow to read.
        flow_text: message.text.clone().filter(|_| is_text),
        content: line.or(message.text),
        by_api: false,
        system: false,
        metadata,
        media: message.media.map(|media| InboundMedia {
            declared_mime: Some(media.mime_type),
            file_name: media.file_name,
            provider_ref: json!({ "id": media.id }),
        }),
        reply_to_provider_id: message.reply_to,
        provider_time: Some(at),
    }
}

/// The line that stands for what is neither text nor file, and what is kept beside the text.
fn described(message: &NativeMessage) -> (Option<String>, Value) {
    if let Some(place) = &message.location {
        let place = json!(place);
        return (Some(location_line(&place)), json!({"kind": "location", "location": place}));
    }
    if let Some(card) = &message.contact {
        let Card { name, phone } = card;
        let contact = json!({"name": {"formatted_name": name}, "phones": [{"phone": phone}]});
        return (Some(format!("👤 {name}, {phone}")), json!({"kind": "contacts", "contacts": [contact]}));
    }
    let nature = message.media.as_ref().and_then(|media| media.nature.as_ref());
    (None, nature.map_or_else(|| json!({}), |nature| json!({ "kind": nature })))
}
