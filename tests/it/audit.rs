//! G44: each mutating operation leaves exactly one entry, whoever called and whatever came of it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, App, Company, PATIENCE, wait_until};
use crate::isolation::busy;
use crate::operations::{Ids, Operation, Who, operations};
use crate::poison::gives_up;

/// Marks, the simulator's own controls, what providers post, and what is tested by itself.
fn is_excluded(operation: &Operation) -> bool {
    let id = operation.id.as_str();
    let marks = ["markRead", "markUnread", "pinConversation", "unpinConversation"];
    let looks = ["previewSettings", "renderQuickReply", "previewRoute"];
    // With tests of their own, below.
    let elsewhere = ["login", "createCompany", "forgotPassword", "bulkConversations"];
    let by_name = [&marks[..], &looks, &elsewhere].concat();
    by_name.contains(&id) || id.starts_with("sandbox") || id.starts_with("receive")
}

/// The entries of one request.
async fn entries(company: &Company, request: &str) -> Vec<Value> {
    let page = company.api().get("/api/audit?limit=200").await.ok();
    let items = page["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().filter(|entry| entry["requestId"] == request).collect()
}

fn request_of(answer: &Answer) -> String {
    answer.header("x-request-id").expect("every answer has one").to_owned()
}

/// What an operation may say that it does, and to what.
fn expected(operation: &str) -> (&'static [&'static str], &'static str) {
    match operation {
        "register" => (&["register"], "user"),
        "createUser" => (&["create", "register"], "user"),
        "logout" => (&["logout"], "session"),
        "setMyStatus" => (&["status_change"], "user"),
        "updateMe" | "updateUser" | "setUserDepartments" | "addUserDepartment" | "removeUserDepartment" => {
            (&["update"], "user")
        }
        "deleteUser" => (&["delete"], "user"),
        "createDepartment" => (&["create"], "department"),
        "reorderDepartments" | "updateDepartment" => (&["update"], "department"),
        "deleteDepartment" => (&["delete"], "department"),
        "assignConversation" => (&["assign"], "conversation"),
        "unassignConversation" => (&["unassign"], "conversation"),
        "transferConversation" => (&["transfer"], "conversation"),
        "resolveConversation" => (&["resolve"], "conversation"),
        "changeStatus" => (&["status_change", "archive", "resolve", "reopen"], "conversation"),
        "changeCustomerName" | "pauseBot" | "setConversationTags" => (&["update"], "conversation"),
        "sendMessage" | "sendMedia" | "sendTemplate" => (&["send"], "message"),
        "linkMedia" => (&["export"], "message"),
        "retryMedia" => (&["retry"], "message"),
        "resendMessage" => (&["resend"], "message"),
        "cancelMessage" | "setReaction" | "removeReaction" => (&["update"], "message"),
        "createChannel" => (&["create"], "channel"),
        "deleteChannel" => (&["delete"], "channel"),
        "updateChannel" | "changeChannelSession" | "verifyChannel" | "setDefaultChannel" | "syncTemplates" => {
            (&["update"], "channel")
        }
        "rotateChannelSecret" => (&["rotate"], "channel"),
        "updateSettings" => (&["update"], "settings"),
        "createContact" => (&["create"], "contact"),
        "updateContact" | "mergeContacts" | "syncContacts" => (&["update"], "contact"),
        "eraseContact" => (&["erase"], "contact"),
        "startConversation" | "startAgain" => (&["start"], "conversation"),
        "createTag" => (&["create"], "tag"),
        "updateTag" => (&["update"], "tag"),
        "deleteTag" => (&["delete"], "tag"),
        "createQuickReply" => (&["create"], "quick_reply"),
        "updateQuickReply" => (&["update"], "quick_reply"),
        "deleteQuickReply" => (&["delete"], "quick_reply"),
        "createNote" => (&["create"], "note"),
        "updateNote" => (&["update"], "note"),
        "deleteNote" => (&["delete"], "note"),
        "resolvePasswordReset" | "rejectPasswordReset" => (&["reset_resolve"], "user"),
        "retryDeadJob" | "retryInboxEvent" => (&["retry"], "job"),
        "discardDeadJob" | "discardInboxEvent" => (&["discard"], "job"),
        "createApiKey" => (&["create"], "api_key"),
        "revokeApiKey" => (&["delete"], "api_key"),
        "createWebhookEndpoint" => (&["create"], "webhook_endpoint"),
        "updateWebhookEndpoint" | "pauseWebhookEndpoint" | "resumeWebhookEndpoint" => (&["update"], "webhook_endpoint"),
        "testWebhookEndpoint" => (&["send"], "webhook_endpoint"),
        "rotateWebhookSecret" => (&["rotate"], "webhook_endpoint"),
        "replayWebhookEndpoint" => (&["retry"], "webhook_endpoint"),
        "deleteWebhookEndpoint" => (&["delete"], "webhook_endpoint"),
        other => panic!("say in tests/it/audit.rs what {other} is in the audit trail"),
    }
}

