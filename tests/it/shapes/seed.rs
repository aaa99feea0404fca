//! The calls and events that the seed names (SPEC 3 and 4), as a table: each has a snapshot, or a test says which has none. What the two
//! roads of the module above do not pass is called here.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Map, Value, json};

use super::Album;
use crate::harness::{Answer, App, PATIENCE, Socket, waha_webhook, wait_until};
use crate::team::{Team, id};

/// As the albums name them.
const CALLS: [&str; 33] = [
    "POST /auth/login",
    "POST /auth/register",
    "GET /auth/me",
    "POST /auth/forgot-password",
    "GET /conversations",
    "GET /conversations/{id}",
    "GET …/messages",
    "POST …/assign",
    "POST …/transfer",
    "POST …/resolve",
    "PATCH …/customer-name",
    "POST /messages/send",
    "POST /messages/send-media",
    "GET /messages/search",
    "GET /users",
    "POST /users",
    "PATCH /users/{id}",
    "PATCH /users/me/status",
    "GET /departments",
    "GET /departments/{id}",
    "GET /departments/{id}/agents",
    "GET /departments/{id}/queue",
    "POST /departments",
    "GET /metrics/dashboard",
    "GET /metrics/agents",
    "GET /settings",
    "GET /health",
    "POST /webhooks/waha",
    "GET /webhooks/whatsapp",
    "POST /webhooks/whatsapp",
    "GET /webhooks/whatsapp/{channelId}",
    "POST /webhooks/waha/{channelId}",
    "POST /webhooks/whatsapp/{channelId}",
];
/// Of the log, and what a socket relays beside it.
const EVENTS: [&str; 7] = [
    "event message-received",
    "event message-sent",
    "event message-status",
    "event conversation-assigned",
    "event conversation-queued",
    "event conversation-transferred",
    "typing",
];
/// What a socket asks for, with its answer.
const ASKED: [&str; 5] =
    ["ask join-company", "ask join-conversation", "ask agent-status", "ask heartbeat", "ask typing"];

