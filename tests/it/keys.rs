//! API keys (SPEC 10.2): what each scope opens and nothing else does, and what a key's message is.

mod socket;

use insta::assert_json_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Api, App, Company, PATIENCE, Setup, wait_until};
use crate::isolation::busy;
use crate::operations::{Who, operations};
use crate::team::{Team, id};

const SCOPES: [&str; 11] = [
    "conversations:read",
    "conversations:write",
    "messages:send",
    "contacts:read",
    "contacts:write",
    "users:read",
    "departments:read",
    "metrics:read",
    "events:read",
    "webhooks:manage",
    "channels:read",
];

/// A caller with a new key of these scopes, and the key's id.
pub(crate) async fn key(company: &Company, scopes: &[&str]) -> (Api, String) {
    let made = company.api().post("/api/api-keys", json!({"name": "Loja", "scopes": scopes})).await.created();
    (company.api().with_token(made["secret"].as_str().unwrap()), id(&made))
}

/// What an operation needs of a key; `None` = no key may call it.
fn needs(operation: &str) -> Option<&'static str> {
    Some(match operation {
        "listConversations"
        | "countConversations"
        | "getConversation"
        | "listMessages"
        | "listDecisions"
        | "getTimeline"
        | "getDepartmentQueue"
        | "searchMessages"
        | "listContactConversations"
        | "getMedia"
        | "linkMedia" => "conversations:read",
        "assignConversation"
        | "unassignConversation"
        | "transferConversation"
        | "resolveConversation"
        | "changeStatus"
        | "changeCustomerName"
        | "markRead"
        | "markUnread"
        | "pauseBot"
        | "retryMedia"
        | "startConversation"
        | "startAgain" => "conversations:write",
        "listContacts" | "getContact" => "contacts:read",
        "createContact" | "updateContact" => "contacts:write",
        "sendMessage" | "sendMedia" | "sendTemplate" | "resendMessage" | "cancelMessage" => "messages:send",
        "listUsers" | "getUser" | "listDepartmentAgents" | "previewRoute" => "users:read",
        "listDepartments" | "getDepartment" => "departments:read",
        "listChannels" | "listChannelChoices" | "getChannel" | "getChannelSession" | "listTemplates" => "channels:read",
        "getDashboard" | "getAgentMetrics" | "getBoard" => "metrics:read",
        "listEvents" => "events:read",
        name if name.contains("Webhook") => "webhooks:manage",
        _ => return None,
    })
}

#[tokio::test]
async fn each_operation_opens_to_its_own_scope_and_to_no_other() {
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    for operation in operations() {
        if matches!(operation.who, Who::Public | Who::Ops) {
            continue;
        }
        let wanted = needs(&operation.id);
        let others: Vec<&str> = SCOPES.into_iter().filter(|scope| Some(*scope) != wanted).collect();
        let (other, _) = key(&company, &others).await;
        for call in operation.calls(&ids) {
            let refused = operation.send(&other, &call).await;
            assert_eq!(
                (refused.status, refused.body["code"].as_str()),
                (403, Some("forbidden")),
                "{}: {:#}",
                operation.id,
                refused.body
            );
        }
        let Some(wanted) = wanted else { continue };
        let (own, _) = key(&company, &[wanted]).await;
        for call in operation.calls(&ids) {
            let answer = operation.send(&own, &call).await;
            assert!(!matches!(answer.status, 401 | 403 | 500), "{} {}: {:#}", operation.id, answer.status, answer.body);
        }
    }
    // The document says it too.
    let document = company.api().get("/openapi.json").await.ok();
    let security = &document["paths"]["/api/conversations"]["get"]["security"];
    assert_eq!(security, &json!([{"user": []}, {"key.conversations.read": []}]));
    app.is_sound().await;
}