#[tokio::test]
async fn every_mutating_call_leaves_exactly_one_entry() {
    let app = App::start().await;
    let company = app.company().await;
    let mut ids = busy(&company).await;
    gives_up(&app, &mut ids, "nobody could");
    let agent = company.agent("Bia", &[&ids.department]).await;
    let mut wrong = Vec::new();
    // An agent first, who breaks least; then the administrator, with ids of nothing and with those that are there.
    let nothing = Ids::of_nothing();
    for (who, ids) in [(&agent, &nothing), (&company.admin, &nothing), (&company.admin, &ids)] {
        for operation in operations() {
            if operation.method == Method::GET || is_excluded(&operation) || operation.who == Who::Ops {
                continue;
            }
            for call in operation.calls(ids) {
                let answer = operation.send(&who.api, &call).await;
                let request = request_of(&answer);
                let sent = matches!(operation.id.as_str(), "sendMessage" | "sendMedia" | "sendTemplate")
                    && answer.status < 300;
                let found = entries(&company, &request).await;
                let outcome = match answer.status {
                    403 => "DENIED",
                    status if status < 300 => "OK",
                    _ => "FAILED",
                };
                let (actions, entity) = expected(&operation.id);
                let right = |entry: &Value| {
                    let action = entry["action"].as_str().unwrap_or_default();
                    entry["userId"] == who.id.as_str()
                        && entry["actorEmail"] == who.email.as_str()
                        && (actions.contains(&action) || outcome == "DENIED" && action == "denied")
                        && entry["entity"] == entity
                        && entry["outcome"] == outcome
                        && entry["status"] == answer.status
                };
                let count = usize::from(!sent);
                if found.len() != count || !found.iter().all(right) {
                    wrong.push(format!("{} {} by {}: {found:#?}", operation.id, answer.status, who.email));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    app.is_sound().await;
}

#[tokio::test]
async fn logins_and_strangers_are_written_down_and_secrets_are_not() {
    let app = App::start().await;
    let company = app.company().await;
    let wrong = json!({"email": company.admin.email, "password": "uma-senha-errada-42"});
    let answer = app.api().post("/api/auth/login", wrong).await;
    let request = request_of(&answer);
    answer.problem(401, "invalid_credentials");
    let failed = wait_until("the failed login", PATIENCE, async || entries(&company, &request).await.pop()).await;
    assert_eq!((&failed["action"], &failed["outcome"]), (&json!("login_failed"), &json!("FAILED")));
    assert_eq!(entries(&company, &request).await.len(), 1);

    let right = json!({"email": company.admin.email, "password": "uma-senha-bem-longa-42"});
    let answer = app.api().post("/api/auth/login", right).await;
    let request = request_of(&answer);
    answer.ok();
    let entered = entries(&company, &request).await;
    assert_eq!(entered.len(), 1, "{entered:#?}");
    assert_eq!((&entered[0]["action"], &entered[0]["userId"]), (&json!("login"), &json!(company.admin.id)));
    let trail = company.api().get("/api/audit?limit=200").await.ok().to_string();
    assert!(!trail.contains("senha"), "{trail}");
    app.is_sound().await;
}

/// The entries of one request whoever's they are: action, entity and its id, outcome, status, who and of which company.
fn everybodys(app: &App, request: &str) -> Vec<String> {
    app.query(&format!(
        "SELECT action, entity, coalesce(entity_id, '-'), outcome, status, coalesce(actor_email, '-'),
            coalesce((SELECT name FROM companies WHERE companies.id = audit_logs.company_id), '-')
         FROM audit_logs WHERE request_id = '{request}' ORDER BY timestamp, id"
    ))
}

#[tokio::test]
async fn a_company_that_is_made_is_in_its_own_trail_and_a_refusal_in_nobodys() {
    let app = App::start().await;
    let company = app.company().await;
    let path = "/api/ops/companies";
    let wish = json!({"name": "Terceira", "adminEmail": "third@example.com"});

    let made = app.ops().post(path, wish.clone()).await;
    let request = request_of(&made);
    let user = made.created()["user"]["id"].as_str().unwrap().to_owned();
    assert_eq!(everybodys(&app, &request), [format!("register|user|{user}|OK|201|-|Terceira")]);

    let again = app.ops().post(path, wish.clone()).await;
    let request = request_of(&again);
    again.problem(409, "email_taken");
    assert_eq!(everybodys(&app, &request), ["register|user|-|FAILED|409|-|-"]);

    let stranger = app.api().post(path, wish).await;
    let request = request_of(&stranger);
    stranger.problem(401, "unauthenticated");
    assert_eq!(everybodys(&app, &request), ["denied|user|-|DENIED|401|-|-"]);
    assert!(!company.api().get("/api/audit?limit=200").await.ok().to_string().contains("third"), "not theirs");
    app.is_sound().await;
}

#[tokio::test]
async fn who_forgot_a_password_is_written_down_and_so_is_an_address_that_nobody_has() {
    let app = App::start().await;
    let company = app.company().await;
    let path = "/api/auth/forgot-password";
    let admin = &company.admin;
    let ask = async |email: &str, reason: &str| {
        let answer = app.api().post(path, json!({"email": email, "reason": reason})).await;
        (answer.status, everybodys(&app, &request_of(&answer)))
    };
    let known = ask(&admin.email, "Esqueci").await;
    assert_eq!(known, (200, vec![format!("reset_request|user|{}|OK|200|-|Padaria Central", admin.id)]));
    let unknown = ask("nobody@example.com", "Esqueci").await;
    assert_eq!(unknown, (200, vec!["reset_request|user|-|OK|200|-|-".to_owned()]));
    let (status, refused) = ask(&admin.email, "").await;
    assert!(matches!(status, 400 | 422), "{status}");
    assert_eq!(refused, [format!("reset_request|user|-|FAILED|{status}|-|-")]);
    let trail = company.api().get("/api/audit?limit=200").await.ok().to_string();
    assert!(!trail.contains("Esqueci") && !trail.contains("nobody@example.com"), "{trail}");
    app.is_sound().await;
}

#[tokio::test]
async fn what_is_done_to_many_leaves_an_entry_for_each_and_a_refusal_of_all_leaves_one() {
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let email = &company.admin.email;
    let (own, other) = (&ids.conversation, domain::id::new_id().to_string());
    let many = async |body: Value| {
        let answer = company.api().post("/api/conversations/bulk", body).await;
        (answer.status, everybodys(&app, &request_of(&answer)))
    };
    let (status, entries) = many(json!({"ids": [own, other], "action": "resolve"})).await;
    assert_eq!(status, 200);
    let of = |id: &str, outcome: &str| format!("resolve|conversation|{id}|{outcome}|{email}|Padaria Central");
    assert_eq!(entries, [of(own, "OK|200"), of(&other, "FAILED|404")]);

    // Marks that one makes while reading are in no trail, be they ever so many.
    assert_eq!(many(json!({"ids": [own, other], "action": "read"})).await, (200, Vec::new()));

    let (status, entries) = many(json!({"ids": [own, other], "action": "transfer"})).await;
    assert_eq!(status, 422);
    assert_eq!(entries, [format!("update|conversation|-|FAILED|422|{email}|Padaria Central")]);
    app.is_sound().await;
}

#[tokio::test]
async fn the_trail_leaves_as_a_file_that_runs_nothing() {
    let app = App::start().await;
    let company = app.company().await;
    // More than one page of the export, and a name that a spreadsheet would run.
    let rows = |id: &str| {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 520)
             INSERT INTO audit_logs (id, company_id, action, entity, outcome, status, metadata, request_id, user_agent,
                 timestamp, created_at)
             SELECT {id}, c.id, 'update', 'tag', 'OK', 200, '{{}}', 'r', '=cmd()', c.created_at, c.created_at
             FROM n, companies c"
        )
    };
    app.sql().either(&rows("gen_random_uuid()"), &rows("randomblob(16)"));
    let answer = company.api().get("/api/audit/export?entity=tag").await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let file = answer.ok().as_str().unwrap().to_owned();
    assert_eq!(file.lines().count(), 521);
    assert!(file.contains(r#""'=cmd()""#) && !file.contains(r#""=cmd()""#), "a formula");
    assert_eq!(company.api().get("/api/audit?action=export").await.ok()["items"].as_array().unwrap().len(), 1);
    app.is_sound().await;
}

#[tokio::test]
async fn a_channels_new_secret_is_told_once_and_signs_from_then_on() {
    let app = App::start().await;
    let company = app.company().await;
    let phone = company.phone("+5511988887777").await;
    let path = format!("/api/channels/{}", company.channel().await["id"].as_str().unwrap());
    let rotated = company.api().post(&format!("{path}/rotate-secret"), json!({})).await.ok();
    let secret = rotated["secret"].as_str().unwrap();
    assert!(secret.len() > 30, "{secret}");
    assert!(!company.api().get(&path).await.ok().to_string().contains(secret));
    // The simulator signs with the channel's own secret, whichever it is.
    phone.says("Oi").await;
    company.conversation(&phone, "that began", |_| true).await;
    app.is_sound().await;
}
