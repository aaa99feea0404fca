//! Channels from the administrator's side: taken away, linked by a code, heard although webhooks are lost, their keys changed.

mod session;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::channel::ProviderKind;
use serde_json::{Value, json};

use crate::harness::{App, Company, PATIENCE, Profile, ProviderServer, wait_until};
use crate::team::{Team, id};

const PHONE: &str = "+5511988887777";
const OTHER: &str = "+5511977776666";

async fn becomes(company: &Company, channel: impl std::fmt::Display, status: &str) -> Value {
    let path = format!("/api/channels/{channel}");
    wait_until(&format!("a channel that is {status}"), 4 * PATIENCE, async || {
        let row = company.api().get(&path).await.ok();
        (row["status"] == status).then_some(row)
    })
    .await
}

#[tokio::test]
async fn a_channel_with_open_attendances_is_taken_away_only_by_force() {
    let app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Waha, None, json!({})).await;
    let api = company.api();
    let path = format!("/api/channels/{}", line.channel);
    line.says(PHONE, "Oi");
    line.hears(PHONE, "Bem-vindo").await;
    company.settled().await;
    let conversation = id(&company.conversations().await[0]);

    let refused = api.delete(&path).await.problem(409, "active_conversation_exists");
    assert_eq!(refused["conversationId"], conversation.as_str());
    let supervisor = company.hire("Caio", "SUPERVISOR", &[]).await;
    supervisor.api.delete(&format!("{path}?force=true")).await.problem(403, "forbidden");
    api.delete(&format!("{path}?force=true")).await.done();

    api.get(&path).await.problem(404, "not_found");
    api.patch(&path, json!({"name": "De volta"})).await.problem(404, "not_found");
    let listed = api.get("/api/channels").await.ok();
    assert!(listed.as_array().unwrap().iter().all(|row| row["id"] != json!(line.channel)), "{listed:#}");
    let row = api.get(&format!("/api/conversations/{conversation}")).await.ok();
    assert_eq!((&row["status"], &row["channel"]["status"]), (&json!("RESOLVED"), &json!("DISABLED")), "{row:#}");
    let reopened = api.patch(&format!("/api/conversations/{conversation}/status"), json!({"status": "OPEN"})).await;
    reopened.problem(409, "invalid_transition");
    api.post(&format!("/api/conversations/{conversation}/start"), json!({})).await.problem(409, "invalid_transition");
    // The provider is told that nobody is there.
    assert_eq!(line.posts(&json!({"event": "message", "session": "x"})).await, Some(404));
    // The same number may come again.
    server.line(&app, &company, ProviderKind::Waha, None, json!({})).await;
    app.is_sound().await;
}

#[tokio::test]
async fn another_key_to_the_server_is_tried_at_once() {
    let app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Waha, None, json!({})).await;
    let path = format!("/api/channels/{}", line.channel);
    let wrong = company.api().patch(&path, json!({"credentials": {"apiKey": "not the key of it"}})).await.ok();
    assert_eq!((&wrong["status"], &wrong["statusReason"]), (&json!("DEGRADED"), &json!("auth")), "{wrong:#}");
    let right = company.api().patch(&path, json!({"credentials": {"apiKey": line.secrets[1]}})).await.ok();
    assert_eq!((&right["status"], &right["statusReason"]), (&json!("ACTIVE"), &Value::Null), "{right:#}");
    // What is said of it changes nothing at the provider.
    let renamed = company.api().patch(&path, json!({"name": "Balcão 2"})).await.ok();
    assert_eq!(renamed["status"], "ACTIVE");
    app.is_sound().await;
}

