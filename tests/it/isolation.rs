//! G21: a stranger's administrator learns and changes nothing of another company, by any operation, the socket or a webhook.

use serde_json::{Value, json};

use crate::harness::{App, Company, PATIENCE, sandbox_webhook, wait_until};
use crate::operations::{Ids, operations};

const NUMBER: &str = "+5511988887777";
const SECRET: &str = "o segredo da padaria";

/// A company with an agent who answers a customer, as ids.
pub(crate) async fn busy(company: &Company) -> Ids {
    let department = company.department("Vendas", "vendas").await["id"].as_str().unwrap().to_owned();
    let ana = company.agent("Ana Agente", &[&department]).await;
    ana.goes("ONLINE").await;
    let phone = company.phone(NUMBER).await;
    phone.says(SECRET).await;
    let conversation = company.conversation(&phone, "there", |_| true).await["id"].as_str().unwrap().to_owned();
    let path = format!("/api/conversations/{conversation}/transfer");
    wait_until("the agent to be given the customer", PATIENCE, async || {
        let body = json!({"departmentId": department, "userId": ana.id, "force": true});
        let answer = company.api().post(&path, body).await;
        (answer.status == 200 || answer.body["code"] == "same_department").then_some(())
    })
    .await;
    let message = ana.says(&conversation, "Só entre nós").await["id"].as_str().unwrap().to_owned();
    phone.hears("Só entre nós").await;
    company.settled().await;
    Ids {
        company: company.id.clone(),
        email: company.admin.email.clone(),
        department,
        agent: ana.id,
        channel: company.channel().await["id"].as_str().unwrap().to_owned(),
        conversation,
        message,
    }
}

/// All that the company's administrator can read, without what moves by itself.
async fn state(company: &Company, ids: &Ids) -> Vec<Value> {
    let mut all = Vec::new();
    for path in [
        "/api/conversations".to_owned(),
        "/api/conversations/counts".to_owned(),
        format!("/api/conversations/{}", ids.conversation),
        format!("/api/conversations/{}/timeline", ids.conversation),
        format!("/api/conversations/{}/decisions", ids.conversation),
        "/api/departments?includeInactive=true".to_owned(),
        "/api/users".to_owned(),
        format!("/api/users/{}/departments", ids.agent),
        "/api/channels".to_owned(),
        format!("/api/sandbox/{}/outbox", ids.channel),
        format!("/api/sandbox/{}/faults", ids.channel),
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
    for told in ids.all().into_iter().chain([SECRET, "Só entre nós", "Padaria", "11988887777", "Ana Agente"]) {
        assert!(!text.contains(told), "{what} tells {told}: {text}");
    }
}

#[tokio::test]
async fn a_stranger_reads_and_changes_nothing_by_any_operation() {
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let stranger = app.another_company("Outra").await;
    let mut socket = stranger.admin.socket().await;
    let before = state(&company, &ids).await;

    let nothing = Ids::of_nothing();
    for operation in operations() {
        for (n, (call, same)) in operation.calls(&ids).iter().zip(operation.calls(&nothing)).enumerate() {
            let what = format!("{} ({n})", operation.id);
            let answer = operation.send(stranger.api(), call).await;
            assert_eq!(answer.status, call.stranger, "{what}: {:#}", answer.body);
            names_nothing_of(&ids, &what, &answer.body.to_string());
            if answer.status >= 400 {
                // An id of another company and an id of nothing are answered alike.
                let other = operation.send(stranger.api(), &same).await;
                let told = |answer: &crate::harness::Answer| {
                    (answer.status, answer.body["code"].clone(), answer.body["errors"].clone())
                };
                assert_eq!(told(&answer), told(&other), "{what}");
            }
        }
    }
    company.settled().await;
    let after = state(&company, &ids).await;
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after, "{}", before["path"]);
    }
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
