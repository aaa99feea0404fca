//! G23 and G22: nobody gets more rights than they were given, and an agent sees no other department's customers.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{App, PATIENCE, wait_until};
use crate::isolation::busy;
use crate::operations::{Ids, Who, operations};

const PASSWORD: &str = "uma-senha-bem-longa-42";

#[tokio::test]
async fn nobody_changes_their_own_rights() {
    let app = App::start().await;
    let company = app.company().await;
    let agent = company.agent("Bia", &[]).await;
    let me = agent.api.get("/api/auth/me").await.ok();
    let allowed = ["name", "password", "currentPassword", "activeDepartmentIds", "locale", "preferences"];
    let own = me.as_object().unwrap().keys().map(String::as_str);
    let hidden = ["passwordHash", "tokenVersion", "presenceIntent", "departmentIds", "version"];
    for field in own.chain(hidden).filter(|field| !allowed.contains(field)) {
        let value = match field {
            "role" => json!("ADMIN"),
            "companyId" => json!(domain::id::new_id()),
            _ => me[field].clone(),
        };
        let refused = agent.api.patch("/api/users/me", json!({"name": "Tomada", field: value})).await;
        let problem = refused.problem(400, "unknown_field");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    assert_eq!(agent.api.get("/api/auth/me").await.ok(), me, "nothing of a refused change is kept");
    agent.api.patch("/api/users/me", json!({"name": "Beatriz", "locale": "en"})).await.ok();
    assert_eq!(agent.api.get("/api/auth/me").await.ok()["name"], "Beatriz");
    // Not even an administrator's own role by the administrator's operation.
    let path = format!("/api/users/{}", company.admin.id);
    company.api().patch(&path, json!({"role": "AGENT"})).await.problem(409, "last_admin");
    app.is_sound().await;
}

#[tokio::test]
async fn the_first_run_is_closed_for_ever() {
    let app = App::start().await;
    let body = |email: &str| json!({"email": email, "password": PASSWORD, "name": "Eva", "companyName": "Minha"});
    let company = app.company().await;
    let agent = company.agent("Bia", &[]).await;
    for token in [None, Some(""), Some("bootstrap-token-of-the-tests")] {
        let mut request = app.api().request(reqwest::Method::POST, "/api/auth/register").json(&body("eva@example.com"));
        if let Some(token) = token {
            request = request.header("X-Bootstrap-Token", token);
        }
        crate::harness::Answer::of(request).await.problem(401, "unauthenticated");
    }
    agent.api.post("/api/auth/register", body("eva@example.com")).await.problem(403, "forbidden");
    let login = json!({"email": "eva@example.com", "password": PASSWORD});
    app.api().post("/api/auth/login", login).await.problem(401, "invalid_credentials");
    for wrong in ["", "wrong", "ops-token-of-the-test"] {
        let ops = app.api().with_token(wrong);
        let made = ops.post("/api/ops/companies", json!({"name": "Minha", "adminEmail": "eva@example.com"})).await;
        made.problem(401, "unauthenticated");
    }
    app.is_sound().await;
}

#[tokio::test]
async fn an_agent_is_refused_what_is_not_for_agents_and_that_is_written_down() {
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let agent = company.agent("Bia", &[&ids.department]).await;
    let mut refused = BTreeSet::new();
    for operation in operations() {
        if !matches!(operation.who, Who::Admin | Who::Supervisor) {
            continue;
        }
        for call in operation.calls(&ids) {
            let answer = operation.send(&agent.api, &call).await;
            assert_eq!(
                (answer.status, answer.body["code"].as_str()),
                (403, Some("forbidden")),
                "{}: {:#}",
                operation.id,
                answer.body
            );
        }
        // A word of the path that is no id is written down as it was.
        let path = operation.path.replace("{action}", "stop");
        refused.insert((operation.method.to_string(), shape(&path)));
    }
    let path = format!("/api/audit?outcome=DENIED&limit=200&userId={}", agent.id);
    wait_until("every refusal in the audit trail", PATIENCE, async || {
        let entries = company.api().get(&path).await.ok()["items"].as_array().unwrap().clone();
        let written: BTreeSet<_> = entries.iter().map(what).collect();
        let missing: Vec<_> = refused.difference(&written).collect();
        if missing.is_empty() {
            assert!(entries.iter().all(|entry| entry["action"] == "denied" && entry["status"] == 403));
            return Some(());
        }
        eprintln!("not written yet: {missing:?}");
        None
    })
    .await;
    app.is_sound().await;
}

fn what(entry: &Value) -> (String, String) {
    let text = |name: &str| entry["metadata"][name].as_str().unwrap_or_default().to_owned();
    (text("method"), shape(&text("path")))
}

/// A path with its placeholders alike: `/api/users/*`.
fn shape(path: &str) -> String {
    let part = |part: &str| if part.starts_with(['{', ':']) { "*".to_owned() } else { part.to_owned() };
    path.trim_end_matches('/').split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn an_agent_outside_the_department_sees_none_of_its_conversations() {
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let other = company.department("Suporte", "suporte").await["id"].as_str().unwrap().to_owned();
    let bia = company.agent("Bia", &[&other]).await;
    let mut socket = bia.socket().await;
    let theirs = Ids { agent: bia.id.clone(), department: other, ..ids };
    for operation in operations() {
        let about = operation.path.starts_with("/api/conversations/{") || operation.path.starts_with("/api/messages/{");
        let sends = operation.id == "sendMessage";
        if operation.who == Who::Any && (about || sends) {
            for call in operation.calls(&theirs) {
                operation.send(&bia.api, &call).await.problem(404, "not_found");
            }
        }
    }
    for path in ["/api/conversations", "/api/conversations?search=11988887777", "/api/messages/search?query=segredo"] {
        assert_eq!(bia.api.get(path).await.ok(), json!([]), "{path}");
    }
    let counts = bia.api.get("/api/conversations/counts").await.ok();
    assert_eq!((&counts["open"], &counts["assigned"]), (&json!(0), &json!(0)), "{counts}");
    let refused = socket.ask("join-conversation", json!(theirs.conversation)).await.expect_err("not theirs");
    assert_eq!(refused["code"], "not_found");

    let phone = company.phone("+5511988887777").await;
    let mut admin = company.admin.socket().await;
    phone.says("Mais um segredo").await;
    admin.event_where("message-received", |data| data["message"]["content"] == "Mais um segredo").await;
    for frame in socket.listen(Duration::from_secs(3)).await {
        assert!(!frame.data.to_string().contains(&theirs.conversation), "{frame:?}");
    }

    // A membership opens it to the open socket, and its end closes it again.
    let members = format!("/api/users/{}/departments", bia.id);
    let department = company.api().get(&format!("/api/conversations/{}", theirs.conversation)).await.ok();
    let member = format!("{members}/{}", department["departmentId"].as_str().unwrap());
    company.api().post(&member, json!({})).await.ok();
    wait_until("the member's socket may join", Duration::from_secs(4), async || {
        socket.ask("join-conversation", json!(theirs.conversation)).await.ok()
    })
    .await;
    let gone = company.api().delete(&member).await;
    assert!((200..300).contains(&gone.status), "{:#}", gone.body);
    socket.event_where("left-conversation", |data| data["conversationId"] == theirs.conversation.as_str()).await;
    bia.api.get(&format!("/api/conversations/{}", theirs.conversation)).await.problem(404, "not_found");
    app.is_sound().await;
}
