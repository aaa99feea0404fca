//! G21: a stranger's administrator learns and changes nothing of another company, by any operation, the socket or a webhook.

mod timing;

use serde_json::{Value, json};

use crate::harness::{Answer, App, Company, PATIENCE, sandbox_webhook, wait_until};
use crate::operations::{Ids, operations};
use crate::poison::gives_up;

const NUMBER: &str = "+5511988887777";
const SECRET: &str = "o segredo da padaria";

/// A company with an agent who answers a customer, as ids.
pub(crate) async fn busy(company: &Company) -> Ids {
    let seq = company.api().get("/api/events").await.ok()["nextAfter"].as_str().unwrap().to_owned();
    let key = company.api().post("/api/api-keys", json!({"name": "Loja", "scopes": ["events:read"]})).await.created();
    // Nobody listens there.
    let endpoint = json!({"url": "http://127.0.0.1:9/hook", "description": SECRET});
    let endpoint = company.api().post("/api/webhook-endpoints", endpoint).await.created();
    company
        .api()
        .post(&format!("/api/webhook-endpoints/{}/pause", endpoint["id"].as_str().unwrap()), json!({}))
        .await
        .ok();
    let department = company.department("Vendas", "vendas").await["id"].as_str().unwrap().to_owned();
    let ana = company.agent("Ana Agente", &[&department]).await;
    ana.goes("ONLINE").await;
    let phone = company.phone(NUMBER).await;
    phone.says(SECRET).await;
    let there = company.conversation(&phone, "there", |_| true).await;
    let (conversation, contact) = (crate::team::id(&there), crate::team::id(&there["contact"]));
    let path = format!("/api/conversations/{conversation}/transfer");
    wait_until("the agent to be given the customer", PATIENCE, async || {
        let body = json!({"departmentId": department, "userId": ana.id, "force": true});
        let answer = company.api().post(&path, body).await;
        (answer.status == 200 || answer.body["code"] == "same_department").then_some(())
    })
    .await;
    let message = ana.says(&conversation, "Só entre nós").await["id"].as_str().unwrap().to_owned();
    phone.hears("Só entre nós").await;
    let media = crate::media::sends_a_picture(company, &phone, &conversation).await;
    // The receipts come after the messages: nothing moves by itself once all of them are there.
    company.delivered(&conversation).await;
    let made = async |path: &str, body: Value| {
        company.api().post(path, body).await.created()["id"].as_str().unwrap().to_owned()
    };
    let tag = made("/api/tags", json!({"name": "Cliente secreta"})).await;
    let note = made(&format!("/api/conversations/{conversation}/notes"), json!({"content": "Nota secreta"})).await;
    let quick = json!({"title": "Resposta secreta", "content": "Resposta secreta", "shortcut": "secreta"});
    let quick_reply = made("/api/quick-replies", quick).await;
    company.api().post("/api/auth/forgot-password", json!({"email": ana.email, "reason": "Esqueci"})).await.ok();
    let resets = company.api().get("/api/users/password-resets").await.ok();
    let reset = resets["items"][0]["id"].as_str().unwrap().to_owned();
    company.settled().await;
    Ids {
        tag,
        note,
        quick_reply,
        reset,
        company: company.id.clone(),
        email: company.admin.email.clone(),
        department,
        agent: ana.id,
        channel: company.channel().await["id"].as_str().unwrap().to_owned(),
        contact,
        conversation,
        message,
        api_key: key["id"].as_str().unwrap().to_owned(),
        endpoint: endpoint["id"].as_str().unwrap().to_owned(),
        seq,
        media,
        ..Ids::of_nothing()
    }
}

