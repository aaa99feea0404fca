//! Whatever comes in, the answer is a problem that says what is wrong, and never a 500.

use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, App};

#[tokio::test]
async fn a_body_that_cannot_be_read_says_why() {
    let app = App::start().await;
    let company = app.company().await;
    let post = async |kind: &str, body: &str| {
        let request = company.api().request(Method::POST, "/api/departments");
        Answer::of(request.header("content-type", kind).body(body.to_owned())).await
    };
    for body in ["", "{", "{\"name\":\"Vendas\",}", "{} {}", "\u{0}", "{\"name\":\"\\ud800\"}"] {
        post("application/json", body).await.problem(400, "malformed_json");
    }
    post("text/plain", "{}").await.problem(415, "unsupported_media_type");
    post("application/json", r#"{"name":"Vendas","slug":"vendas","cor":"red"}"#).await.problem(400, "unknown_field");
    let missing = post("application/json", r#"{"name":"Vendas"}"#).await.problem(422, "validation");
    assert_eq!(missing["errors"][0]["field"], "slug");
    post("application/json", &format!("{{\"name\":\"{}\"}}", "x".repeat(2 * 1024 * 1024)))
        .await
        .problem(413, "too_large");
}

#[tokio::test]
async fn ids_and_queries_that_cannot_be_read_are_refused() {
    let app = App::start().await;
    let company = app.company().await;
    for id in ["1", "not-an-id", "00000000-0000-0000-0000-00000000000", "%00", "..%2f..%2fetc"] {
        company.api().get(&format!("/api/conversations/{id}")).await.problem(404, "not_found");
    }
    company.api().get("/api/conversations?status=SLEEPING").await.problem(400, "invalid_query");
    company.api().get("/api/conversations?limit=0").await.problem(400, "invalid_query");
    company.api().get("/api/conversations?limit=many").await.problem(400, "invalid_query");
    company.api().get("/api/conversations?cursor=forged").await.problem(400, "invalid_cursor");
    company.api().get("/api/nothing").await.problem(404, "not_found");
    company.api().delete("/api/health").await.problem(405, "method_not_allowed");
}

#[tokio::test]
async fn webhooks_that_cannot_be_read_are_refused_and_forgotten() {
    let app = App::start().await;
    let company = app.company().await;
    let channel = company.channel().await;
    let id = channel["id"].as_str().expect("a channel has an id");
    let raw = async |body: &str| {
        let answer = company.api().post(&format!("/api/sandbox/{id}/raw"), json!({"body": body})).await.ok();
        answer["status"].as_u64()
    };
    for body in ["{", "[]", "null", "\"text\""] {
        assert_eq!(raw(body).await, Some(400), "{body}");
    }
    let big = vec![b' '; 5 * 1024 * 1024];
    let request = app.api().request(Method::POST, &format!("/webhooks/sandbox/{id}")).body(big);
    Answer::of(request).await.problem(413, "too_large");
    for path in ["/webhooks/waha/1", "/webhooks/sandbox/not-an-id", "/webhooks/whatsapp/%00", "/webhooks/other"] {
        let request = app.api().request(Method::POST, path).body("{}");
        Answer::of(request).await.problem(404, "not_found");
    }
    company.settled().await;
    assert!(company.conversations().await.is_empty());
}
