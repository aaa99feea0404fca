//! What a message is, and whose: samples, contacts, types, and what changes another.

use chrono::DateTime;
use domain::channel::InboxKind;
use domain::identity::IdentityKind;
use domain::inbound::Inbound;
use domain::message::MessageType;
use serde_json::{Value, json};

use super::{addresses, change, fixture, inbound, of_message, one, understood};
use crate::provider::Target;

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
