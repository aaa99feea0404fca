use std::time::Duration;

use domain::channel::{InboxKind, ProviderKind};
use domain::id::{ChannelId, CompanyId, new_id};
use serde_json::{Value, json};

use crate::installation::{Answer, Installation, SANDBOX_TOKEN};

async fn sandbox(app: &Installation, company: CompanyId) -> ChannelId {
    app.channel(company, ProviderKind::Sandbox, &new_id().to_string(), &json!({"hmacKey": "a secret"}), |_| {}).await
}

/// Wait until the inbox of a channel has so many rows.
async fn rows(app: &Installation, company: CompanyId, channel: ChannelId, count: usize) -> Vec<InboxKind> {
    for _ in 0..250 {
        let inbox = app.inbox(company, channel).await;
        if inbox.len() >= count {
            return inbox.iter().map(|event| event.kind.0).collect();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{count} rows never came: {:?}", app.inbox(company, channel).await)
}

#[tokio::test]
async fn what_a_customer_writes_comes_in_through_the_front_door() {
    let app = Installation::start().await;
    let company = app.company().await;
    let base = app.base.clone();
    let at = |dialect: &str| {
        let url = format!("{base}/sandbox/{dialect}");
        move |row: &mut entities::Channel| row.base_url = Some(url)
    };
    let secrets = json!({"hmacKey": "a secret", "appSecret": "another", "accessToken": "t", "apiKey": "k"});
    let channels = [
        sandbox(&app, company).await,
        app.channel(company, ProviderKind::Meta, "100", &secrets, at("meta")).await,
        app.channel(company, ProviderKind::Waha, "balcao", &secrets, at("waha")).await,
    ];
    for channel in channels {
        let call = json!({"from": "+5511999990000", "type": "text", "text": "Oi {n}", "repeat": 3});
        let answer = app.control(company, channel, "inbound", &call).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.body["messageIds"].as_array().map(Vec::len), Some(3));
        assert_eq!(rows(&app, company, channel, 3).await, [InboxKind::Message; 3]);
    }
}

#[tokio::test]
async fn every_control_call_has_its_effect() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = sandbox(&app, company).await;
    let call = async |name: &str, body: Value| {
        let answer = app.control(company, channel, name, &body).await;
        assert!((200..300).contains(&answer.status), "{name}: {answer:?}");
        answer.body
    };
    let id = call("inbound", json!({"text": "Oi"})).await["messageIds"][0].clone();
    call("edit", json!({"messageId": id, "text": "Olá"})).await;
    call("reaction", json!({"messageId": id, "emoji": "👍"})).await;
    call("revoke", json!({"messageId": id})).await;
    let echo = call("phone-reply", json!({"to": "+5511999990000", "text": "Já vai"})).await["messageId"].clone();
    call("status", json!({"messageId": echo, "status": "delivered"})).await;
    call("session", json!({"status": "FAILED"})).await;
    let kinds = rows(&app, company, channel, 7).await;
    for kind in [
        InboxKind::Message,
        InboxKind::Edit,
        InboxKind::Reaction,
        InboxKind::Revoke,
        InboxKind::Echo,
        InboxKind::Status,
        InboxKind::Session,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} in {kinds:?}");
    }
    assert_eq!(call("raw", json!({"body": "{"})).await, json!({"status": 400}));
    assert_eq!(call("raw", json!({"body": "{}", "signature": "missing"})).await, json!({"status": 401}));

    let get = async |name: &str| {
        let url = format!("{}/api/sandbox/{channel}/{name}", app.base);
        Answer::of(app.http.get(url).bearer_auth(app.admin(company))).await
    };
    let outbox = get("outbox?phone=%2B5511999990000&after=0").await;
    assert_eq!((outbox.status, &outbox.body[0]["text"]), (200, &json!("Já vai")));
    assert!(get("deliveries").await.body["items"].as_array().is_some_and(|items| items.len() >= 7));
    assert_eq!(get("seen").await.body, json!([]));
    assert_eq!(get("faults").await.body["seed"], 0);
    let url = format!("{}/api/sandbox/{channel}/faults", app.base);
    let put = async |body: Value| Answer::of(app.http.put(&url).bearer_auth(app.admin(company)).json(&body)).await;
    assert_eq!(put(json!({"seed": 7, "wrongSignature": {"next": 1}})).await.status, 200);
    let before = app.inbox(company, channel).await.len();
    call("inbound", json!({"text": "De novo"})).await;
    rows(&app, company, channel, before + 1).await;
    assert_eq!(put(json!({"reorder": {"probability": 2}})).await.said(), (422, "validation"));
    call("reset", Value::Null).await;
    assert_eq!(get("outbox").await.body, json!([]));
}

