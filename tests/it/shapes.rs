//! G45: what answers and socket events look like, kept as snapshots, the same on both profiles. Ids and times are named, and so is every
//! number that hangs on the speed of the machine; nothing else may change unnoticed.

mod seed;
mod tried;

use serde_json::{Map, Value, json};

use crate::agreement::redact;
use crate::harness::{Answer, App, PATIENCE, wait_until};
use crate::team::{Team, id};

/// Numbers and words that differ from run to run, and the two that name the profile.
const DRAWN: [&str; 27] = [
    "token",
    "protocol",
    "timestamp",
    "version",
    "average",
    "median",
    "p90",
    "avgFirstResponseTime",
    "avgResolutionTime",
    "onlineSeconds",
    "oldestSeconds",
    "requestId",
    "nextCursor",
    "messagesNextCursor",
    "whatsappMessageId",
    "externalKey",
    "seq",
    "credentialHint",
    "webhookUrl",
    "baseUrl",
    "id",
    "bucket",
    "profile",
    "redis",
    "providerId",
    "waitingSeconds",
    "rooms",
];

fn named(mut value: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                // As many bars as the day has had hours.
                if let Some(bars) = fields.get_mut("series").and_then(Value::as_array_mut) {
                    bars.retain(|bar| bar.as_object().unwrap().values().any(|count| count.as_i64() > Some(0)));
                }
                // Under the department that the conversation had when its message was counted, a moment after it was sent.
                for row in fields.get_mut("byDepartment").and_then(Value::as_array_mut).into_iter().flatten() {
                    row["outbound"] = json!("[outbound]");
                    row["firstResponse"]["count"] = json!("[count]");
                }
                // A worker may have taken it before the answer was read.
                if fields.get("sendPhase").is_some_and(|phase| phase == "SENDING") {
                    fields["sendPhase"] = json!("QUEUED");
                }
                for (name, value) in fields.iter_mut() {
                    if DRAWN.contains(&name.as_str()) && !value.is_null() {
                        *value = json!(format!("[{name}]"));
                    } else {
                        walk(value);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(walk),
            Value::String(text) => {
                // As texts of the bot tell it: eight digits, a dash, and eight more.
                if let Some((before, after)) = text.split_once("Protocolo ")
                    && let Some(rest) = after.get(17..)
                {
                    *text = format!("{before}Protocolo [protocol]{rest}");
                }
                if text.starts_with("/api/media/") {
                    "/api/media/[id]".clone_into(text);
                }
                if let Some((before, rest)) = text.split_once("@[") {
                    *text = format!("{before}@[id{}", &rest[rest.find(']').unwrap_or_default()..]);
                }
            }
            _ => {}
        }
    }
    walk(&mut value);
    redact(&mut value, &[]);
    value
}

/// Answers by the call that gave them, in the order of the calls.
#[derive(Default)]
struct Album(Map<String, Value>);

impl Album {
    fn put(&mut self, call: &str, body: Value) {
        let known = self.0.insert(call.to_owned(), named(body));
        assert!(known.is_none(), "{call} twice");
    }

    fn answer(&mut self, call: &str, answer: Answer) -> Value {
        let Answer { status, body, .. } = answer;
        self.put(call, json!({"status": status, "body": body}));
        body
    }
}

#[tokio::test]
async fn people_departments_and_what_a_company_keeps() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let api = team.company.api();
    let mut album = Album::default();
    let login = json!({"email": "ana@example.com", "password": "wrong password"});
    album.answer("POST /auth/login, wrong", app.api().post("/api/auth/login", login).await);
    let new = json!({"email": "rui@example.com", "password": "correct horse battery", "name": "Rui", "role": "AGENT"});
    album.answer("POST /auth/register", api.post("/api/auth/register", new).await);
    let login = json!({"email": "rui@example.com", "password": "correct horse battery"});
    album.answer("POST /auth/login", app.api().post("/api/auth/login", login).await);
    album.answer("GET /auth/me", team.ana.api.get("/api/auth/me").await);
    album.answer("GET /auth/me, nobody", app.api().get("/api/auth/me").await);
    let new = json!({"email": "eva@example.com", "password": "correct horse battery", "name": "Eva", "role": "SUPERVISOR",
        "departmentId": team.sales, "maxConversations": 3});
    let eva = album.answer("POST /users", api.post("/api/users", new).await);
    let change = json!({"name": "Eva Maria", "isActive": true});
    album.answer("PATCH /users/{id}", api.patch(&format!("/api/users/{}", id(&eva)), change).await);
    album.answer("GET /users", api.get("/api/users?status=active").await);
    album.answer("PATCH /users/me/status", team.ana.api.patch("/api/users/me/status", json!({"status": "BUSY"})).await);
    album.answer("POST /users, unknown field", api.post("/api/users", json!({"nickname": "x"})).await);
    album.answer("GET /users, agents may not write", team.ana.api.post("/api/users", json!({})).await);

    let new = json!({"name": "Financeiro", "slug": "financeiro", "color": "#00ff00", "responseTimeoutMinutes": 7,
        "keywords": ["boleto"], "emoji": "💰"});
    album.answer("POST /departments", api.post("/api/departments", new.clone()).await);
    album.answer("POST /departments, again", api.post("/api/departments", new).await);
    album.answer("GET /departments", api.get("/api/departments").await);
    let department = format!("/api/departments/{}", team.sales);
    album.answer("GET /departments/{id}", api.get(&department).await);
    album.answer("GET /departments/{id}/agents", api.get(&format!("{department}/agents")).await);
    album.answer("GET /departments/{id}/queue", api.get(&format!("{department}/queue")).await);

    album.answer("GET /settings", api.get("/api/settings").await);
    let quick = json!({"title": "Saudação", "content": "{{greeting}}, {{customer.firstName}}!", "shortcut": "oi"});
    album.answer("POST /quick-replies", api.post("/api/quick-replies", quick).await);
    album.answer("GET /quick-replies", team.ana.api.get("/api/quick-replies").await);
    album.answer("POST /tags", api.post("/api/tags", json!({"name": "VIP", "color": "#ff0000"})).await);
    album.answer("GET /tags", team.ana.api.get("/api/tags").await);
    album.answer("GET /health", app.api().get("/api/health").await);
    insta::with_settings!({sort_maps => true}, { insta::assert_json_snapshot!("company", album.0); });
    app.is_sound().await;
}

