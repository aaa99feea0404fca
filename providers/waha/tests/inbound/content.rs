//! What a message is: media, places, cards.

use domain::message::MessageType;
use serde_json::{Value, json};

use super::{event, message};

#[test]
fn media_is_typed_by_the_engine_then_by_its_mime() {
    let base = |extra: Value| {
        let mut payload = json!({"id": "false_5511999990000@c.us_A", "from": "5511999990000@c.us", "hasMedia": true});
        payload.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        message(&event("message", payload))
    };
    let url = "http://waha/api/files/a";
    let voice = base(json!({"media": {"url": url, "mimetype": "audio/ogg; codecs=opus"}, "_data": {"type": "ptt"}}));
    assert_eq!((voice.kind, &voice.metadata["kind"]), (MessageType::Audio, &json!("voice")));
    assert_eq!((voice.content, voice.flow_text), (None, None));
    let sticker =
        base(json!({"media": {"url": url, "mimetype": "image/webp"}, "_data": {"Info": {"MediaType": "sticker"}}}));
    assert_eq!((sticker.kind, &sticker.metadata["kind"]), (MessageType::Image, &json!("sticker")));
    let noweb = base(json!({"media": null, "_data": {"message": {"videoMessage": {}}}}));
    assert_eq!(noweb.kind, MessageType::Video);
    assert_eq!(noweb.media.unwrap().provider_ref, json!({"messageId": "false_5511999990000@c.us_A"}));
    let document =
        base(json!({"hasMedia": null, "media": {"url": url, "mimetype": "application/pdf", "filename": "a.pdf"}}));
    assert_eq!(document.kind, MessageType::Document);
    assert_eq!(document.media.unwrap().file_name.as_deref(), Some("a.pdf"));
    let inline = base(json!({"media": {"data": "AAAA", "mimetype": "video/mp4"}}));
    assert_eq!((inline.kind, inline.media.unwrap().provider_ref), (MessageType::Video, json!({"inline": true})));
    let failed = base(json!({"media": {"url": null, "mimetype": "image/png", "error": {"message": "gone"}}}));
    assert_eq!(failed.metadata["mediaError"]["message"], "gone");
}

#[test]
fn places_and_cards_are_readable_and_no_choice() {
    let base = |extra: Value| {
        let mut payload = json!({"id": "false_5511999990000@c.us_A", "from": "5511999990000@c.us", "body": ""});
        payload.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        message(&event("message", payload))
    };
    let place =
        base(json!({"location": {"latitude": "-23.5", "longitude": -46.6, "name": "Loja", "address": "Rua A, 1"}}));
    assert_eq!((place.content.as_deref(), place.flow_text), (Some("📍 Loja, Rua A, 1"), None));
    assert_eq!(
        base(json!({"location": {"latitude": "-23.5", "longitude": -46.6}})).content.as_deref(),
        Some("📍 -23.5, -46.6")
    );
    let card = base(
        json!({"vCards": ["BEGIN:VCARD\nVERSION:3.0\nFN:Ana Lima\nitem1.TEL;waid=5511999990000:+55 11 99999-0000\nEND:VCARD"]}),
    );
    assert_eq!(card.content.as_deref(), Some("👤 Ana Lima, +55 11 99999-0000"));
    assert_eq!(card.metadata["kind"], "contacts");
    let odd = base(json!({"vCards": null, "location": null}));
    assert_eq!(
        (odd.content.as_deref(), odd.flow_text, &odd.metadata["kind"]),
        (Some("[unsupported]"), None, &json!("unknown"))
    );
}
