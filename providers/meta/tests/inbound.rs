mod content;
mod statuses;

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::channel::{InboxKind, ProviderKind};
use domain::inbound::{Inbound, InboundMessage, Verdict};
use hmac::{Hmac, KeyInit as _, Mac as _};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::meta::{Meta, handshake};
use crate::provider::{Element, Provider as _, Signature, Target};
use crate::testing::{any_json, channel, http};

/// Building a client reads the system's certificates, which is slow.
static META: LazyLock<Meta> = LazyLock::new(|| Meta::new(http(1000), "v25.0".to_owned()));

fn split(envelope: &Value) -> Vec<Element> {
    META.split(&HashMap::new(), envelope.to_string().as_bytes()).unwrap()
}

fn one(envelope: &Value) -> Element {
    let mut elements = split(envelope);
    assert_eq!(elements.len(), 1);
    elements.remove(0)
}

fn inbound(envelope: &Value) -> Inbound {
    let element = one(envelope);
    META.normalise(element.kind, &element.body)
}

fn understood(envelope: &Value) -> InboundMessage {
    match inbound(envelope) {
        Inbound::Message(message) => message,
        other => panic!("not a message: {other:?}"),
    }
}

fn change(field: &str, value: &Value) -> Value {
    json!({"object": "whatsapp_business_account", "entry": [{"id": "WABA", "changes": [{"field": field, "value": value}]}]})
}

/// A webhook with one message, with `extra` over what every message has.
fn of_message(extra: &Value) -> Value {
    let mut message = json!({"from": "5511999990000", "id": "wamid.A", "timestamp": "1697043223"});
    message.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    change(
        "messages",
        &json!({"metadata": {"phone_number_id": "PNID"},
        "contacts": [{"profile": {"name": "Ana"}, "wa_id": "5511999990000", "user_id": "BR.77"}], "messages": [message]}),
    )
}