/// All that the company's administrator can read, without what moves by itself.
async fn state(company: &Company, ids: &Ids) -> Vec<Value> {
    let mut all = Vec::new();
    for path in [
        "/api/conversations".to_owned(),
        "/api/conversations/counts".to_owned(),
        format!("/api/conversations/{}", ids.conversation),
        "/api/contacts".to_owned(),
        format!("/api/conversations/{}/timeline", ids.conversation),
        format!("/api/conversations/{}/decisions", ids.conversation),
        "/api/departments?includeInactive=true".to_owned(),
        "/api/users".to_owned(),
        format!("/api/users/{}/departments", ids.agent),
        "/api/channels".to_owned(),
        "/api/api-keys".to_owned(),
        "/api/webhook-endpoints".to_owned(),
        "/api/settings".to_owned(),
        "/api/tags".to_owned(),
        "/api/quick-replies".to_owned(),
        "/api/users/password-resets".to_owned(),
        format!("/api/conversations/{}/notes", ids.conversation),
        format!("/api/sandbox/{}/outbox", ids.channel),
        format!("/api/sandbox/{}/faults", ids.channel),
        "/api/jobs/dead".to_owned(),
        "/api/jobs/inbox?state=DEAD".to_owned(),
    ] {
        let mut body = company.api().get(&path).await.ok();
        still(&mut body);
        all.push(json!({"path": path, "body": body}));
    }
    all
}

fn still(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for moving in ["lastHeartbeatAt", "onlineStatus", "online", "lastEventAt", "lastSentAt"] {
                fields.remove(moving);
            }
            fields.values_mut().for_each(still);
        }
        Value::Array(items) => items.iter_mut().for_each(still),
        _ => {}
    }
}

fn names_nothing_of(ids: &Ids, what: &str, text: &str) {
    for told in ids.all().into_iter().chain([SECRET, "Só entre nós", "Padaria", "11988887777", "Ana Agente", "secreta"])
    {
        assert!(!text.contains(told), "{what} tells {told}: {text}");
    }
}

#[tokio::test]
async fn a_stranger_reads_and_changes_nothing_by_any_operation() {
    let app = App::start().await;
    let company = app.company().await;
    let mut ids = busy(&company).await;
    gives_up(&app, &mut ids, SECRET);
    let stranger = app.another_company("Outra").await;
    let mut socket = stranger.admin.socket().await;
    let before = state(&company, &ids).await;

    let nothing = Ids::of_nothing();
    let mut operations = operations();
    // Reads first: the audit trail names what a stranger asked for before.
    operations.sort_by_key(|operation| operation.method != reqwest::Method::GET);
    for operation in operations {
        for (n, (call, same)) in operation.calls(&ids).iter().zip(operation.calls(&nothing)).enumerate() {
            let what = format!("{} ({n})", operation.id);
            let answer = operation.send(stranger.api(), call).await;
            assert_eq!(answer.status, call.stranger, "{what}: {:#}", answer.body);
            let mut body = answer.body.clone();
            if operation.id == "bulkConversations" {
                // It says back what it was asked for, and that there is no such thing.
                let result = body["results"][0].take();
                assert_eq!((&result["status"], &result["code"]), (&json!(404), &json!("not_found")), "{result}");
            }
            names_nothing_of(&ids, &what, &body.to_string());
            // The address of a channel is its provider's to know: a wrong signature there is no wrong address.
            if answer.status >= 400 && operation.id != "receiveSandbox" {
                // An id of another company and an id of nothing are answered alike.
                let other = operation.send(stranger.api(), &same).await;
                let told = |answer: &Answer| {
                    let mut body = answer.body.clone();
                    body.as_object_mut().map(|fields| fields.remove("requestId"));
                    (answer.status, body)
                };
                assert_eq!(told(&answer), told(&other), "{what}");
            }
        }
    }
    company.understood().await;
    let after = state(&company, &ids).await;
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after, "{}", before["path"]);
    }
    // What was given up is still there for those who may decide about it.
    for path in
        [format!("/api/jobs/dead/{}/discard", ids.dead_job), format!("/api/jobs/inbox/{}/retry", ids.inbox_event)]
    {
        company.api().post(&path, json!({})).await.done();
    }
    company.settled().await;
    for frame in socket.listen(std::time::Duration::from_secs(1)).await {
        names_nothing_of(&ids, &frame.event, &frame.data.to_string());
    }
    app.is_sound().await;
}

