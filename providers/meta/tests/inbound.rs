use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::DateTime;
use domain::channel::{InboxKind, ProviderKind};
use domain::identity::IdentityKind;
use domain::inbound::{Inbound, InboundMessage, StatusNews};
use domain::message::MessageType;
use domain::send::SendClass;
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
fn the_samples_of_messages_are_understood() {
    let text = understood(&fixture("msg_text"));
    assert_eq!(
        (text.kind, text.content.as_deref(), text.flow_text.as_deref()),
        (MessageType::Text, Some("Body Text"), Some("Body Text"))
    );
    assert_eq!(addresses(&text), ["+972987654321", "US.13491208655302741918"]);
    assert_eq!(text.identities[1].kind, IdentityKind::MetaBsuid);
    assert!(text.asserts_pair);
    assert_eq!(text.push_name.as_deref(), Some("Test Name"));
    assert_eq!(text.provider_time, DateTime::from_timestamp(1_697_043_223, 0));
    let element = one(&fixture("msg_text"));
    assert_eq!(element.target, Target::ExternalKey("1122334455667".to_owned()));
    assert_eq!((element.external_id.as_str(), element.lane.as_deref()), ("wamid.xyzxyz", Some("972987654321")));

    let document = understood(&fixture("msg_document"));
    assert_eq!(
        (document.kind, document.content.as_deref(), &document.metadata["forwarded"]),
        (MessageType::Document, Some("caption"), &json!(true))
    );
    let media = document.media.unwrap();
    assert_eq!(
        (media.file_name.as_deref(), media.provider_ref),
        (Some("filename.pdf"), json!({"id": "1234567890987654321"}))
    );

    let image = understood(&fixture("msg_image_with_url"));
    assert_eq!((image.kind, image.content, image.flow_text), (MessageType::Image, None, None));
    let voice = understood(&fixture("msg_voice"));
    assert_eq!((voice.kind, &voice.metadata["kind"]), (MessageType::Audio, &json!("voice")));

    let list = understood(&fixture("interactive_list_reply"));
    assert_eq!((list.content.as_deref(), list.flow_text.as_deref()), (Some("title"), Some("title")));
    assert_eq!((&list.metadata["kind"], &list.metadata["id"]), (&json!("interactive"), &json!("callback_data")));
    assert_eq!(list.reply_to_provider_id.as_deref(), Some("wamid.xyzxyz"));

    let Inbound::Reaction { target_provider_key, actor, emoji, .. } = inbound(&fixture("msg_reaction")) else {
        panic!()
    };
    assert_eq!(
        (target_provider_key.as_str(), actor.value.as_str(), emoji.as_deref()),
        ("wamid.yzxyzx=", "+972987654321", Some("😮"))
    );
    assert_eq!(one(&fixture("msg_reaction")).external_id, "wamid.yzxyzx=:972987654321:wamid.xyzxyz");
}

#[test]
fn the_samples_of_statuses_are_understood() {
    let element = one(&fixture("status_read"));
    assert_eq!((element.kind, element.lane), (InboxKind::Status, None));
    assert_eq!(element.external_id, "wamid.xyzxyz:read:972987654321");
    let Inbound::Status(read) = inbound(&fixture("status_read")) else { panic!() };
    assert_eq!((read.news, read.provider_id.as_str(), read.correlation), (StatusNews::Read, "wamid.xyzxyz", None));
    let Inbound::Status(failed) = inbound(&fixture("status_failed")) else { panic!() };
    let StatusNews::Failed { provider_code, class, detail } = failed.news else { panic!() };
    assert_eq!((provider_code.as_deref(), class), (Some("130472"), SendClass::Recipient));
    assert!(detail.unwrap().starts_with("Failed to send message because"));
}

