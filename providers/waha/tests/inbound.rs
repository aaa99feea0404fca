use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::DateTime;
use domain::channel::{InboxKind, ProviderKind};
use domain::identity::IdentityKind;
use domain::inbound::{Inbound, InboundMessage, StatusNews};
use domain::message::MessageType;
use domain::send::SendClass;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::provider::{Element, Provider as _, Signature, Target};
use crate::testing::{any_json, channel, http};
use crate::waha::Waha;

/// Building a client reads the system's certificates, which is slow.
static WAHA: LazyLock<Waha> = LazyLock::new(|| Waha::new(http(1000)));

fn waha() -> &'static Waha {
    &WAHA
}

fn element(event: &Value) -> Element {
    let mut elements = waha().split(&HashMap::new(), event.to_string().as_bytes()).unwrap();
    assert_eq!(elements.len(), 1);
    elements.remove(0)
}

fn inbound(event: &Value) -> Inbound {
    let element = element(event);
    waha().normalise(element.kind, &element.body)
}

fn message(event: &Value) -> InboundMessage {
    match inbound(event) {
        Inbound::Message(message) => message,
        other => panic!("not a message: {other:?}"),
    }
}

fn echo(event: &Value) -> InboundMessage {
    match inbound(event) {
        Inbound::Echo(message) => message,
        other => panic!("not an echo: {other:?}"),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "every caller makes its payload in place")]
fn event(name: &str, payload: Value) -> Value {
    json!({
        "id": "evt_1", "timestamp": 1_741_249_702_485_i64, "event": name, "session": "default",
        "me": {"id": "5511000000000@c.us", "lid": "777@lid"}, "payload": payload, "environment": {"engine": "GOWS"}
    })
}

fn addresses(message: &InboundMessage) -> Vec<&str> {
    message.identities.iter().map(|identity| identity.value.as_str()).collect()
}