#[tokio::test]
async fn a_user_of_one_company_never_becomes_a_member_of_anothers_department() {
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let stranger = app.another_company("Outra").await;
    let own = &stranger.admin.id;
    let set = json!({"departmentIds": [ids.department]});
    let answer = stranger.api().put(&format!("/api/users/{own}/departments"), set).await;
    assert!(matches!(answer.status, 404 | 422), "{:#}", answer.body);
    let join = format!("/api/users/{own}/departments/{}", ids.department);
    stranger.api().post(&join, json!({})).await.problem(404, "not_found");
    let primary = json!({"departmentId": ids.department});
    let answer = stranger.api().patch(&format!("/api/users/{own}"), primary).await;
    assert!(matches!(answer.status, 404 | 422), "{:#}", answer.body);
    let taken = json!({"email": ids.email, "password": "uma-senha-bem-longa-42", "name": "Ana", "role": "AGENT"});
    stranger.api().post("/api/users", taken).await.problem(409, "email_taken");
    app.is_sound().await;
}

#[tokio::test]
async fn the_socket_tells_a_stranger_nothing() {
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let stranger = app.another_company("Outra").await;
    let mut socket = stranger.admin.socket().await;
    let nothing = domain::id::new_id();
    for (event, data) in [
        ("join-conversation", json!(ids.conversation)),
        ("join-conversation", json!({"conversationId": ids.conversation})),
        ("join-conversation", json!(nothing)),
        ("join-company", json!(ids.company)),
    ] {
        let refused = socket.ask(event, data.clone()).await.expect_err(event);
        assert_eq!(refused["code"], "not_found", "{event} {data}: {refused}");
    }
    let typing = json!({"conversationId": ids.conversation, "isTyping": true});
    assert!(socket.ask("typing", typing).await.is_err(), "typing needs a joined room");

    let phone = company.phone(NUMBER).await;
    let mut own = company.admin.socket().await;
    phone.says("Mais um segredo").await;
    own.event_where("message-received", |data| data["message"]["content"] == "Mais um segredo").await;
    for frame in socket.listen(std::time::Duration::from_secs(3)).await {
        names_nothing_of(&ids, &frame.event, &frame.data.to_string());
    }
    // Nor does the log, read again from the beginning of the other's.
    let from = own.last_seq.clone();
    let mut again = crate::harness::Socket::open(stranger.api(), from.as_deref()).await;
    for frame in again.listen(std::time::Duration::from_secs(1)).await {
        names_nothing_of(&ids, &frame.event, &frame.data.to_string());
    }
    app.is_sound().await;
}

#[tokio::test]
async fn a_webhook_signed_with_anothers_secret_is_refused() {
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let stranger = app.another_company("Outra").await;
    let body = json!({"name": "Outro", "provider": "SANDBOX", "credentials": {"hmacKey": "the strangers own key"}});
    let own = stranger.api().post("/api/channels", body).await.created();
    let event = json!({"type": "text"});
    let answer = sandbox_webhook(&app.api(), &ids.channel, "the strangers own key", &event).await;
    answer.problem(401, "invalid_signature");
    let before = state(&company, &ids).await;
    let control = format!("/api/sandbox/{}/inbound", own["id"].as_str().unwrap());
    stranger.api().post(&control, json!({"from": NUMBER, "type": "text", "text": "Oi"})).await.ok();
    stranger.settled().await;
    wait_until("the stranger's own conversation", PATIENCE, async || {
        (stranger.conversations().await.len() == 1).then_some(())
    })
    .await;
    assert_eq!(state(&company, &ids).await, before, "the same phone at two companies is two customers");
    app.is_sound().await;
}
