mod content;
mod news;
mod people;

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::DateTime;
use domain::channel::{InboxKind, ProviderKind};
use domain::inbound::{Inbound, InboundMessage, StatusNews};
use domain::message::MessageType;
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