fn fixture(name: &str) -> Value {
    let path = format!("{}/fixtures/waha/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_signature_is_checked_over_the_raw_bytes() {
    let channel = channel(ProviderKind::Waha, &"http://waha.test/".parse().unwrap());
    let body = br#"{"event":"message","session":"default","engine":"WEBJS"}"#;
    let good = "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89";
    let verify = |signature: Option<&str>, body: &[u8]| {
        let headers = signature.map(|value| ("x-webhook-hmac".to_owned(), value.to_owned())).into_iter().collect();
        waha().verify(&channel, &headers, body)
    };
    assert_eq!(verify(Some(good), body), Signature::Valid);
    assert_eq!(verify(Some(&good.to_uppercase()), body), Signature::Valid);
    assert_eq!(verify(None, body), Signature::Invalid);
    assert_eq!(verify(Some(""), body), Signature::Invalid);
    assert_eq!(verify(Some("zz"), body), Signature::Invalid);
    assert_eq!(verify(Some(&good[..64]), body), Signature::Invalid, "truncated");
    assert_eq!(verify(Some(&good.replace('2', "3")), body), Signature::Invalid);
    let reserialised = br#"{"event": "message", "session": "default", "engine": "WEBJS"}"#;
    assert_eq!(verify(Some(good), reserialised), Signature::Invalid);
    let mut open = channel.clone();
    open.credentials.hmac_key = None;
    assert_eq!(waha().verify(&open, &HashMap::new(), body), Signature::NoSecret);
    open.credentials.hmac_key = Some(String::new());
    assert_eq!(waha().verify(&open, &HashMap::new(), body), Signature::NoSecret);
}

#[test]
fn the_documented_samples_are_understood() {
    let image = message(&fixture("message_image_webjs"));
    assert_eq!(image.kind, MessageType::Image);
    assert_eq!(image.content.as_deref(), Some("Check this out (caption for the media)!"));
    assert_eq!(image.flow_text, image.content);
    assert_eq!(image.provider_key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(addresses(&image), ["+11111111111"]);
    assert_eq!(image.provider_time, DateTime::from_timestamp(1_667_561_485, 0));
    let media = image.media.unwrap();
    assert_eq!(media.declared_mime.as_deref(), Some("image/jpeg"));
    assert!(media.provider_ref["url"].as_str().unwrap().starts_with("http://localhost:3000/api/files/"));

    let reply = message(&fixture("message_reply_to"));
    assert_eq!(reply.reply_to_provider_id.as_deref(), Some("AAAAAAAAAAAAAAAAAAA"));
    assert_eq!(reply.content.as_deref(), Some("Yes!"));

    let ack = fixture("message_ack_read");
    let split = element(&ack);
    assert_eq!((split.kind, split.lane), (InboxKind::Status, None));
    assert_eq!(split.external_id, "true_11111111111@c.us_4CC5EDD64BC22EBA6D639F2AF571346C:3:11111111111@c.us");
    let Inbound::Status(status) = inbound(&ack) else { panic!() };
    assert_eq!((status.news, status.provider_key.as_str()), (StatusNews::Read, "4CC5EDD64BC22EBA6D639F2AF571346C"));

    let session = fixture("session_status_working");
    assert_eq!(element(&session).lane.as_deref(), Some(""));
    let at = DateTime::from_timestamp_millis(1_700_000_003_000);
    assert_eq!(inbound(&session), Inbound::Session { status: "WORKING".to_owned(), at });
}

#[test]
fn both_events_of_one_message_are_one() {
    let payload =
        json!({"id": "false_5511999990000@c.us_A", "from": "5511999990000@c.us", "fromMe": false, "body": "oi"});
    let one = element(&event("message", payload.clone()));
    let other = element(&event("message.any", payload));
    assert_eq!((one.kind, &one.external_id, &one.lane), (other.kind, &other.external_id, &other.lane));
    assert_eq!(one.target, Target::ExternalKey("default".to_owned()));
    assert_eq!(one.lane.as_deref(), Some("5511999990000@c.us"));
}

#[test]
fn the_time_of_posting_is_the_headers() {
    let body = event("message", json!({"id": "A"})).to_string();
    let headers = HashMap::from([("x-webhook-timestamp".to_owned(), "1741249702485".to_owned())]);
    let posted = waha().split(&headers, body.as_bytes()).unwrap()[0].posted_at;
    assert_eq!(posted, DateTime::from_timestamp_millis(1_741_249_702_485));
    assert_eq!(waha().split(&HashMap::new(), body.as_bytes()).unwrap()[0].posted_at, None);
}

#[test]
fn ids_come_as_text_as_object_or_not_at_all() {
    for id in
        [json!({"_serialized": "false_5511999990000@c.us_A", "fromMe": false}), json!("false_5511999990000@c.us_A")]
    {
        let payload = json!({"id": id, "from": "5511999990000@c.us", "body": "oi"});
        assert_eq!(message(&event("message", payload)).provider_key, "A");
    }
    let noweb = json!({"_data": {"key": {"id": "A", "remoteJid": "5511999990000@s.whatsapp.net", "fromMe": false}}, "body": "oi"});
    let noweb = message(&event("message", noweb));
    assert_eq!((noweb.provider_key.as_str(), addresses(&noweb)), ("A", vec!["+5511999990000"]));

    let without = |body: &str| event("message", json!({"from": "5511999990000@c.us", "timestamp": 1, "body": body}));
    let derived = message(&without("oi"));
    assert!(derived.provider_id.starts_with("derived:"));
    assert_eq!(derived.metadata["derived"], true);
    assert_eq!(element(&without("oi")).external_id, derived.provider_id);
    assert_ne!(element(&without("oi!")).external_id, derived.provider_id);
}

#[test]
fn a_hidden_sender_brings_its_phone_when_the_engine_tells_it() {
    for data in [
        json!({"Info": {"SenderAlt": "5511999990000:12@s.whatsapp.net", "PushName": "Ana"}}),
        json!({"key": {"remoteJidAlt": "5511999990000@s.whatsapp.net"}, "pushName": "Ana"}),
    ] {
        let payload = json!({"id": "false_123@lid_A", "from": "123@lid", "body": "oi", "_data": data});
        let message = message(&event("message", payload));
        assert_eq!(addresses(&message), ["123@lid", "+5511999990000"]);
        assert_eq!(message.identities[0].kind, IdentityKind::WahaLid);
        assert!(message.asserts_pair);
        assert_eq!(message.push_name.as_deref(), Some("Ana"));
    }
    let alone = message(&event(
        "message",
        json!({"id": "false_123@lid_A", "from": "123@lid", "body": "oi", "_data": {"notifyName": "Bia"}}),
    ));
    assert_eq!(
        (addresses(&alone), alone.asserts_pair, alone.push_name.as_deref()),
        (vec!["123@lid"], false, Some("Bia"))
    );
}

#[test]
fn messages_of_ours_name_their_receiver_and_never_a_guess() {
    let me = "5511000000000@c.us";
    let own = |payload: Value| event("message.any", payload);
    let full = echo(&own(
        json!({"id": "true_5511999990000@c.us_A", "fromMe": true, "from": me, "to": "5511999990000@c.us", "body": "oi", "source": "app", "_data": {"pushName": "Loja"}}),
    ));
    assert_eq!((addresses(&full), &full.push_name), (vec!["+5511999990000"], &None));
    assert_eq!(full.metadata["source"], "app");
    assert_eq!(
        element(&own(json!({"id": "true_5511999990000@c.us_A", "fromMe": true, "from": me}))).lane.as_deref(),
        Some("5511999990000@c.us")
    );

    let gows =
        echo(&own(json!({"id": "true_5511999990000@c.us_A", "fromMe": true, "from": me, "to": null, "body": "oi",
        "_data": {"Info": {"SenderAlt": "777@lid"}}})));
    assert_eq!(addresses(&gows), ["+5511999990000"], "the sender is us: its other id is none of the customer's");

    let hidden = echo(&own(json!({"id": "true_123@lid_A", "fromMe": true, "to": "123@lid", "body": "oi",
        "_data": {"Info": {"RecipientAlt": "5511999990000@s.whatsapp.net"}}})));
    assert_eq!(addresses(&hidden), ["123@lid", "+5511999990000"]);

    let contradictory = echo(&own(
        json!({"id": "true_5511888880000@c.us_A", "fromMe": true, "to": "5511999990000@c.us", "body": "oi"}),
    ));
    assert_eq!(addresses(&contradictory), Vec::<&str>::new());
    let nobody = echo(&own(json!({"id": "A", "fromMe": true, "body": "oi"})));
    assert_eq!(addresses(&nobody), Vec::<&str>::new());
    let own_chat = own(json!({"id": format!("true_{me}_A"), "fromMe": true, "to": me, "body": "note"}));
    assert_eq!(inbound(&own_chat), Inbound::Ignored("self"));
}

#[test]
fn chats_that_are_no_persons_are_ignored() {
    for (chat, reason) in [
        ("120363@g.us", "group"),
        ("120363@newsletter", "newsletter"),
        ("status@broadcast", "status"),
        ("0@c.us", "official"),
        ("1234@broadcast", "broadcast"),
    ] {
        for name in ["message", "message.any", "message.reaction", "message.edited"] {
            let payload = json!({"id": format!("false_{chat}_A_5511@c.us"), "from": chat, "participant": "5511@c.us", "body": "oi"});
            assert_eq!(inbound(&event(name, payload)), Inbound::Ignored(reason), "{name} {chat}");
        }
        let ack = json!({"id": format!("true_{chat}_A"), "from": chat, "fromMe": true, "ack": 3});
        assert_eq!(inbound(&event("message.ack", ack)), Inbound::Ignored(reason));
    }
    let ack = json!({"id": "true_5511999990000@c.us_A", "ack": 3});
    assert_eq!(inbound(&event("message.ack.group", ack)), Inbound::Ignored("group"));
}

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

#[test]
fn a_refused_message_says_why() {
    let ack = |extra: Value| {
        let mut payload = json!({"id": "true_5511999990000@c.us_A", "fromMe": true, "ack": -1});
        payload.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        match inbound(&event("message.ack", payload)) {
            Inbound::Status(status) => status.news,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(ack(json!({})), StatusNews::Failed { provider_code: None, class: SendClass::Other, detail: None });
    assert_eq!(
        ack(json!({"error": {"code": 463, "reason": "account_restricted", "until": "2026-12-01T00:00:00Z"}})),
        StatusNews::Failed {
            provider_code: Some("463".to_owned()),
            class: SendClass::Account,
            detail: Some("account_restricted, 2026-12-01T00:00:00Z".to_owned())
        }
    );
    for raw in [json!({"_data": {"messageStubParameters": ["463"]}}), json!({"error": "463"})] {
        let StatusNews::Failed { class, .. } = ack(raw) else { panic!() };
        assert_eq!(class, SendClass::Account);
    }
}

#[test]
fn acknowledgements_keep_their_rank() {
    for (ack, expected) in
        [(1, StatusNews::Sent), (2, StatusNews::Delivered), (3, StatusNews::Read), (4, StatusNews::Played)]
    {
        let event = event("message.ack", json!({"id": "true_5511999990000@c.us_A", "ack": ack}));
        let Inbound::Status(status) = inbound(&event) else { panic!() };
        assert_eq!(status.news, expected);
    }
    assert_eq!(inbound(&event("message.ack", json!({"id": "true_1@c.us_A", "ack": 0}))), Inbound::Ignored("pending"));
    let read_by_us = event("message.ack", json!({"id": "false_5511999990000@c.us_A", "fromMe": false, "ack": 3}));
    assert_eq!(inbound(&read_by_us), Inbound::Ignored("incoming"));
}

#[test]
fn reactions_edits_and_revokes_name_their_target() {
    let reaction = json!({"id": "false_5511999990000@c.us_R", "from": "5511999990000@c.us", "fromMe": false, "timestamp": 1_700_000_000.123,
        "reaction": {"text": "👍", "messageId": "true_5511999990000@c.us_T"}});
    let split = element(&event("message.reaction", reaction.clone()));
    assert_eq!(split.external_id, "true_5511999990000@c.us_T:5511999990000@c.us:false_5511999990000@c.us_R");
    let Inbound::Reaction { target_provider_key, actor, emoji, at } = inbound(&event("message.reaction", reaction))
    else {
        panic!()
    };
    assert_eq!(
        (target_provider_key.as_str(), actor.value.as_str(), emoji.as_deref()),
        ("T", "+5511999990000", Some("👍"))
    );
    assert!(at.is_some());

    let edit = json!({"id": "false_5511999990000@c.us_E", "from": "5511999990000@c.us", "body": "novo", "editedMessageId": "T"});
    assert_eq!(element(&event("message.edited", edit.clone())).external_id, "false_5511999990000@c.us_E");
    let Inbound::Edit { target_provider_key, content, .. } = inbound(&event("message.edited", edit)) else { panic!() };
    assert_eq!((target_provider_key.as_str(), content.as_deref()), ("T", Some("novo")));
    let in_place = |body: &str| {
        element(&event("message.edited", json!({"id": "false_5511999990000@c.us_T", "from": "5511999990000@c.us", "body": body, "editedMessageId": "T"}))).external_id
    };
    assert_ne!(in_place("um"), in_place("dois"));

    let revoke = json!({"after": {"id": "false_5511999990000@c.us_V", "from": "5511999990000@c.us", "timestamp": 1_700_000_000}, "before": null, "revokedMessageId": "T"});
    let split = element(&event("message.revoked", revoke.clone()));
    assert_eq!(
        (split.external_id.as_str(), split.lane.as_deref()),
        ("false_5511999990000@c.us_V", Some("5511999990000@c.us"))
    );
    let Inbound::Revoke { target_provider_key, .. } = inbound(&event("message.revoked", revoke)) else { panic!() };
    assert_eq!(target_provider_key, "T");
}

#[test]
fn a_placeholder_does_not_take_the_place_of_its_message() {
    let placeholder =
        json!({"id": "false_5511999990000@c.us_A", "from": "5511999990000@c.us", "_data": {"type": "ciphertext"}});
    assert_eq!(element(&event("message", placeholder)).kind, InboxKind::Unknown);
}

#[test]
fn what_is_not_known_is_kept() {
    for name in ["presence.update", "message.waiting", "poll.vote", ""] {
        let split = element(&event(name, json!({"from": "5511999990000@c.us"})));
        assert_eq!((split.kind, split.lane.as_deref(), split.external_id.len()), (InboxKind::Unknown, Some(""), 64));
        assert_eq!(inbound(&event(name, json!({}))), Inbound::Unknown);
    }
    let reordered: Value = serde_json::from_str(r#"{"b":1,"a":{"d":2,"c":3}}"#).unwrap();
    let ordered: Value = serde_json::from_str(r#"{"a":{"c":3,"d":2},"b":1}"#).unwrap();
    assert_eq!(element(&reordered).external_id, element(&ordered).external_id);
    assert!(waha().split(&HashMap::new(), b"no json").is_err());
    assert!(waha().split(&HashMap::new(), b"[]").is_err());
}

proptest! {
    #[test]
    fn nothing_that_arrives_makes_it_panic(
        name in prop::sample::select(vec!["message", "message.any", "message.ack", "message.reaction", "message.edited", "message.revoked", "session.status", "x"]),
        payload in any_json(vec!["id", "_serialized", "from", "to", "fromMe", "body", "ack", "timestamp", "media", "hasMedia", "mimetype", "replyTo", "location", "vCards", "_data", "key", "Info", "reaction", "messageId", "after", "before", "error", "participant", "remoteJid"]),
    ) {
        for raw in [event(name, payload.clone()).to_string(), payload.to_string()] {
            for element in waha().split(&HashMap::new(), raw.as_bytes()).unwrap_or_default() {
                for kind in [element.kind, InboxKind::Message, InboxKind::Status, InboxKind::Reaction, InboxKind::Edit, InboxKind::Revoke, InboxKind::Session] {
                    let _ = waha().normalise(kind, &element.body);
                }
            }
        }
    }
}
