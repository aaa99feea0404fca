//! G35: what is asked twenty times with one key is done once, and the key remembers nothing of it.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Api, App, PATIENCE, wait_until};
use crate::isolation::busy;

const TIMES: usize = 20;

async fn post(api: &Api, path: &str, key: &str, body: &Value) -> Answer {
    Answer::of(api.request(Method::POST, path).header("Idempotency-Key", key).json(body)).await
}

/// Until it is not being done by another any more.
async fn insist(api: &Api, path: &str, key: &str, body: &Value) -> Answer {
    wait_until(&format!("an end of POST {path}"), 2 * PATIENCE, async || {
        let answer = post(api, path, key, body).await;
        let waits = answer.body["code"] == "idempotency_in_progress" || answer.status == 429;
        (!waits).then_some(answer)
    })
    .await
}

#[tokio::test]
async fn one_key_makes_one_thing_whoever_asks_how_often() {
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let notes = format!("/api/conversations/{}/notes", ids.conversation);
    let user = json!({
        "email": "chave@example.com", "password": "senha-secreta-e-longa-42", "name": "Nome Escrito", "role": "AGENT",
    });
    let other_user = json!({
        "email": "outra@example.com", "password": "senha-secreta-e-longa-42", "name": "Outra", "role": "AGENT",
    });
    let message = json!({"conversationId": ids.conversation, "content": "Texto escrito"});
    let cases = [
        ("/api/messages/send", message, json!({"conversationId": ids.conversation, "content": "Outro texto"})),
        (notes.as_str(), json!({"content": "Nota escrita"}), json!({"content": "Outra nota"})),
        ("/api/tags", json!({"name": "Nome Escrito"}), json!({"name": "Outro"})),
        (
            "/api/quick-replies",
            json!({"title": "Nome Escrito", "content": "Texto escrito", "shortcut": "chave"}),
            json!({"title": "Outro", "content": "Outro"}),
        ),
        (
            "/api/departments",
            json!({"name": "Nome Escrito", "slug": "chave"}),
            json!({"name": "Outro", "slug": "outro"}),
        ),
        ("/api/users", user, other_user),
        (
            "/api/channels",
            json!({"name": "Nome Escrito", "provider": "SANDBOX", "credentials": {"hmacKey": "senha-secreta-e-longa-42"}}),
            json!({"name": "Outro", "provider": "SANDBOX"}),
        ),
    ];
    let mut keys = Vec::new();
    for (path, body, other) in &cases {
        let key = format!("chave de {path}");
        let answers = join_all((0..TIMES).map(|_| insist(company.api(), path, &key, body))).await;
        let first = answers[0].body["id"].clone();
        assert!(first.is_string(), "{path}: {:#}", answers[0].body);
        for answer in &answers {
            assert!(matches!(answer.status, 200 | 201), "{path}: {} {:#}", answer.status, answer.body);
            assert_eq!(answer.body["id"], first, "{path}");
        }
        let made = answers.iter().filter(|answer| answer.header("idempotency-replayed").is_none()).count();
        assert_eq!(made, 1, "{path}: one answer is the first, the others say that they repeat it");
        insist(company.api(), path, &key, other).await.problem(422, "idempotency_key_reused");
        keys.push(key);
    }
    let messages = company.messages(&ids.conversation).await;
    let sent = messages.iter().filter(|message| message["content"] == "Texto escrito").count();
    assert_eq!(sent, 1, "{messages:#?}");
    let all = app.query("select principal, \"key\", request_hash, status from idempotency_keys");
    assert!(!all.is_empty());
    for row in &all {
        for told in ["senha", "escrit", "Escrit", "example.com"] {
            assert!(!row.contains(told), "{told} is kept in {row}");
        }
    }
    // Another user's key is another key.
    let supervisor = company.hire("Sueli", "SUPERVISOR", &[]).await;
    post(&supervisor.api, "/api/tags", &keys[2], &json!({"name": "Da Sueli"})).await.created();
    app.is_sound().await;
}
