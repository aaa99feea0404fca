//! G27: only what the channel's own secret signed, over the very bytes, is stored.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Sha256, Sha512};

use crate::harness::{Answer, App, Company, meta_webhook, waha_webhook};

const SECRET: &str = "the secret of the session";

async fn waha_channel(company: &Company, session: &str, secret: &str) -> Value {
    let body = json!({
        "name": session, "provider": "WAHA", "externalKey": session, "baseUrl": "http://127.0.0.1:1",
        "credentials": {"hmacKey": secret, "apiKey": "key"},
    });
    company.api().post("/api/channels", body).await.created()
}

fn text(words: &str) -> Value {
    let id = domain::id::new_id().simple().to_string();
    json!({
        "id": format!("false_5511988887777@c.us_{id}"), "timestamp": 1_795_471_200, "from": "5511988887777@c.us",
        "fromMe": false, "body": words, "hasMedia": false,
    })
}

fn sign(secret: &str, bytes: &str) -> String {
    let mut mac = <Hmac<Sha512> as KeyInit>::new_from_slice(secret.as_bytes()).expect("any key will do");
    mac.update(bytes.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

async fn post(app: &App, path: &str, signature: Option<String>, bytes: String) -> Answer {
    let mut request = app.api().request(Method::POST, path).header("content-type", "application/json").body(bytes);
    if let Some(signature) = signature {
        request = request.header("X-Webhook-Hmac", signature);
    }
    Answer::of(request).await
}

#[tokio::test]
async fn only_the_right_signature_reaches_a_conversation() {
    let app = App::start().await;
    let company = app.company().await;
    let other = app.another_company("Outra").await;
    let channel = waha_channel(&company, "balcao", SECRET).await;
    waha_channel(&other, "balcao", "the secret of another").await;
    let body = |words: &str| json!({"event": "message", "session": "balcao", "payload": text(words)}).to_string();
    let own_path = format!("/webhooks/waha/{}", channel["id"].as_str().expect("a channel has an id"));

    for path in ["/webhooks/waha", own_path.as_str()] {
        let bytes = body("forjada");
        let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&bytes).expect("JSON")).expect("JSON");
        let good = sign(SECRET, &bytes);
        for forged in [None, Some(String::new()), Some(good[..64].to_owned()), Some(sign(SECRET, &pretty))] {
            post(&app, path, forged, bytes.clone()).await.problem(401, "invalid_signature");
        }
    }
    let foreign = body("da outra");
    post(&app, &own_path, Some(sign("the secret of another", &foreign)), foreign)
        .await
        .problem(401, "invalid_signature");

    let escaped = body("ação").replace("ação", r"a\u00e7\u00e3o");
    post(&app, "/webhooks/waha", Some(sign(SECRET, &escaped)), escaped).await.expect(200);
    waha_webhook(&app.api(), "balcao", SECRET, "message", text("certa")).await.expect(200);
    company.understood().await;

    let conversations = company.conversations().await;
    assert_eq!(conversations.len(), 1, "{conversations:#?}");
    let messages = company.messages(conversations[0]["id"].as_str().expect("an id")).await;
    let inbound = messages.iter().filter(|message| message["direction"] == "INBOUND");
    let words: Vec<&str> = inbound.filter_map(|message| message["content"].as_str()).collect();
    assert_eq!(words, ["ação", "certa"]);
    assert!(other.conversations().await.is_empty());
    app.is_sound().await;
}

#[tokio::test]
async fn a_stranger_cannot_fill_the_inbox_by_the_shared_path() {
    let app = App::start().await;
    let company = app.company().await;
    let body = json!({"event": "message", "session": "nobody", "payload": text("Oi")}).to_string();
    for _ in 0..20 {
        post(&app, "/webhooks/waha", Some(sign("any", &body)), body.clone()).await.expect(200);
    }
    assert!(company.conversations().await.is_empty());
    assert_eq!(app.logs().matches("no channel has").count(), 1, "one warning a minute");
    app.is_sound().await;
}

const APP: &str = "the secret of the app";