#[test]
fn every_row_of_the_seed_has_its_snapshot() {
    let mut kept = BTreeSet::new();
    for album in [
        "snapshots/it__shapes__company",
        "snapshots/it__shapes__attendance",
        "shapes/snapshots/it__shapes__seed__calls",
        "shapes/snapshots/it__shapes__seed__asked",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(format!("{album}.snap"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let body = text.splitn(3, "---\n").last().unwrap();
        let album: Map<String, Value> = serde_json::from_str(body).unwrap();
        kept.extend(album.into_iter().map(|(name, _)| name));
    }
    let rows = CALLS.iter().chain(&EVENTS).chain(&ASKED);
    let missing: Vec<&&str> = rows.filter(|row| !kept.contains(**row)).collect();
    assert!(missing.is_empty(), "without a snapshot: {missing:#?}");
}

#[tokio::test]
async fn files_webhooks_and_a_forgotten_password() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let api = team.company.api();
    let mut album = Album::default();
    let forgotten = json!({"email": "nobody@example.com", "reason": "Esqueci"});
    album.answer("POST /auth/forgot-password", app.api().post("/api/auth/forgot-password", forgotten).await);

    let phone = line.phone("+5511988887777");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    let conversation = id(&team.served_by(&phone, &team.ana).await);
    let form = format!(
        "--x\r\nContent-Disposition: form-data; name=\"conversationId\"\r\n\r\n{conversation}\r\n--x\r\n\
         Content-Disposition: form-data; name=\"caption\"\r\n\r\nSegue\r\n--x\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"bolo.txt\"\r\n\r\nfarinha e ovos\r\n--x--\r\n"
    );
    let upload = team.ana.api.request(Method::POST, "/api/messages/send-media").body(form);
    let upload = upload.header("content-type", "multipart/form-data; boundary=x");
    album.answer("POST /messages/send-media", Answer::of(upload).await);

    let message = |number: u32| {
        json!({"id": format!("false_5511988887777@c.us_3EB0A000000000000{number:03}"), "timestamp": 1_770_000_000,
            "from": "5511988887777@c.us", "fromMe": false, "body": "Tudo bem?", "hasMedia": false})
    };
    let taken = waha_webhook(&app.api(), &line.key, &line.secret, "message", message(1)).await;
    album.answer("POST /webhooks/waha", taken);
    let forged = waha_webhook(&app.api(), &line.key, "another key", "message", message(2)).await;
    album.answer("POST /webhooks/waha, forged", forged);
    let unsigned = async |path: &str| app.api().post(path, json!({})).await;
    album.answer("POST /webhooks/waha/{channelId}", unsigned(&format!("/webhooks/waha/{}", line.channel)).await);

    let meta = json!({"name": "Loja", "provider": "META", "externalKey": "1055", "wabaId": "77",
        "baseUrl": format!("{}/sandbox/meta", app.base()),
        "credentials": {"appSecret": "app secret", "accessToken": "access token", "verifyToken": "verify token"}});
    let meta = id(&api.post("/api/channels", meta).await.created());
    let own = format!("/webhooks/whatsapp/{meta}");
    let asks = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token";
    album.answer("GET /webhooks/whatsapp", app.api().get(&format!("/webhooks/whatsapp?{asks}=wrong")).await);
    album.answer("GET /webhooks/whatsapp/{channelId}", app.api().get(&format!("{own}?{asks}=verify%20token")).await);
    album.answer("POST /webhooks/whatsapp", unsigned("/webhooks/whatsapp").await);
    album.answer("POST /webhooks/whatsapp/{channelId}", unsigned(&own).await);
    let empty = json!({"object": "whatsapp_business_account", "entry": []});
    album.answer(
        "POST /webhooks/whatsapp, signed",
        crate::harness::meta_webhook(&app.api(), "app secret", &empty).await,
    );
    insta::with_settings!({sort_maps => true}, { insta::assert_json_snapshot!("calls", album.0); });
    app.is_sound().await;
}

/// Ask, and keep the answer under this name.
async fn ask(album: &mut Album, name: &str, socket: &mut Socket, data: Value) {
    let event = name.split(',').next().unwrap();
    let answer = match socket.ask(event, data).await {
        Ok(data) => json!({"event": "ok", "data": data}),
        Err(data) => json!({"event": "error", "data": data}),
    };
    album.put(&format!("ask {name}"), answer);
}

/// What may have come before the answer that was waited for.
async fn heard(socket: &mut Socket, event: &str) -> Value {
    wait_until(&format!("the event {event}"), PATIENCE, async || {
        let found = socket.seen.iter().find(|frame| frame.event == event).map(|frame| frame.data.clone());
        if found.is_none() {
            socket.listen(Duration::from_millis(100)).await;
        }
        found
    })
    .await
}

#[tokio::test]
async fn what_a_socket_asks_for_and_what_it_hears_of_a_queue() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let mut album = Album::default();
    let mut ana = team.ana.socket().await;
    let mut admin = team.company.admin.socket().await;
    let nobody = json!(uuid::Uuid::nil());
    ask(&mut album, "join-company", &mut ana, json!(team.company.id)).await;
    ask(&mut album, "join-company, another", &mut ana, nobody.clone()).await;
    ask(&mut album, "heartbeat", &mut ana, Value::Null).await;
    album.put("event seq", heard(&mut ana, "seq").await);
    ask(&mut album, "agent-status", &mut ana, json!({"status": "BUSY"})).await;
    ask(&mut album, "agent-status, unknown", &mut ana, json!({"status": "ASLEEP"})).await;
    let busy = admin.event_where("agent-status-changed", |data| data["status"] == "BUSY").await;
    album.put("event agent-status-changed", busy.data);

    let phone = team.company.phone("+5511988887777").await;
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    album.put("event conversation-queued", admin.next_event("conversation-queued").await.data);
    let waiting = id(&team.asked(&phone, "da fila").await);
    let typing = json!({"conversationId": waiting, "isTyping": true});
    ask(&mut album, "typing, not joined", &mut ana, typing.clone()).await;
    ask(&mut album, "join-conversation, unknown", &mut ana, nobody).await;
    ask(&mut album, "join-conversation", &mut ana, json!({"conversationId": waiting})).await;
    album.put("event viewers", heard(&mut ana, "viewers").await);
    ask(&mut album, "typing", &mut ana, typing).await;
    ask(&mut album, "leave-conversation", &mut ana, json!(waiting)).await;
    ask(&mut album, "dance", &mut ana, json!({})).await;
    insta::with_settings!({sort_maps => true}, { insta::assert_json_snapshot!("asked", album.0); });
    app.is_sound().await;
}