#[tokio::test]
async fn a_key_shows_its_secret_once_and_ends_when_it_is_told_to() {
    let mut app = App::start().await;
    let company = app.company().await;
    let body = json!({"name": "ERP", "scopes": ["users:read", "events:read", "users:read"], "ratePerMinute": 90});
    let made = company.api().post("/api/api-keys", body).await.created();
    assert_json_snapshot!(made, {
        ".id" => "[id]", ".createdBy" => "[user]", ".prefix" => "[prefix]", ".secret" => "[secret]", ".createdAt" => "[time]",
    });
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("wpc_") && secret.len() == 4 + 43, "{secret}");
    assert_eq!(made["prefix"], secret[..8]);
    let listed = company.api().get("/api/api-keys").await.ok();
    assert!(listed[0]["secret"].is_null() && !listed.to_string().contains(&secret[8..]), "{listed:#}");
    assert_eq!(app.query("select count(*) from api_keys where length(hash) = 32"), ["1"]);

    let program = company.api().with_token(secret);
    program.get("/api/users").await.ok();
    wait_until("the key's use", PATIENCE, async || {
        let listed = company.api().get("/api/api-keys").await.ok();
        listed[0]["lastUsedAt"].as_str().map(|_| ())
    })
    .await;
    for wrong in [&secret[..46], "wpc_", "wpc_0000000000000000000000000000000000000000000"] {
        company.api().with_token(wrong).get("/api/users").await.problem(401, "unauthenticated");
    }
    for (field, body) in [
        ("scopes", json!({"name": "ERP", "scopes": []})),
        ("name", json!({"name": " ", "scopes": ["users:read"]})),
        ("expiresAt", json!({"name": "ERP", "scopes": ["users:read"], "expiresAt": "2020-01-01T00:00:00Z"})),
    ] {
        let refused = company.api().post("/api/api-keys", body).await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["field"], field, "{refused:#}");
    }

    // A key with an end works until then; a revoked one no longer.
    let until = domain::clock::Clock::system().now() + chrono::Duration::hours(1);
    let body = json!({"name": "Curta", "scopes": ["users:read"], "expiresAt": until});
    let short = company.api().post("/api/api-keys", body).await.created();
    let short = company.api().with_token(short["secret"].as_str().unwrap());
    short.get("/api/users").await.ok();
    app.later(chrono::Duration::hours(2)).await;
    short.get("/api/users").await.problem(401, "unauthenticated");
    program.get("/api/users").await.ok();
    let path = format!("/api/api-keys/{}", id(&made));
    company.api().delete(&path).await.done();
    company.api().delete(&path).await.problem(404, "not_found");
    program.get("/api/users").await.problem(401, "unauthenticated");
    app.is_sound().await;
}

#[tokio::test]
async fn a_programs_message_assigns_nobody_and_pauses_the_bot_unless_it_is_to_go_on() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (program, key_id) = key(&team.company, &["messages:send", "conversations:read", "conversations:write"]).await;
    let phone = line.phone("+5511988887777");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    let conversation = id(&team.company.conversation(&phone, "there", |_| true).await);

    let path = format!("/api/conversations/{conversation}");
    let write = async |content: &str, more: Value| {
        let mut body = json!({"conversationId": conversation, "content": content});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let request = program.request(Method::POST, "/api/messages/send").header("Idempotency-Key", content);
        crate::harness::Answer::of(request.json(&body)).await
    };
    let sent = write("Seu pedido saiu", json!({"keepBot": true})).await.created();
    assert_eq!((&sent["origin"], &sent["senderId"], &sent["isBot"]), (&json!("API"), &Value::Null, &json!(false)));
    phone.hears("Seu pedido saiu").await;
    let shown = program.get(&path).await.ok();
    assert_eq!((&shown["status"], &shown["botPausedUntil"]), (&json!("OPEN"), &Value::Null), "{shown:#}");

    let sent = write("Estamos chegando", json!({})).await;
    let request = sent.header("x-request-id").unwrap().to_owned();
    let sent = sent.created();
    assert_eq!(id(&write("Estamos chegando", json!({})).await.created()), id(&sent), "the same key, the same message");
    phone.hears("Estamos chegando").await;
    let shown = program.get(&path).await.ok();
    assert_eq!((&shown["status"], &shown["assignedUserId"]), (&json!("OPEN"), &Value::Null));
    assert!(shown["botPausedUntil"].is_string(), "{shown:#}");
    // The bot keeps silent now: a choice of the menu is not answered.
    phone.says("1").await;
    team.stored(&phone, "1").await;
    team.company.settled().await;
    assert_eq!(team.company.messages(&conversation).await.last().unwrap()["content"], "1");

    let trail = team.company.api().get("/api/audit?limit=200").await.ok();
    let entries: Vec<&Value> =
        trail["items"].as_array().unwrap().iter().filter(|entry| entry["requestId"] == request.as_str()).collect();
    assert_eq!(entries.len(), 1, "{entries:#?}");
    assert_eq!((&entries[0]["apiKeyId"], &entries[0]["userId"]), (&json!(key_id), &Value::Null));
    assert_eq!((&entries[0]["action"], &entries[0]["entityId"]), (&json!("send"), &sent["id"]));

    // It gives to somebody, but is nobody to give to.
    let assign = format!("{path}/assign");
    program.post(&assign, json!({})).await.problem(422, "validation");
    let given = program.post(&assign, json!({"userId": team.bia.id, "force": true})).await.ok();
    assert_eq!(given["assignedUserId"], team.bia.id.as_str());
    app.is_sound().await;
}

