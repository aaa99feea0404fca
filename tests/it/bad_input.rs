//! Whatever comes in, the answer is a problem that says what is wrong, and never a 500.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::harness::{Answer, App, PATIENCE, Setup, wait_until};
use crate::operations::{Ids, operations};

const MIB: usize = 1024 * 1024;

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
    let unknown = post("application/json", r#"{"name":"Vendas","slug":"vendas","cor":"red"}"#).await;
    assert_eq!(unknown.problem(400, "unknown_field")["errors"][0]["field"], "cor");
    let nested = json!({"name": "Vendas", "slug": "vendas", "businessHours": {
        "weekly": {"mon": [{"start": "08:00", "end": "18:00", "lunch": true}]}}});
    let unknown = post("application/json", &nested.to_string()).await.problem(400, "unknown_field");
    assert_eq!(unknown["errors"][0]["field"], "businessHours.weekly.mon[0].lunch");
    let missing = post("application/json", r#"{"name":"Vendas"}"#).await.problem(422, "validation");
    assert_eq!(missing["errors"][0]["field"], "slug");
    let wrong = post("application/json", r#"{"name":7,"slug":"vendas"}"#).await.problem(422, "validation");
    assert_eq!(wrong["errors"][0]["field"], "name");
    let big = format!("{{\"name\":\"{}\"}}", "x".repeat(2 * MIB));
    post("application/json", &big).await.problem(413, "too_large");
    assert_eq!(company.api().get("/api/departments").await.ok().as_array().unwrap().len(), 1, "nothing was made");
    app.is_sound().await;
}

#[tokio::test]
async fn ids_and_queries_that_cannot_be_read_are_refused() {
    let app = App::start().await;
    let company = app.company().await;
    for id in ["1", "not-an-id", "00000000-0000-0000-0000-00000000000", "%00", "..%2f..%2fetc"] {
        company.api().get(&format!("/api/conversations/{id}")).await.problem(404, "not_found");
    }
    for query in ["status=SLEEPING", "limit=0", "limit=201", "limit=many", "limit=-1", "sort=color", "from=yesterday"] {
        let refused = company.api().get(&format!("/api/conversations?{query}")).await;
        let problem = refused.problem(400, "invalid_query");
        assert_eq!(problem["errors"][0]["field"], query.split('=').next().unwrap(), "{query}");
    }
    company.api().get("/api/conversations?cursor=forged").await.problem(400, "invalid_cursor");
    company.api().get("/api/nothing").await.problem(404, "not_found");
    company.api().delete("/api/health").await.problem(405, "method_not_allowed");
    app.is_sound().await;
}

#[tokio::test]
async fn an_id_of_nothing_is_not_found_by_any_operation() {
    let app = App::start().await;
    let company = app.company().await;
    let nothing = Ids::of_nothing();
    for operation in operations().iter().filter(|operation| operation.path.contains('{')) {
        for call in operation.calls(&nothing) {
            let answer = operation.send(company.api(), &call).await;
            assert_eq!(answer.status, 404, "{}: {:#}", operation.id, answer.body);
            answer.problem(404, "not_found");
        }
    }
    app.is_sound().await;
}

#[tokio::test]
async fn a_token_ends_at_its_second() {
    let app = App::with(Setup::default().env("JWT_EXPIRATION", "3s")).await;
    let company = app.company().await;
    let mut socket = company.admin.socket().await;
    company.api().get("/api/auth/me").await.ok();
    assert_eq!(socket.close_code(PATIENCE).await, 4401);
    let expired = wait_until("the end of the token", PATIENCE, async || {
        Some(company.api().get("/api/auth/me").await).filter(|answer| answer.status != 200)
    })
    .await;
    expired.problem(401, "token_expired");
    let made = company.api().post("/api/departments", json!({"name": "Vendas", "slug": "vendas"})).await;
    made.problem(401, "token_expired");
    for token in ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
        app.api().with_token(token).get("/api/auth/me").await.problem(401, "unauthenticated");
    }
    app.api().get("/api/auth/me").await.problem(401, "unauthenticated");
    app.is_sound().await;
}

#[tokio::test]
async fn a_key_makes_a_request_happen_once() {
    let app = App::start().await;
    let company = app.company().await;
    let post = async |key: &str, body: Value| {
        let request = company.api().request(Method::POST, "/api/departments").header("Idempotency-Key", key);
        Answer::of(request.json(&body)).await
    };
    let body = json!({"name": "Vendas", "slug": "vendas"});
    let first = post("one", body.clone()).await;
    assert_eq!(first.header("idempotency-replayed"), None);
    let first = first.created();
    let again = post("one", body.clone()).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.created()["id"], first["id"]);
    post("one", json!({"name": "Outro", "slug": "outro"})).await.problem(422, "idempotency_key_reused");
    post("two", body).await.problem(409, "slug_taken");
    post(&"x".repeat(129), json!({"name": "A", "slug": "a"})).await.problem(400, "invalid_query");

    let both = json!({"name": "Suporte", "slug": "suporte"});
    let answers = futures_util::future::join_all((0..8).map(|_| post("three", both.clone()))).await;
    for answer in answers {
        assert!(
            answer.status == 201 || answer.body["code"] == "idempotency_in_progress",
            "{} {:#}",
            answer.status,
            answer.body
        );
    }
    let departments = company.api().get("/api/departments").await.ok();
    assert_eq!(departments.as_array().unwrap().len(), 3, "{departments:#}");
    app.is_sound().await;
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
    for path in [format!("/webhooks/sandbox/{id}"), "/webhooks/whatsapp".to_owned()] {
        let request = app.api().request(Method::POST, &path).body(vec![b' '; 5 * MIB]);
        Answer::of(request).await.problem(413, "too_large");
    }
    for path in ["/webhooks/waha/1", "/webhooks/sandbox/not-an-id", "/webhooks/whatsapp/%00", "/webhooks/other"] {
        let request = app.api().request(Method::POST, path).body("{}");
        Answer::of(request).await.problem(404, "not_found");
    }
    company.settled().await;
    assert!(company.conversations().await.is_empty());
    // What comes next is taken as ever.
    let phone = company.phone("+5511988887777").await;
    phone.says("Oi").await;
    phone.hears("Padaria Central").await;
    app.is_sound().await;
}

