//! The session of a WAHA channel: linked by a code, followed, and asked for what no webhook told.

use chrono::Duration;
use domain::channel::ProviderKind;
use serde_json::{Value, json};

use super::{OTHER, PHONE, becomes};
use crate::harness::{App, PATIENCE, ProviderLine, ProviderServer, wait_until};
use crate::team::{Team, id};

#[tokio::test]
async fn a_phone_is_linked_by_a_code_and_the_channel_follows_its_session() {
    let app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Waha, None, json!({})).await;
    let api = company.api();
    let path = format!("/api/channels/{}", line.channel);
    let supervisor = company.hire("Caio", "SUPERVISOR", &[]).await;
    let agent = company.agent("Rui", &[]).await;
    let mut answers = String::new();

    let session = supervisor.api.get(&format!("{path}/session")).await.ok();
    assert_eq!((&session["status"], &session["works"]), (&json!("WORKING"), &json!(true)), "{session:#}");
    answers += &session.to_string();
    agent.api.get(&format!("{path}/session")).await.problem(403, "forbidden");
    supervisor.api.post(&format!("{path}/session/stop"), json!({})).await.problem(403, "forbidden");
    supervisor.api.get(&format!("{path}/qr")).await.problem(403, "forbidden");
    // There is nothing to scan while a phone is linked.
    answers += &api.get(&format!("{path}/qr")).await.problem(422, "channel_cannot").to_string();
    assert_eq!(api.post(&format!("{path}/session/explode"), json!({})).await.status / 100, 4);

    let mut socket = company.admin.socket().await;
    let out = api.post(&format!("{path}/session/logout"), json!({})).await.ok();
    assert_eq!(out["status"], "STOPPED", "{out:#}");
    becomes(&company, line.channel, "STOPPED").await;
    let alert = socket.event_where("channel-alert", |data| data["channelId"] == json!(line.channel)).await;
    assert_eq!(alert.data["code"], "session_down", "{:#}", alert.data);

    let begun = api.post(&format!("{path}/session/start"), json!({})).await.ok();
    assert_eq!(begun["status"], "SCAN_QR_CODE", "{begun:#}");
    let code = |format: &str| api.request(reqwest::Method::GET, &format!("{path}/qr{format}"));
    let picture = code("").send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert_eq!(picture.headers()["cache-control"], "no-store");
    assert!(picture.bytes().await.unwrap().starts_with(b"\x89PNG"));
    let code = code("?format=raw").send().await.unwrap().text().await.unwrap();
    assert!(code.starts_with("2@sandbox,"), "{code}");

    line.session("WORKING");
    let row = becomes(&company, line.channel, "ACTIVE").await;
    assert_eq!(row["statusReason"], Value::Null);
    // A bounce shorter than ten seconds is none.
    line.session("FAILED");
    line.session("WORKING");
    line.delivered().await;
    company.understood().await;
    becomes(&company, line.channel, "ACTIVE").await;

    let sandbox = company.channel().await;
    api.get(&format!("/api/channels/{}/session", id(&sandbox))).await.problem(422, "channel_cannot");
    for secret in line.secrets.iter().chain([&code]) {
        assert!(!answers.contains(secret.as_str()), "an answer holds a secret");
        assert!(!app.logs().contains(secret.as_str()), "a log holds a secret");
    }
    app.is_sound().await;
}

/// Polling takes its time.
async fn fetched(line: &ProviderLine, phone: &str, words: &str) {
    wait_until(&format!("\"{words}\" at {phone}"), 4 * PATIENCE, async || {
        let received = line.received(phone);
        received.iter().any(|entry| entry.text.as_deref().is_some_and(|text| text.contains(words))).then_some(())
    })
    .await;
}

#[tokio::test]
async fn messages_whose_webhooks_were_lost_are_fetched_and_count_once() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let company = &team.company;
    let server = ProviderServer::start().await;
    let line = server.line(&app, company, ProviderKind::Waha, None, json!({})).await;
    // From the very first on: no webhook has ever come, and polling is all there is.
    line.faults(json!({"loseWebhook": {}}));
    line.says(PHONE, "Oi");
    fetched(&line, PHONE, "Bem-vindo").await;
    line.says(PHONE, "1");
    fetched(&line, PHONE, "Ana").await;
    line.says(OTHER, "Bom dia");
    fetched(&line, OTHER, "Bem-vindo").await;

    // One comes by webhook, and polling finds it again.
    line.faults(json!({}));
    line.says(PHONE, "Quero um bolo");
    line.delivered().await;
    company.settled().await;
    app.later(Duration::minutes(6)).await;
    // The end of a failing session is lost as well.
    line.session("FAILED");
    becomes(company, line.channel, "DEGRADED").await;
    line.faults(json!({"loseWebhook": {}}));
    line.session("WORKING");
    line.says(PHONE, "De chocolate");
    app.later(Duration::minutes(2)).await;
    becomes(company, line.channel, "ACTIVE").await;
    let conversation = wait_until("the message of the outage", 4 * PATIENCE, async || {
        let all = company.conversations().await;
        let own = id(all.iter().find(|row| row["customerPhone"] == PHONE)?);
        let messages = company.messages(&own).await;
        messages.iter().any(|message| message["content"] == "De chocolate").then_some(own)
    })
    .await;
    app.later(Duration::minutes(6)).await;
    company.understood().await;
    let messages = company.messages(&conversation).await;
    let inbound: Vec<&str> = messages
        .iter()
        .filter(|message| message["direction"] == "INBOUND")
        .map(|message| message["content"].as_str().unwrap())
        .collect();
    assert_eq!(inbound, ["Oi", "1", "Quero um bolo", "De chocolate"]);
    for phone in [PHONE, OTHER] {
        let received = line.received(phone);
        let greetings = received.iter().filter(|entry| entry.text.as_deref().is_some_and(|t| t.contains("Bem-vindo")));
        assert_eq!(greetings.count(), 1, "{received:#?}");
        assert!(received.iter().all(|entry| entry.client_copies == 1), "{received:#?}");
    }
    // Our own messages came by polling as well, and are nobody's reply on a handset.
    assert!(messages.iter().all(|message| message["origin"] != "PHONE"), "{messages:#?}");
    app.is_sound().await;
}
