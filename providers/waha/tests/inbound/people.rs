//! Whose a message is: hidden senders, our own words, and chats that are no person's.

use domain::identity::IdentityKind;
use domain::inbound::Inbound;
use serde_json::{Value, json};

use super::{addresses, echo, element, event, inbound, message};

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