/// The first line of the answer to raw bytes in chunks, and none at all when the server only hangs up.
async fn chunked(app: &App, path: &str, chunks: usize, ends: bool) -> String {
    let address = app.base().replace("http://", "");
    let mut stream = TcpStream::connect(&address).await.expect("a connection");
    let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("the head is taken");
    let chunk = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
    for _ in 0..chunks {
        // The server may have answered and closed before all of it was sent.
        if stream.write_all(&chunk).await.is_err() {
            break;
        }
    }
    if ends {
        let _closed = stream.write_all(b"0\r\n\r\n").await;
    } else {
        let _closed = stream.shutdown().await;
    }
    let mut answer = [0; 64];
    let read = timeout(Duration::from_secs(15), stream.read(&mut answer)).await.expect("an answer or an end");
    let text = String::from_utf8_lossy(&answer[..read.unwrap_or(0)]).into_owned();
    text.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_body_that_does_not_say_its_length_is_counted() {
    let app = App::start().await;
    let company = app.company().await;
    assert!(chunked(&app, "/webhooks/whatsapp", 80, true).await.contains("413"));
    // Within the limit it is read, and its blanks are no JSON.
    assert!(chunked(&app, "/webhooks/whatsapp", 2, true).await.contains("400"));
    // One that never ends is no request: no 200, and nothing stored.
    assert!(!chunked(&app, "/webhooks/whatsapp", 2, false).await.contains("200"));
    company.settled().await;
    assert!(company.conversations().await.is_empty());
    app.is_sound().await;
}