async fn meta_channel(company: &Company, number: &str, secret: &str) -> Value {
    let body = json!({
        "name": number, "provider": "META", "externalKey": number, "baseUrl": "http://127.0.0.1:1",
        "credentials": {"appSecret": secret, "accessToken": "token", "verifyToken": "verify"},
    });
    company.api().post("/api/channels", body).await.created()
}

/// A body of META for these numbers, a text each.
fn batch(parts: &[(&str, &str)]) -> Value {
    let entry = |(number, words): &(&str, &str)| {
        let id = format!("wamid.{}", domain::id::new_id().simple());
        json!({"id": "waba", "changes": [{"field": "messages", "value": {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": number, "phone_number_id": number},
            "contacts": [{"profile": {"name": "Zé"}, "wa_id": "5511988887777"}],
            "messages": [{
                "from": "5511988887777", "id": id, "timestamp": "1795471200", "type": "text", "text": {"body": words},
            }],
        }}]})
    };
    json!({"object": "whatsapp_business_account", "entry": parts.iter().map(entry).collect::<Vec<_>>()})
}

async fn words_of(company: &Company) -> Vec<String> {
    company.understood().await;
    let mut words = Vec::new();
    for conversation in company.conversations().await {
        let messages = company.messages(conversation["id"].as_str().expect("an id")).await;
        let inbound = messages.iter().filter(|message| message["direction"] == "INBOUND");
        words.extend(inbound.filter_map(|message| message["content"].as_str()).map(str::to_owned));
    }
    words
}

#[tokio::test]
async fn of_a_batch_with_one_bad_part_the_good_part_is_stored() {
    let app = App::start().await;
    let company = app.company().await;
    let other = app.another_company("Outra").await;
    let own = meta_channel(&company, "100001", APP).await;
    meta_channel(&other, "200002", "the secret of another app").await;

    let both = batch(&[("100001", "boa"), ("200002", "forjada")]);
    for _ in 0..3 {
        // Every retry is answered alike, and stores nothing twice.
        meta_webhook(&app.api(), APP, &both).await.problem(401, "invalid_signature");
    }
    assert_eq!(words_of(&company).await, ["boa"]);
    assert!(words_of(&other).await.is_empty());

    let forged = batch(&[("100001", "forjada")]);
    let bytes = forged.to_string();
    let good = {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(APP.as_bytes()).expect("any key will do");
        mac.update(bytes.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    };
    let own_path = format!("/webhooks/whatsapp/{}", own["id"].as_str().expect("an id"));
    for path in ["/webhooks/whatsapp", own_path.as_str()] {
        let wrong = [None, Some(String::new()), Some(good.clone()), Some(format!("sha256={}", &good[..32]))];
        for signature in wrong.into_iter().chain([Some(format!("sha1={good}")), Some(format!("sha256={good}00"))]) {
            let mut request = app.api().request(Method::POST, path).body(bytes.clone());
            if let Some(signature) = signature {
                request = request.header("X-Hub-Signature-256", signature);
            }
            Answer::of(request).await.problem(401, "invalid_signature");
        }
    }
    let escaped = batch(&[("100001", "ação")]).to_string().replace("ação", r"a\u00e7\u00e3o");
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(APP.as_bytes()).expect("any key will do");
    mac.update(escaped.as_bytes());
    let signature = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    let request = app.api().request(Method::POST, &own_path).header("X-Hub-Signature-256", signature).body(escaped);
    Answer::of(request).await.expect(200);
    assert_eq!(words_of(&company).await, ["boa", "ação"]);
    app.is_sound().await;
}

#[tokio::test]
async fn a_session_and_a_secret_shared_by_two_companies_are_ambiguous() {
    let app = App::start().await;
    let company = app.company().await;
    let other = app.another_company("Outra").await;
    waha_channel(&company, "balcao", SECRET).await;
    waha_channel(&other, "balcao", SECRET).await;
    let answer = waha_webhook(&app.api(), "balcao", SECRET, "message", text("de quem?")).await;
    answer.problem(409, "ambiguous_channel");
    assert!(words_of(&company).await.is_empty());
    assert!(words_of(&other).await.is_empty());
    app.is_sound().await;
}
