//! What is told of a message that is known: acknowledgements, reactions, edits and revokes.

use domain::inbound::{Inbound, StatusNews};
use domain::send::SendClass;
use serde_json::{Value, json};

use super::{element, event, inbound};

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
