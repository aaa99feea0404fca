//! Everything that a customer can send, as the providers tell it, becomes the message that the wire shows (SPEC 8.2, 8.3).

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::harness::{App, meta_webhook, waha_webhook};
use crate::team::{Team, id};

const DIGITS: &str = "5511988887777";

/// One body of META with these messages.
fn meta_body(number: &str, messages: &[Value]) -> Value {
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "5511999990001", "phone_number_id": number},
        "contacts": [{"profile": {"name": "Zé"}, "wa_id": DIGITS, "user_id": "BR.13491208655302741918"}],
        "messages": messages,
    });
    let changes = json!([{"field": "messages", "value": value}]);
    json!({"object": "whatsapp_business_account", "entry": [{"id": "1234567890987654321", "changes": changes}]})
}

fn meta_message(n: usize, kind: &str, more: &Value) -> Value {
    let at = domain::clock::Clock::system().now().timestamp();
    let mut message = json!({"from": DIGITS, "id": format!("wamid.{n:03}"), "timestamp": at.to_string(), "type": kind});
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    message
}

/// What came from the customer, as far as it is the same in every run.
fn shown(messages: &[Value]) -> Vec<Value> {
    let inbound = messages.iter().filter(|message| message["direction"] == "INBOUND");
    let brief = |message: &Value| {
        let mut metadata = message["metadata"].clone();
        if let Some(raw) = metadata.get_mut("raw").and_then(Value::as_object_mut) {
            raw.retain(|name, _| name == "type");
        }
        json!({
            "id": message["whatsappMessageId"], "type": message["type"], "content": message["content"],
            "metadata": metadata, "file": message["media"]["fileName"], "mime": message["media"]["mimeType"],
            "hasMedia": message["mediaUrl"].is_string(), "replyTo": message["replyTo"]["content"],
            "status": message["status"], "origin": message["origin"],
        })
    };
    inbound.map(brief).collect()
}

#[tokio::test]
async fn every_type_of_meta_becomes_its_message() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "META").await;
    let file = |more: Value| {
        let mut file = json!({"mime_type": "application/pdf", "sha256": "grwfwe", "id": "1234567890987654321"});
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        file
    };
    let types = [
        ("text", json!({"text": {"body": "Oi"}})),
        ("text", json!({"text": {"body": "Sobre isto"}, "context": {"from": DIGITS, "id": "wamid.000"}})),
        ("text", json!({"text": {"body": "De longe"}, "context": {"forwarded": true}})),
        ("image", json!({"image": file(json!({"mime_type": "image/jpeg", "caption": "Um bolo"}))})),
        ("image", json!({"image": file(json!({"mime_type": "image/jpeg"}))})),
        ("video", json!({"video": file(json!({"mime_type": "video/mp4"}))})),
        ("audio", json!({"audio": file(json!({"mime_type": "audio/ogg; codecs=opus", "voice": true}))})),
        ("document", json!({"document": file(json!({"caption": "A nota", "filename": "nota.pdf"}))})),
        ("sticker", json!({"sticker": file(json!({"mime_type": "image/webp", "animated": false}))})),
        (
            "location",
            json!({"location": {"latitude": -23.5, "longitude": -46.6, "name": "Padaria", "address": "Rua A, 1"}}),
        ),
        ("location", json!({"location": {"latitude": -23.5, "longitude": -46.6}})),
        (
            "contacts",
            json!({"contacts": [{"name": {"formatted_name": "Bia", "first_name": "Bia"},
                "phones": [{"phone": "+55 11 97777-6666", "type": "CELL"}]}]}),
        ),
        ("button", json!({"button": {"text": "Quero", "payload": "want"}})),
        (
            "interactive",
            json!({"interactive": {"type": "button_reply", "button_reply": {"id": "yes", "title": "Sim"}}}),
        ),
        (
            "interactive",
            json!({"interactive": {"type": "list_reply",
                "list_reply": {"id": "callback_data", "title": "title", "description": "description"}}}),
        ),
        (
            "order",
            json!({"order": {"catalog_id": "1", "text": "", "product_items": [
                {"product_retailer_id": "bolo", "quantity": 2, "item_price": 10, "currency": "BRL"}]}}),
        ),
        ("system", json!({"system": {"body": "Zé mudou de número", "type": "user_changed_number"}})),
        (
            "unsupported",
            json!({"errors": [{"code": 131_051, "title": "Message type unknown"}], "unsupported": {"type": "poll"}}),
        ),
        ("hologram", json!({"hologram": {"of": "a cake"}})),
    ];
    let messages: Vec<Value> = types.iter().enumerate().map(|(n, (kind, more))| meta_message(n, kind, more)).collect();
    // Many in one body, as META batches them.
    meta_webhook(&app.api(), &line.secret, &meta_body(&line.key, &messages)).await.expect(200);
    team.company.understood().await;
    let conversations = team.company.conversations().await;
    assert_eq!(conversations.len(), 1, "{conversations:#?}");
    let shown = shown(&team.company.messages(&id(&conversations[0])).await);
    assert_eq!(shown.len(), messages.len());
    assert_json_snapshot!(shown);
    app.is_sound().await;
}

