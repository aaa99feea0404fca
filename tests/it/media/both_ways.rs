//! A picture of a customer and a document of an agent, at each provider.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{PDF, Upload, picture, read, with_ana};
use crate::harness::{App, PATIENCE, PNG, wait_until};
use crate::team::{Team, draw, id};

async fn there_and_back(provider: &'static str) {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, provider).await;
    let (phone, conversation) = with_ana(&team, &line, "+5511988887777").await;
    let mut socket = team.ana.socket().await;

    phone.sends(picture("Este bolo")).await;
    let received = socket.event_where("message-received", |data| data["message"]["content"] == "Este bolo").await;
    let first = &received.data["message"];
    assert_eq!((&first["type"], &first["media"]["state"]), (&json!("IMAGE"), &json!("PENDING")), "{first:#}");
    let ready = |data: &Value| data["message"]["media"]["state"] == "READY";
    let updated = socket.event_where("message-updated", ready).await.data["message"].clone();
    let media = &updated["media"];
    assert_eq!((&media["mimeType"], &media["size"]), (&json!("image/png"), &json!(PNG.len())), "{media:#}");
    assert_eq!((&media["width"], &media["height"]), (&json!(1), &json!(1)), "{media:#}");
    let url = updated["mediaUrl"].as_str().unwrap().to_owned();
    assert_eq!(url, format!("/api/media/{}", id(media)));
    assert_eq!(read(&team.ana.api, &url, &[]).await.bytes().await.unwrap(), PNG);

    let voice = json!({"type": "voice", "mediaBase64": STANDARD.encode(b"OggS\0\x02______________________OpusHead")});
    phone.sends(voice).await;
    let heard = socket
        .event_where("message-updated", |data| data["message"]["type"] == "AUDIO" && ready(data))
        .await
        .data["message"]
        .clone();
    assert_eq!((&heard["metadata"]["kind"], &heard["content"]), (&json!("voice"), &Value::Null), "{heard:#}");

    let more = [("replyToId", updated["id"].as_str().unwrap())];
    let upload =
        Upload { conversation: &conversation, name: "orçamento.pdf", bytes: PDF, caption: "Segue", more: &more };
    let key = draw();
    let sent = upload.send(&team.ana.api, Some(&key)).await.created();
    assert_eq!((&sent["type"], &sent["media"]["state"]), (&json!("DOCUMENT"), &json!("READY")), "{sent:#}");
    assert_eq!(sent["replyTo"]["id"], updated["id"]);
    let again = upload.send(&team.ana.api, Some(&key)).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.created()["id"], sent["id"]);
    let got = phone.hears("*Ana - Vendas*: Segue").await;
    let file = &got.raw["media"];
    assert_eq!(file["sha256"], hex::encode(Sha256::digest(PDF)), "{:#}", got.raw);
    assert_eq!((&file["mimeType"], &file["fileName"]), (&json!("application/pdf"), &json!("orçamento.pdf")));
    assert_eq!((got.copies, got.kind.as_str()), (1, "DOCUMENT"));
    Upload { conversation: &conversation, name: "eu.png", bytes: PNG, caption: "", more: &[] }
        .send(&team.ana.api, None)
        .await
        .created();
    let shown = wait_until("the picture at the phone", PATIENCE, async || {
        phone.received().await.into_iter().find(|message| message.kind == "IMAGE")
    })
    .await;
    assert_eq!(shown.text, "*Ana - Vendas*", "without a caption, its sender alone");
    let (program, _) = crate::keys::key(&team.company, &["messages:send"]).await;
    let more = [("senderName", "Carla"), ("keepBot", "true")];
    Upload { conversation: &conversation, name: "nota.pdf", bytes: PDF, caption: "Nota", more: &more }
        .send(&program, None)
        .await
        .created();
    phone.hears("*Carla - Vendas*: Nota").await;
    team.company.settled().await;
    app.is_sound().await;
}

#[tokio::test]
async fn a_picture_comes_in_and_a_document_goes_out_at_the_sandbox() {
    there_and_back("SANDBOX").await;
}

#[tokio::test]
async fn a_picture_comes_in_and_a_document_goes_out_at_meta() {
    there_and_back("META").await;
}

#[tokio::test]
async fn a_picture_comes_in_and_a_document_goes_out_at_waha() {
    there_and_back("WAHA").await;
}