fn fixture(name: &str) -> Value {
    let path = format!("{}/fixtures/meta/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn addresses(message: &InboundMessage) -> Vec<&str> {
    message.identities.iter().map(|identity| identity.value.as_str()).collect()
}

#[test]
fn a_signature_is_checked_over_the_raw_bytes() {
    let channel = channel(ProviderKind::Meta, &"https://graph.test/".parse().unwrap());
    let body = br#"{"text":"\u00e9\ud83d\ude2e"}"#;
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"app-secret").unwrap();
    mac.update(body);
    let good = hex::encode(mac.finalize().into_bytes());
    let verify = |value: &str, body: &[u8]| {
        META.verify(&channel, &HashMap::from([("x-hub-signature-256".to_owned(), value.to_owned())]), body)
    };
    assert_eq!(verify(&format!("sha256={good}"), body), Signature::Valid);
    assert_eq!(verify(&format!("sha256={good}"), "{\"text\":\"é😮\"}".as_bytes()), Signature::Invalid, "unescaped");
    assert_eq!(
        verify(&format!("sha256={good}"), br#"{"text": "\u00e9\ud83d\ude2e"}"#),
        Signature::Invalid,
        "re-serialised"
    );
    assert_eq!(verify(&format!("sha256={}", &good[..62]), body), Signature::Invalid, "truncated");
    assert_eq!(verify(&good, body), Signature::Invalid, "no scheme");
    assert_eq!(verify("sha256=", body), Signature::Invalid);
    assert_eq!(verify(&format!("sha256={}", "00".repeat(32)), body), Signature::Invalid);
    assert_eq!(META.verify(&channel, &HashMap::new(), body), Signature::Invalid);
    let mut open = channel.clone();
    open.credentials.app_secret = None;
    assert_eq!(META.verify(&open, &HashMap::new(), body), Signature::NoSecret);
}

#[test]
fn the_handshake_returns_the_challenge_as_it_came() {
    let tokens = ["one", "two"];
    assert_eq!(handshake(Some("subscribe"), Some("two"), Some("00123"), tokens), Some("00123"));
    assert_eq!(handshake(Some("subscribe"), Some("three"), Some("1"), tokens), None);
    assert_eq!(handshake(Some("subscribe"), Some(""), Some("1"), [""]), None);
    assert_eq!(handshake(Some("subscribe"), None, Some("1"), tokens), None);
    assert_eq!(handshake(Some("other"), Some("one"), Some("1"), tokens), None);
    assert_eq!(handshake(None, Some("one"), Some("1"), tokens), None);
    assert_eq!(handshake(Some("subscribe"), Some("one"), None, tokens), None);
}

#[test]
fn every_part_of_a_batch_becomes_an_element() {
    let message = |id: &str, from: &str| json!({"id": id, "from": from, "type": "text", "text": {"body": id}});
    let value = |number: &str, a: &str, b: &str| {
        json!({"metadata": {"phone_number_id": number},
        "contacts": [{"wa_id": "5511111111111", "profile": {"name": "Um"}}, {"wa_id": "5522222222222", "profile": {"name": "Dois"}}],
        "messages": [message(a, "5511111111111"), message(b, "5522222222222")], "statuses": [{"id": "s", "status": "read"}],
        "errors": [{"code": 131_000}]})
    };
    let batch = json!({"entry": [
        {"id": "W1", "changes": [{"field": "messages", "value": value("P1", "a", "b")}, {"field": "messages", "value": value("P2", "c", "d")}]},
        {"id": "W2", "changes": [{"field": "account_update", "value": {"event": "DISABLED"}}]},
    ]});
    let elements = split(&batch);
    let seen: Vec<_> = elements.iter().map(|element| (element.kind, element.target.clone())).collect();
    let key = |key: &str| Target::ExternalKey(key.to_owned());
    let mut expected = Vec::new();
    for number in ["P1", "P2"] {
        expected.extend(
            [InboxKind::Message, InboxKind::Message, InboxKind::Status, InboxKind::Unknown]
                .map(|kind| (kind, key(number))),
        );
    }
    expected.push((InboxKind::Account, Target::Waba("W2".to_owned())));
    assert_eq!(seen, expected);
    let names: Vec<_> = elements
        .iter()
        .filter_map(|element| match META.normalise(element.kind, &element.body) {
            Inbound::Message(message) => message.push_name,
            _ => None,
        })
        .collect();
    assert_eq!(names, ["Um", "Dois", "Um", "Dois"]);
}

#[test]
fn echoes_name_whom_they_went_to() {
    let echo = |extra: Value| {
        let mut message =
            json!({"from": "5511000000000", "to": "5511999990000", "id": "wamid.E", "timestamp": "1697043223"});
        message.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        change("smb_message_echoes", &json!({"metadata": {"phone_number_id": "PNID"}, "message_echoes": [message]}))
    };
    let text = echo(json!({"type": "text", "text": {"body": "oi"}}));
    assert_eq!((one(&text).kind, one(&text).lane.as_deref()), (InboxKind::Echo, Some("5511999990000")));
    let Inbound::Echo(message) = inbound(&text) else { panic!() };
    assert_eq!((addresses(&message), message.content.as_deref()), (vec!["+5511999990000"], Some("oi")));
    let reaction = echo(json!({"type": "reaction", "reaction": {"message_id": "wamid.T", "emoji": "👍"}}));
    assert_eq!(inbound(&reaction), Inbound::Ignored("own reaction"));
}

#[test]
fn groups_are_ignored() {
    assert_eq!(
        inbound(&of_message(&json!({"type": "text", "text": {"body": "oi"}, "group_id": "G"}))),
        Inbound::Ignored("group")
    );
    let status = json!({"statuses": [{"id": "wamid.A", "status": "read", "recipient_type": "group", "recipient_participant_id": "1"}]});
    assert_eq!(inbound(&change("messages", &status)), Inbound::Ignored("group"));
}

#[test]
fn another_id_of_somebody_is_told_with_what_they_were_known_by() {
    let element = one(&fixture("user_id_update"));
    assert_eq!(
        (element.kind, &element.target, element.lane.as_deref()),
        (InboxKind::Identity, &Target::ExternalKey("1122334455667".to_owned()), Some("972987654321"))
    );
    let Inbound::Identity(told) = inbound(&fixture("user_id_update")) else { panic!() };
    let known: Vec<&str> = told.known_by.iter().map(|identity| identity.value.as_str()).collect();
    assert_eq!(told.current.value, "US.22222222222222222222");
    assert_eq!(known, ["US.13491208655302741918", "+972987654321"]);

    let hidden = |current: &str, before: &str| {
        let update = json!({"user_id": {"previous": before, "current": current}, "timestamp": "1739321024"});
        change("user_id_update", &json!({"metadata": {"phone_number_id": "PNID"}, "user_id_update": [update]}))
    };
    assert_eq!(one(&hidden("US.2", "US.1")).lane.as_deref(), Some("US.2"));
    assert_eq!(one(&hidden("US.2", "US.1")).external_id, one(&hidden("US.2", "US.1")).external_id);
    assert!(matches!(inbound(&hidden("US.2", "US.1")), Inbound::Identity(_)));
    for (current, before) in [("US.2", "US.2"), ("US.2", ""), ("", "US.1"), ("5511999990000", "US.1")] {
        assert_eq!(inbound(&hidden(current, before)), Inbound::Unknown, "{before} to {current}");
    }
}

#[test]
fn a_message_of_the_system_names_both_ids() {
    let system = |of: Value| {
        let mut message = json!({"id": "wamid.A", "timestamp": "1697043223", "type": "system", "system": of});
        message["system"]["body"] = json!("Ana has another number");
        change("messages", &json!({"metadata": {"phone_number_id": "PNID"}, "messages": [message]}))
    };
    let ids = json!({"type": "user_changed_user_id", "previous_user_id": "BR.1", "user_id": "BR.2"});
    let changed = understood(&system(ids));
    assert_eq!((addresses(&changed), changed.system, changed.asserts_pair), (vec!["BR.1", "BR.2"], true, true));
    let numbers = json!({"type": "user_changed_number", "wa_id": "5511977770000"});
    assert_eq!(one(&system(numbers)).kind, InboxKind::Unknown, "it says of nobody who that is");
}

#[test]
fn fields_without_a_number_are_for_the_whole_account() {
    for (field, kind) in [
        ("message_template_status_update", InboxKind::Template),
        ("account_update", InboxKind::Account),
        ("phone_number_quality_update", InboxKind::Account),
        ("user_id_update", InboxKind::Identity),
        ("history", InboxKind::Unknown),
        ("messages", InboxKind::Unknown),
    ] {
        let element = one(&change(field, &json!({"event": "X"})));
        assert_eq!(
            (element.kind, element.target, element.lane.as_deref()),
            (kind, Target::Waba("WABA".to_owned()), Some("")),
            "{field}"
        );
        let understood = META.normalise(element.kind, &element.body);
        match kind {
            // What the account is told without a meaning for us is written down all the same.
            InboxKind::Account => assert!(
                matches!(&understood, Inbound::Account(news) if news.event == "X" && news.verdict == Verdict::Unchanged),
                "{field}: {understood:?}"
            ),
            _ => assert_eq!(understood, Inbound::Unknown, "{field}"),
        }
    }
    let numbered = one(&change("user_id_update", &json!({"metadata": {"phone_number_id": "PNID"}})));
    assert_eq!(numbered.target, Target::ExternalKey("PNID".to_owned()));
}

#[test]
fn what_is_no_envelope_is_refused_and_what_is_odd_is_kept() {
    for raw in [&b"no json"[..], b"[]", b"{}", br#"{"entry":{}}"#] {
        assert!(META.split(&HashMap::new(), raw).is_err());
    }
    assert_eq!(split(&json!({"entry": []})), []);
    for odd in [
        json!({"entry": [null]}),
        change("messages", &json!({"messages": [null]})),
        change("messages", &json!({"messages": [{"id": "x"}]})),
    ] {
        assert_eq!(one(&odd).kind, InboxKind::Unknown);
    }
}

proptest! {
    #[test]
    fn nothing_that_arrives_makes_it_panic(
        field in prop::sample::select(vec!["messages", "smb_message_echoes", "account_update", "x"]),
        value in any_json(vec!["metadata", "phone_number_id", "contacts", "messages", "statuses", "errors", "message_echoes", "id", "from", "to", "type", "text", "body", "status", "code", "wa_id", "user_id", "image", "interactive", "reaction", "edit", "message", "location", "contact", "echo"]),
    ) {
        for raw in [change(field, &value), json!({"entry": value.clone()}), value.clone()] {
            let raw = raw.to_string();
            for element in META.split(&HashMap::new(), raw.as_bytes()).unwrap_or_default() {
                for kind in [element.kind, InboxKind::Message, InboxKind::Echo, InboxKind::Status, InboxKind::Reaction, InboxKind::Edit, InboxKind::Revoke] {
                    let _ = META.normalise(kind, &element.body);
                    let _ = META.normalise(kind, raw.as_bytes());
                }
            }
        }
    }
}