#[tokio::test]
async fn every_type_of_waha_becomes_its_message() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let media = |mime: &str, name: Value| {
        let url = format!("{}/sandbox/waha/api/files/none", app.base());
        json!({"hasMedia": true, "media": {"url": url, "mimetype": mime, "filename": name, "error": null}})
    };
    let with = |one: Value, other: Value| {
        let mut both = one;
        both.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
        both
    };
    let card = "BEGIN:VCARD\nVERSION:3.0\nFN:Bia\nTEL;type=CELL;waid=5511977776666:+55 11 97777-6666\nEND:VCARD";
    let types = [
        json!({"body": "Oi"}),
        json!({"body": "Sobre isto", "replyTo": {"id": format!("false_{DIGITS}@c.us_A000"), "body": "Oi"}}),
        with(json!({"body": "Um bolo"}), media("image/jpeg", Value::Null)),
        media("video/mp4", Value::Null),
        with(json!({"type": "ptt"}), media("audio/ogg; codecs=opus", Value::Null)),
        media("application/pdf", json!("nota.pdf")),
        with(json!({"type": "sticker"}), media("image/webp", Value::Null)),
        json!({"body": "", "location": {"latitude": "-23.5", "longitude": "-46.6", "description": "Padaria"}}),
        json!({"body": "", "vCards": [card]}),
        json!({"body": "", "type": "poll_creation"}),
    ];
    for (n, more) in types.iter().enumerate() {
        let at = domain::clock::Clock::system().now().timestamp();
        let payload = json!({
            "id": format!("false_{DIGITS}@c.us_A{n:03}"), "timestamp": at, "from": format!("{DIGITS}@c.us"),
            "to": "5511999990000@c.us", "fromMe": false, "source": "app", "hasMedia": false, "notifyName": "Zé",
        });
        let payload = with(payload, more.clone());
        waha_webhook(&app.api(), &line.key, &line.secret, "message", payload).await.expect(200);
    }
    team.company.understood().await;
    let conversations = team.company.conversations().await;
    assert_eq!(conversations.len(), 1, "{conversations:#?}");
    let shown = shown(&team.company.messages(&id(&conversations[0])).await);
    assert_eq!(shown.len(), types.len());
    assert_json_snapshot!(shown);
    app.is_sound().await;
}

#[tokio::test]
async fn a_message_that_is_edited_reacted_to_and_taken_back_keeps_what_it_was() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    for (provider, number) in [("META", "+5511988880001"), ("WAHA", "+5511988880002"), ("SANDBOX", "+5511988880003")] {
        let line = team.line(&app, provider).await;
        let phone = line.phone(number);
        let said = phone.says("Quero um bolo").await;
        team.stored(&phone, "Quero um bolo").await;
        let mut socket = team.company.admin.socket().await;
        let control = format!("/api/sandbox/{}", line.channel);
        let tell = async |what: &str, body: Value| {
            team.company.api().post(&format!("{control}/{what}"), body).await.expect(204);
        };
        tell("reaction", json!({"messageId": said, "emoji": "👍"})).await;
        let loved = socket.event_where("message-updated", |data| data["message"]["reactions"][0].is_object()).await;
        let reaction = &loved.data["message"]["reactions"][0];
        assert_eq!((&reaction["actor"], &reaction["emoji"]), (&json!("customer"), &json!("👍")), "{provider}");
        tell("reaction", json!({"messageId": said, "emoji": ""})).await;
        socket.event_where("message-updated", |data| data["message"]["reactions"] == json!([])).await;
        tell("edit", json!({"messageId": said, "text": "Quero dois bolos"})).await;
        let edited = socket.event_where("message-updated", |data| data["message"]["editedAt"].is_string()).await;
        assert_eq!(edited.data["message"]["content"], "Quero dois bolos", "{provider}");
        tell("revoke", json!({"messageId": said})).await;
        let revoked = socket.event_where("message-updated", |data| data["message"]["revokedAt"].is_string()).await;
        assert_eq!(revoked.data["message"]["content"], "Quero dois bolos", "kept for the staff: {provider}");
    }
    let revisions = app.query("select content from message_revisions");
    assert_eq!(revisions, ["Quero um bolo"; 3]);
    app.is_sound().await;
}