#[tokio::test]
async fn a_template_begins_an_attendance_and_is_judged_anew_by_meta() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let company = &team.company;
    let server = ProviderServer::start().await;
    let line = server.line(&app, company, ProviderKind::Meta, None, json!({})).await;
    let templates = format!("/api/channels/{}/templates", line.channel);
    company.api().post(&format!("{templates}/sync"), json!({})).await.ok();
    // Who begins attendances chooses from them.
    let listed = team.ana.api.get(&templates).await.ok();
    assert_eq!(listed.as_array().map(Vec::len), Some(3), "{listed:#}");

    let begin = |more: Value| {
        let mut body = json!({"channelId": line.channel, "phone": PHONE});
        body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        body
    };
    let chosen = json!({"name": "pedido_pronto", "language": "pt_BR", "parameters": {"body": ["Zé", "42"]}});
    let api = &team.ana.api;
    api.post("/api/conversations", begin(json!({"message": "Olá"}))).await.problem(422, "window_closed");
    let both = begin(json!({"message": "Olá", "template": chosen}));
    api.post("/api/conversations", both).await.problem(422, "validation");
    let short = json!({"name": "pedido_pronto", "language": "pt_BR", "parameters": {"body": ["Zé"]}});
    api.post("/api/conversations", begin(json!({"template": short}))).await.problem(422, "template_parameters");

    // Paused by META: it cannot be chosen until it is approved again.
    let judged = |verdict: &str, time: u64| {
        json!({"object": "whatsapp_business_account", "entry": [{"id": line.key, "time": time, "changes": [
            {"field": "message_template_status_update", "value": {
                "event": verdict, "message_template_id": 1, "message_template_name": "pedido_pronto",
                "message_template_language": "pt_BR", "reason": "NONE",
            }},
        ]}]})
    };
    let mut socket = company.admin.socket().await;
    for (verdict, time) in [("PAUSED", 1), ("APPROVED", 2), ("PAUSED", 3), ("APPROVED", 4)] {
        assert_eq!(line.posts(&judged(verdict, time)).await, Some(200));
        socket.event_where("channel-updated", |data| data.to_string().contains(&line.channel.to_string())).await;
        wait_until(verdict, PATIENCE, async || {
            let listed = api.get(&templates).await.ok();
            let mut rows = listed.as_array().unwrap().iter();
            rows.find(|row| row["name"] == "pedido_pronto" && row["status"] == verdict).map(|_| ())
        })
        .await;
        if verdict == "PAUSED" {
            let refused = api.post("/api/conversations", begin(json!({"template": chosen}))).await;
            refused.problem(422, "validation");
        }
    }

    let started = api.post("/api/conversations", begin(json!({"template": chosen}))).await.created();
    assert_eq!(
        (&started["status"], &started["assignedUserId"]),
        (&json!("ASSIGNED"), &json!(team.ana.id)),
        "{started:#}"
    );
    let heard = line.hears(PHONE, "seu pedido 42 está pronto").await;
    assert_eq!(heard.client_copies, 1);
    assert_eq!(line.received(PHONE).len(), 1, "no greeting leaves outside of the window");
    // Until the customer answers there is no window.
    let plain = json!({"conversationId": started["id"], "content": "Pode vir"});
    api.post("/api/messages/send", plain.clone()).await.problem(422, "window_closed");
    line.says(PHONE, "Já vou");
    wait_until("an open window", PATIENCE, async || {
        (api.post("/api/messages/send", plain.clone()).await.status == 201).then_some(())
    })
    .await;
    line.hears(PHONE, "Pode vir").await;
    company.settled().await;
    app.is_sound().await;
}