#[test]
fn statuses_carry_our_correlation() {
    for (status, expected) in [
        ("sent", Some(StatusNews::Sent)),
        ("delivered", Some(StatusNews::Delivered)),
        ("played", Some(StatusNews::Played)),
        ("new", None),
    ] {
        let value = json!({"metadata": {"phone_number_id": "PNID"}, "statuses": [{"id": "wamid.A", "status": status, "timestamp": "1",
            "recipient_user_id": "BR.77", "biz_opaque_callback_data": "m.1"}]});
        match (inbound(&change("messages", &value)), expected) {
            (Inbound::Status(news), Some(expected)) => {
                assert_eq!((news.news, news.correlation.as_deref()), (expected, Some("m.1")));
            }
            (Inbound::Unknown, None) => {}
            other => panic!("{other:?}"),
        }
        assert_eq!(one(&change("messages", &value)).external_id, format!("wamid.A:{status}:BR.77"));
    }
    let bare = json!({"statuses": [{"id": "wamid.A", "status": "failed"}]});
    let Inbound::Status(bare) = inbound(&change("messages", &bare)) else { panic!() };
    assert_eq!(bare.news, StatusNews::Failed { provider_code: None, class: SendClass::Other, detail: None });
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
fn a_contact_may_be_absent_partial_or_another() {
    let with = |contacts: Value, message: Value| {
        understood(&change("messages", &json!({"contacts": contacts, "messages": [message]})))
    };
    let text = |extra: Value| {
        let mut message = json!({"id": "wamid.A", "type": "text", "text": {"body": "oi"}});
        message.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        message
    };
    let none = with(Value::Null, text(json!({"from": "5511999990000"})));
    assert_eq!((addresses(&none), &none.push_name, none.asserts_pair), (vec!["+5511999990000"], &None, false));
    let scoped =
        with(json!([{"user_id": "BR.77", "profile": {"name": "Ana"}}]), text(json!({"from_user_id": "BR.77"})));
    assert_eq!((addresses(&scoped), scoped.push_name.as_deref()), (vec!["BR.77"], Some("Ana")));
    let single =
        with(json!([{"user_id": "BR.77", "profile": {"name": "Ana"}}]), text(json!({"from": "5511999990000"})));
    assert_eq!(addresses(&single), ["+5511999990000", "BR.77"]);
    let others = json!([{"wa_id": "5511111111111", "profile": {"name": "Um"}}, {"wa_id": "5522222222222"}]);
    assert_eq!(with(others, text(json!({"from": "5511999990000"}))).push_name, None);
}

#[test]
fn each_type_has_its_line() {
    let row = |extra: Value| {
        let message = understood(&of_message(&extra));
        (
            message.kind,
            message.content,
            message.flow_text,
            message.metadata["kind"].as_str().map(str::to_owned),
            message.system,
        )
    };
    let text = |content: &str, kind: &str, flow: bool| {
        let content = Some(content.to_owned());
        (MessageType::Text, content.clone(), content.filter(|_| flow), Some(kind.to_owned()), false)
    };
    assert_eq!(row(json!({"type": "button", "button": {"payload": "P", "text": "Sim"}})), text("Sim", "button", true));
    let button = json!({"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "1", "title": "Vendas"}}});
    assert_eq!(row(button), text("Vendas", "interactive", true));
    let form = json!({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent"}}});
    assert_eq!(row(form), text("Sent", "interactive", false));
    assert_eq!(row(json!({"type": "interactive", "interactive": {}})), text("[unsupported]", "unknown", false));
    let place = json!({"type": "location", "location": {"latitude": -23.5, "longitude": -46.6, "name": "Loja", "address": "Rua A"}});
    assert_eq!(row(place), text("📍 Loja, Rua A", "location", false));
    assert_eq!(
        row(json!({"type": "location", "location": {"latitude": -23.5, "longitude": -46.6}})),
        text("📍 -23.5, -46.6", "location", false)
    );
    let card =
        json!({"type": "contacts", "contacts": [{"name": {"formatted_name": "Ana"}, "phones": [{"phone": "+55 11"}]}]});
    assert_eq!(row(card), text("👤 Ana, +55 11", "contacts", false));
    let order = json!({"type": "order", "order": {"product_items": [{"product_retailer_id": "SKU", "quantity": "2"}]}});
    assert_eq!(row(order), text("🛒 2 × SKU", "order", false));
    let unsupported = json!({"type": "unsupported", "errors": [{"code": 131_051}]});
    assert_eq!(row(unsupported.clone()), text("[unsupported]", "unsupported", false));
    assert_eq!(understood(&of_message(&unsupported)).metadata["errors"][0]["code"], 131_051);
    assert_eq!(row(json!({"type": "hologram", "hologram": {}})), text("[unsupported]", "unknown", false));
    assert_eq!(understood(&of_message(&json!({"type": "hologram"}))).metadata["raw"]["type"], "hologram");
    let sticker = json!({"type": "sticker", "sticker": {"id": "M", "mime_type": "image/webp"}});
    assert_eq!(row(sticker), (MessageType::Image, None, None, Some("sticker".to_owned()), false));
    let system = json!({"type": "system", "system": {"type": "user_changed_number", "body": "changed", "wa_id": "5511888880000"}});
    let (_, content, flow, kind, is_system) = row(system);
    assert_eq!((content.as_deref(), flow, kind.as_deref(), is_system), (Some("changed"), None, Some("system"), true));
}

#[test]
fn reactions_edits_and_revokes_name_their_target() {
    let removed = of_message(&json!({"type": "reaction", "reaction": {"message_id": "wamid.T"}}));
    let Inbound::Reaction { emoji, .. } = inbound(&removed) else { panic!() };
    assert_eq!(emoji, None);
    let edit = of_message(
        &json!({"type": "edit", "edit": {"original_message_id": "wamid.T", "message": {"type": "text", "text": {"body": "novo"}}}}),
    );
    assert_eq!((one(&edit).kind, one(&edit).external_id.as_str()), (InboxKind::Edit, "wamid.A"));
    let Inbound::Edit { target_provider_key, content, .. } = inbound(&edit) else { panic!() };
    assert_eq!((target_provider_key.as_str(), content.as_deref()), ("wamid.T", Some("novo")));
    let revoke = of_message(&json!({"type": "revoke", "revoke": {"original_message_id": "wamid.T"}}));
    let Inbound::Revoke { target_provider_key, .. } = inbound(&revoke) else { panic!() };
    assert_eq!(target_provider_key, "wamid.T");
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
        assert_eq!(META.normalise(element.kind, &element.body), Inbound::Unknown);
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