#[tokio::test]
async fn a_program_signs_with_the_name_it_gives_and_a_person_with_nothing_but_their_own() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (program, _) = key(&team.company, &["messages:send", "conversations:read"]).await;
    let phone = line.phone("+5511988887777");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    let conversation = id(&team.company.conversation(&phone, "there", |_| true).await);
    let write = async |api: &Api, key: &str, name: &str, content: &str| {
        let body = json!({"conversationId": conversation, "content": content, "senderName": name, "keepBot": true});
        let request = api.request(Method::POST, "/api/messages/send").header("Idempotency-Key", key);
        crate::harness::Answer::of(request.json(&body)).await
    };

    // The menu is not answered yet: there is no department to name.
    let sent = write(&program, "1", " Carla *da* Loja ", "Seu pedido saiu").await.created();
    assert_eq!(sent["content"], "Seu pedido saiu");
    assert_eq!(sent["metadata"]["prefix"], "*Carla da Loja*");
    assert_eq!(phone.hears("Seu pedido saiu").await.text, "*Carla da Loja*: Seu pedido saiu");
    phone.says("1").await;
    team.served_by(&phone, &team.ana).await;
    // A name that was asked for is said, also where agents' names are not.
    team.company.api().patch("/api/settings", json!({"agentPrefixEnabled": false})).await.ok();
    let sent = write(&program, "2", "Carla", "Chegou").await.created();
    assert_eq!(phone.hears("Chegou").await.text, "*Carla - Vendas*: Chegou");

    // The name is a part of what was asked for.
    assert_eq!(write(&program, "2", "Carla", "Chegou").await.created()["id"], sent["id"]);
    write(&program, "2", "Davi", "Chegou").await.problem(422, "idempotency_key_reused");
    let longest = 4096 - "*Carla - Vendas*: ".len();
    let refused = write(&program, "3", "Carla", &"a".repeat(longest + 1)).await.problem(422, "validation");
    assert_eq!(refused["errors"][0]["field"], "content");
    write(&program, "3", "Carla", &"a".repeat(longest)).await.created();
    for name in ["", "  ", "**", &"a".repeat(81)] {
        let refused = write(&program, "4", name, "Oi").await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["field"], "senderName", "{name}: {refused:#}");
    }
    let refused = write(&team.ana.api, "5", "Carla", "Oi").await.problem(422, "validation");
    assert_eq!(refused["errors"][0]["field"], "senderName", "{refused:#}");
    app.is_sound().await;
}

#[tokio::test]
async fn a_key_has_a_limit_of_its_own() {
    let app = App::with(Setup::default().env("API_KEY_RATE_PER_MINUTE", "30")).await;
    let company = app.company().await;
    let body = json!({"name": "Lenta", "scopes": ["users:read"], "ratePerMinute": 3});
    let slow = company.api().post("/api/api-keys", body).await.created();
    let slow = company.api().with_token(slow["secret"].as_str().unwrap());
    let (usual, _) = key(&company, &["users:read"]).await;
    let count = async |api: &Api, calls: usize| {
        let mut allowed = 0;
        for _ in 0..calls {
            let answer = api.get("/api/users").await;
            match answer.status {
                200 => allowed += 1,
                _ => assert!(answer.header("retry-after").is_some(), "{:#}", answer.body),
            }
        }
        allowed
    };
    let first = usual.get("/api/users").await;
    assert_eq!(first.header("ratelimit-limit"), Some("30"));
    let allowed = count(&slow, 10).await;
    assert!((3..10).contains(&allowed), "{allowed}");
    assert_eq!(count(&usual, 10).await, 10, "one key's limit is not another's");
    app.is_sound().await;
}