#[tokio::test]
async fn conversations_messages_figures_and_the_events_of_both() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");
    let api = team.company.api();
    let mut album = Album::default();
    let mut socket = team.company.admin.socket().await;
    let mut ana = team.ana.socket().await;
    phone.sends(json!({"type": "text", "text": "Oi", "name": "Zé"})).await;
    let conversation = team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    team.served_by(&phone, &team.ana).await;
    phone.hears("Você está sendo atendido").await;
    let path = format!("/api/conversations/{}", id(&conversation));
    let body = json!({"conversationId": id(&conversation), "content": "Bom dia, segredo!"});
    let sent = album.answer("POST /messages/send", team.ana.api.post("/api/messages/send", body).await);
    phone.hears("Bom dia, segredo!").await;
    team.company.delivered(&id(&conversation)).await;
    team.company.settled().await;

    ana.ask("join-conversation", json!(id(&conversation))).await.unwrap();
    socket.ask("join-conversation", json!(id(&conversation))).await.unwrap();
    socket.send("typing", json!({"conversationId": id(&conversation), "isTyping": true})).await;
    album.put("typing", json!(ana.event_where("typing", |data| data["source"] == "agent").await.data));
    let tag = id(&api.post("/api/tags", json!({"name": "VIP", "color": "#ff0000"})).await.created());
    album.answer(
        "PUT …/tags",
        Answer::of(api.request(reqwest::Method::PUT, &format!("{path}/tags")).json(&json!({"tagIds": [tag]}))).await,
    );
    album.answer("PUT …/pin", Answer::of(api.request(reqwest::Method::PUT, &format!("{path}/pin"))).await);
    album
        .answer("POST …/notes", team.ana.api.post(&format!("{path}/notes"), json!({"content": "Gosta de bolo"})).await);
    album.answer("GET …/notes", api.get(&format!("{path}/notes")).await);
    let name = json!({"name": "José"});
    album.answer("PATCH …/customer-name", team.ana.api.patch(&format!("{path}/customer-name"), name).await);
    album.answer("GET /conversations", api.get("/api/conversations?status=OPEN,ASSIGNED").await);
    album.answer("GET /conversations/counts", api.get("/api/conversations/counts").await);
    album.answer("GET /conversations/{id}", api.get(&path).await);
    album.answer("GET …/messages", api.get(&format!("{path}/messages?limit=2")).await);
    album.answer("GET /messages/search", api.get("/api/messages/search?query=segredo").await);
    album.answer("GET /contacts", api.get("/api/contacts").await);
    album.answer(
        "GET /contacts/{id}",
        api.get(&format!("/api/contacts/{}", conversation["contactId"].as_str().unwrap())).await,
    );
    album.answer("POST …/assign, held", team.bia.api.post(&format!("{path}/assign"), json!({})).await);
    album.answer(
        "POST …/transfer",
        team.ana.api.post(&format!("{path}/transfer"), json!({"departmentId": team.support})).await,
    );
    phone.hears("Sua conversa foi transferida").await;
    team.company.delivered(&id(&conversation)).await;
    album.answer("POST …/assign", api.post(&format!("{path}/assign"), json!({"userId": team.bia.id})).await);
    let bulk = json!({"ids": [id(&conversation), uuid::Uuid::nil()], "action": "read"});
    album.answer("POST /conversations/bulk", api.post("/api/conversations/bulk", bulk).await);
    album.answer("POST …/resolve", api.post(&format!("{path}/resolve"), json!({"sendMessage": false})).await);
    let late = json!({"conversationId": id(&conversation), "content": "Tarde"});
    album.answer("POST /messages/send, resolved", api.post("/api/messages/send", late).await);
    album.answer(
        "GET /conversations/{id}, unknown",
        api.get(&format!("/api/conversations/{}", uuid::Uuid::nil())).await,
    );
    let counted = wait_until("the figures", PATIENCE * 2, async || {
        let told = api.get("/api/metrics/dashboard?period=1d").await;
        (told.body["conversations"]["resolved"] == 1 && told.body["messages"]["outbound"].as_i64() > Some(2))
            .then_some(told)
    });
    album.answer("GET /metrics/dashboard", counted.await);
    album.answer("GET /metrics/agents", api.get("/api/metrics/agents").await);
    album.answer("GET /channels", api.get("/api/channels").await);
    assert_eq!(sent["status"], "PENDING");

    // One event of each name, the first of it.
    socket.event_where("conversation-resolved", |_| true).await;
    socket.listen(std::time::Duration::from_secs(1)).await;
    for frame in &socket.seen {
        let name = format!("event {}", frame.event);
        let told = ["message-", "conversation-", "note-", "contact-", "tags-"];
        if told.iter().any(|kind| frame.event.starts_with(kind)) && !album.0.contains_key(&name) {
            // What the message of the step before left may still be on its way.
            album.put(&name, frame.data.clone());
        }
    }
    insta::with_settings!({sort_maps => true}, { insta::assert_json_snapshot!("attendance", album.0); });
    app.is_sound().await;
}