#[tokio::test]
async fn only_administrators_of_the_company_and_holders_of_the_token_play() {
    let app = Installation::start().await;
    let (company, stranger) = (app.company().await, app.company().await);
    let channel = sandbox(&app, company).await;
    let real = app.waha(company, "balcao", "secret").await;
    let url = |channel: ChannelId| format!("{}/api/sandbox/{channel}/inbound", app.base);
    let post = |channel| app.http.post(url(channel)).json(&json!({"text": "Oi"}));
    assert_eq!(Answer::of(post(channel)).await.said(), (401, "unauthenticated"));
    assert_eq!(Answer::of(post(channel).header("X-Sandbox-Token", "wrong")).await.said(), (401, "unauthenticated"));
    assert_eq!(Answer::of(post(channel).bearer_auth(app.admin(stranger))).await.said(), (404, "not_found"));
    assert_eq!(Answer::of(post(real).bearer_auth(app.admin(company))).await.said(), (404, "not_found"));
    assert_eq!(Answer::of(post(new_id()).header("X-Sandbox-Token", SANDBOX_TOKEN)).await.said(), (404, "not_found"));
    assert_eq!(Answer::of(post(channel).header("X-Sandbox-Token", SANDBOX_TOKEN)).await.status, 200);
    assert_eq!(Answer::of(post(channel).bearer_auth(app.admin(company))).await.status, 200);
}

#[tokio::test]
async fn a_control_call_says_what_is_wrong_with_it() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = sandbox(&app, company).await;
    for (call, body, expected) in [
        ("inbound", json!({"text": "Oi", "repeat": 0}), (422, "validation")),
        ("inbound", json!({"text": 1}), (422, "validation")),
        ("inbound", json!({"texto": "Oi"}), (400, "unknown_field")),
        ("status", json!({"messageId": "nothing", "status": "read"}), (404, "not_found")),
        ("status", json!({"messageId": "nothing", "status": "seen"}), (422, "validation")),
        ("raw", json!({}), (422, "validation")),
    ] {
        assert_eq!(app.control(company, channel, call, &body).await.said(), expected, "{call} {body}");
    }
}

#[tokio::test]
async fn the_real_adapters_speak_to_the_dialects() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = sandbox(&app, company).await;
    let unsigned = app.http.get(format!("{}/sandbox/native/{channel}", app.base));
    assert_eq!(Answer::of(unsigned).await.status, 401);
    let unknown = app.http.get(format!("{}/sandbox/native/{}", app.base, new_id()));
    assert_eq!(Answer::of(unknown).await.status, 404);
    let base = format!("{}/sandbox/waha", app.base);
    let credentials = json!({"hmacKey": "a secret", "apiKey": "k"});
    let own = |row: &mut entities::Channel| row.base_url = Some(base.clone());
    let waha = app.channel(company, ProviderKind::Waha, "balcao", &credentials, own).await;
    let send = app.http.post(format!("{base}/api/sendText")).header("X-Api-Key", "k");
    let body = json!({"session": "balcao", "chatId": "5511999990000@c.us", "text": "Olá"});
    let answer = Answer::of(send.json(&body)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let url = format!("{}/api/sandbox/{waha}/outbox", app.base);
    let outbox = Answer::of(app.http.get(url).bearer_auth(app.admin(company))).await;
    assert_eq!(outbox.body[0]["text"], "Olá", "{outbox:?}");
}
