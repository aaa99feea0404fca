//! G34: META takes answers for a day after the customer's last message, and templates at any time.

use chrono::Duration;
use domain::channel::ProviderKind;
use serde_json::{Value, json};

use crate::harness::{App, Company, PATIENCE, ProviderLine, ProviderServer, wait_until};
use crate::team::id;

const PHONE: &str = "+5511988887777";

async fn greeted(company: &Company, line: &ProviderLine) -> String {
    line.says(PHONE, "Oi");
    line.hears(PHONE, "Bem-vindo").await;
    company.settled().await;
    let all = company.conversations().await;
    id(all.iter().find(|row| row["channelId"] == json!(line.channel)).expect("the conversation"))
}

fn pronto(conversation: &str, body: &Value) -> Value {
    json!({
        "conversationId": conversation, "name": "pedido_pronto", "language": "pt_BR", "parameters": {"body": body},
    })
}

#[tokio::test]
async fn a_closed_window_stops_texts_and_lets_templates_pass() {
    let mut app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Meta, None, json!({})).await;
    let conversation = greeted(&company, &line).await;
    let templates = format!("/api/channels/{}/templates", line.channel);
    assert_eq!(company.api().get(&templates).await.ok(), json!([]));
    let synced = company.api().post(&format!("{templates}/sync"), json!({})).await.ok();
    let names: Vec<&str> = synced.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["hello_world", "pedido_pronto", "promocao"]);
    // Again, and they are the same.
    company.api().post(&format!("{templates}/sync"), json!({})).await.ok();
    assert_eq!(company.api().get(&templates).await.ok().as_array().map(Vec::len), Some(3));

    app.later(Duration::hours(25)).await;
    let before = line.received(PHONE).len();
    let text = json!({"conversationId": conversation, "content": "Ainda quer?"});
    company.api().post("/api/messages/send", text.clone()).await.problem(422, "window_closed");
    company.settled().await;
    assert_eq!(line.received(PHONE).len(), before, "nobody was called");

    let path = "/api/messages/send-template";
    let short = company.api().post(path, pronto(&conversation, &json!(["Zé"]))).await;
    assert_eq!(short.problem(422, "template_parameters")["errors"][0]["field"], "parameters.body");
    let unknown = json!({"conversationId": conversation, "name": "promocao", "language": "pt_BR"});
    company.api().post(path, unknown).await.problem(422, "validation");
    let sent = company.api().post(path, pronto(&conversation, &json!(["Zé", "42"]))).await.created();
    assert_eq!(sent["content"], "Olá Zé, seu pedido 42 está pronto.");
    assert_eq!((&sent["template"]["name"], &sent["type"]), (&json!("pedido_pronto"), &json!("TEXT")));
    let heard = line.hears(PHONE, "seu pedido 42 está pronto").await;
    assert_eq!((heard.text.as_deref(), heard.client_copies), (Some("Olá Zé, seu pedido 42 está pronto."), 1));

    // The customer answers, and texts go again.
    line.writes_later(PHONE, "Já vou", Duration::hours(25));
    wait_until("an open window", PATIENCE, async || {
        let row = company.api().get(&format!("/api/conversations/{conversation}")).await.ok();
        (row["unreadCount"] != 0 && company.api().post("/api/messages/send", text.clone()).await.status == 201)
            .then_some(())
    })
    .await;
    line.hears(PHONE, "Ainda quer?").await;
    app.is_sound().await;
}

#[tokio::test]
async fn a_window_that_closes_while_a_text_waits_holds_it_back() {
    let mut app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Meta, None, json!({})).await;
    let conversation = greeted(&company, &line).await;
    app.later(Duration::hours(23) + Duration::minutes(50)).await;
    // The pair's limit holds it until the window is over.
    line.faults(json!({"sendError": {"code": 131_056, "next": 1000}}));
    let sent = company.admin.says(&conversation, "Tarde demais").await;
    wait_until("a refused attempt", PATIENCE, async || {
        let tried = app.query("select count(*) from message_attempts where outcome = 'REJECTED'");
        (tried != ["0"]).then_some(())
    })
    .await;
    app.later(Duration::minutes(15)).await;
    line.faults(json!({}));
    let failed = wait_until("the end of the text", PATIENCE, async || {
        let messages = company.messages(&conversation).await;
        messages.into_iter().find(|row| row["id"] == sent["id"] && row["status"] == "FAILED")
    })
    .await;
    assert_eq!(failed["error"]["code"], "window_closed", "{failed:#}");
    assert!(line.received(PHONE).iter().all(|entry| entry.text.as_deref().is_none_or(|text| !text.contains("Tarde"))));
    app.is_sound().await;
}

#[tokio::test]
async fn templates_are_for_meta_and_for_who_wants_them() {
    let app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let waha = server.line(&app, &company, ProviderKind::Waha, None, json!({})).await;
    let conversation = greeted(&company, &waha).await;
    let path = "/api/messages/send-template";
    company.api().post(path, pronto(&conversation, &json!(["Zé", "42"]))).await.problem(422, "channel_cannot");
    let sync = format!("/api/channels/{}/templates/sync", waha.channel);
    company.api().post(&sync, json!({})).await.problem(422, "channel_cannot");

    let meta = server.line(&app, &company, ProviderKind::Meta, None, json!({})).await;
    company.api().post(&format!("/api/channels/{}/templates/sync", meta.channel), json!({})).await.ok();
    let conversation = greeted(&company, &meta).await;
    meta.says(PHONE, "Sair");
    wait_until("the wish", PATIENCE, async || {
        let row = company.api().get(&format!("/api/conversations/{conversation}")).await.ok();
        row["contact"]["optedOutAt"].is_string().then_some(())
    })
    .await;
    company.api().post(path, pronto(&conversation, &json!(["Zé", "42"]))).await.problem(422, "contact_opted_out");
    app.is_sound().await;
}