#[tokio::test]
async fn the_key_of_all_secrets_is_changed_and_nothing_is_lost() {
    let mut app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Waha, None, json!({})).await;
    let body = json!({"url": "https://example.com/hook", "events": ["message"], "name": "Loja"});
    company.api().post("/api/webhook-endpoints", body).await;
    line.says(PHONE, "Oi");
    line.hears(PHONE, "Bem-vindo").await;
    company.settled().await;

    let old = match app.profile {
        Profile::Embedded => {
            std::fs::read_to_string(app.directory().join("data").join("encryption.key")).unwrap().trim().to_owned()
        }
        Profile::Cluster => STANDARD.encode([4; 32]),
    };
    let new = STANDARD.encode([9; 32]);
    app.restart_with(&[("ENCRYPTION_KEY", new.clone()), ("ENCRYPTION_KEY_PREVIOUS", old)]).await;
    line.says(OTHER, "Oi");
    line.hears(OTHER, "Bem-vindo").await;
    company.settled().await;
    assert!(keys(&app, &[]).await.contains("previous"), "both keys are in use");

    // Servers go on meanwhile; called again, it finds nothing to do.
    let rotated = keys(&app, &["--rotate-keys"]).await;
    assert!(!rotated.contains("previous") && rotated.starts_with("current"), "{rotated}");
    let again = app.command(&["doctor", "--json", "--rotate-keys"]).await;
    assert!(again.contains("0 values were sealed with the current key"), "{again}");

    // The key of before is not needed any more: the channel sends, and its webhooks are verified.
    app.restart_with(&[("ENCRYPTION_KEY_PREVIOUS", String::new())]).await;
    line.says("+5511966665555", "Oi");
    line.hears("+5511966665555", "Bem-vindo").await;
    company.settled().await;
    // And without the key of now nothing can be opened, which doctor says.
    app.restart_with(&[("ENCRYPTION_KEY", STANDARD.encode([1; 32]))]).await;
    let lost = app.try_command(&["doctor", "--json"]).await;
    assert!(!lost.status.success() && String::from_utf8_lossy(&lost.stdout).contains("ENCRYPTION_KEY_PREVIOUS"));
    app.restart_with(&[("ENCRYPTION_KEY", new.clone())]).await;
    assert!(!app.logs().contains(&new), "a log holds the key");
    app.is_sound().await;
}

/// What doctor says of the keys.
async fn keys(app: &App, more: &[&str]) -> String {
    let said = app.command(&[&["doctor", "--json"], more].concat()).await;
    let findings: Value = serde_json::from_str(&said).unwrap();
    let finding = findings.as_array().unwrap().iter().find(|finding| finding["check"] == "encryption keys");
    finding.unwrap()["detail"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_sandbox_channel_shows_reactions_typing_and_receipts() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.company.phone(PHONE).await;
    let api = team.company.api();
    let channel = id(&team.company.channel().await);
    phone.says("Quero um bolo").await;
    phone.hears("Bem-vindo").await;
    team.company.settled().await;
    let conversation = id(&team.company.conversations().await[0]);
    let messages = team.company.messages(&conversation).await;
    let question = messages.iter().find(|row| row["content"] == "Quero um bolo").unwrap();

    api.put(&format!("/api/messages/{}/reaction", id(question)), json!({"emoji": "🎂"})).await.ok();
    api.post(&format!("/api/conversations/{conversation}/read"), json!({})).await.ok();
    let mut socket = team.company.admin.socket().await;
    socket.ask("join-conversation", json!({"conversationId": conversation})).await.unwrap();
    let signs = wait_until("the signs", PATIENCE, async || {
        socket.send("typing", json!({"conversationId": conversation, "isTyping": true})).await;
        let signs = api.get(&format!("/api/sandbox/{channel}/signs")).await.ok();
        let all = [&signs["reactions"], &signs["typing"]].iter().all(|part| !part.as_object().unwrap().is_empty());
        (all && signs["seen"] != json!([])).then_some(signs)
    })
    .await;
    assert_eq!(signs["reactions"].as_object().unwrap().values().collect::<Vec<_>>(), ["🎂"], "{signs:#}");
    assert!(signs["typing"][PHONE].as_u64() >= Some(1), "{signs:#}");
    api.delete(&format!("/api/messages/{}/reaction", id(question))).await.ok();
    assert_eq!(api.get(&format!("/api/sandbox/{channel}/signs")).await.ok()["reactions"], json!({}));
    app.is_sound().await;
}
