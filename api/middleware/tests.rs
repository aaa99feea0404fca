use std::sync::Arc;

use chrono::Duration;
use domain::clock::Clock;
use domain::role::Role;
use poem::http::{Method, StatusCode};
use poem::test::TestClient;
use poem::{Endpoint, Response, Route, get, handler};
use serde_json::json;

use super::*;
use crate::limits::{Limiter, Rates};
use crate::testing::{account, client, front, problem, token, tokens};

#[handler]
fn panics() -> String {
    panic!("the secret of the database is 1234")
}

#[handler]
fn works() -> &'static str {
    "ok"
}

fn routes() -> Route {
    Route::new()
        .at("/api/panics", get(panics))
        .at("/api/works", get(works))
        .at("/page", get(works))
        .at("/api/auth/login", works)
}

fn with(rates: Rates, origins: Origins, clock: &Clock) -> TestClient<impl Endpoint<Output = Response> + use<>> {
    TestClient::new(front(clock, rates, origins).guard(routes()))
}

#[tokio::test]
async fn unknown_routes_wrong_methods_and_panics_are_problems() {
    let api = client(routes());
    let (status, body) = problem(api.get("/api/nothing").send().await).await;
    assert_eq!((status, &body["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    let (status, body) = problem(api.delete("/api/works").send().await).await;
    assert_eq!((status, &body["code"]), (StatusCode::METHOD_NOT_ALLOWED, &json!("method_not_allowed")));
    let (status, body) = problem(api.get("/api/panics").send().await).await;
    assert_eq!((status, &body["code"]), (StatusCode::INTERNAL_SERVER_ERROR, &json!("internal")));
    assert!(!body.to_string().contains("1234"), "what a panic says stays with us");
}

#[tokio::test]
async fn the_request_id_of_the_client_comes_back() {
    let response = client(routes()).get("/api/nothing").header("x-request-id", "trace-7").send().await;
    response.assert_header("x-request-id", "trace-7");
    problem(response).await;
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let api = client(routes());
    for path in ["/api/works", "/api/nothing", "/api/panics", "/page"] {
        let response = api.get(path).send().await;
        response.assert_header("x-content-type-options", "nosniff");
        response.assert_header("x-frame-options", "DENY");
        response.assert_header("x-xss-protection", "0");
        response.assert_header("referrer-policy", "same-origin");
        response.assert_header("permissions-policy", "microphone=(self)");
        response.assert_header("content-security-policy", PAGE_POLICY);
        response.assert_header_is_not_exist("strict-transport-security");
        if path == "/page" {
            response.assert_header_is_not_exist("cache-control");
        } else {
            response.assert_header("cache-control", "no-store");
        }
    }
    let secure = Front { https: true, ..front(&Clock::system(), Rates::default(), Origins::Same) };
    let response = TestClient::new(secure.guard(routes())).get("/page").send().await;
    response.assert_header("strict-transport-security", "max-age=31536000");
}

#[tokio::test]
async fn listed_origins_may_read_with_credentials_and_others_may_not() {
    let clock = Clock::system();
    let api = with(Rates::default(), Origins::Listed(vec!["https://app.example.com".into()]), &clock);
    let preflight = |origin: &'static str| {
        api.request(Method::OPTIONS, "/api/works")
            .header("origin", origin)
            .header("access-control-request-method", "PATCH")
            .send()
    };
    let response = preflight("https://app.example.com").await;
    response.assert_status(StatusCode::NO_CONTENT);
    response.assert_header("access-control-allow-origin", "https://app.example.com");
    response.assert_header("access-control-allow-credentials", "true");
    response.assert_header("vary", "Origin");
    preflight("https://evil.example.com").await.assert_header_is_not_exist("access-control-allow-origin");

    let response = api.get("/api/nothing").header("origin", "https://app.example.com").send().await;
    response.assert_header("access-control-allow-origin", "https://app.example.com");
    response.assert_header_exist("access-control-expose-headers");
    let same_site = api.get("/api/works").header("origin", "https://evil.example.com").send().await;
    same_site.assert_status_is_ok();
    same_site.assert_header_is_not_exist("access-control-allow-origin");
}

#[tokio::test]
async fn development_allows_any_origin_without_credentials() {
    let api = with(Rates::default(), Origins::Any, &Clock::system());
    let response = api.get("/api/works").header("origin", "http://localhost:5173").send().await;
    response.assert_header("access-control-allow-origin", "*");
    response.assert_header_is_not_exist("access-control-allow-credentials");
}

#[tokio::test]
async fn anonymous_requests_are_counted_by_address_and_told_when_to_come_back() {
    let clock = Clock::system();
    let api = with(Rates { anonymous: 2, ..Rates::default() }, Origins::Same, &clock);
    let first = api.get("/api/works").send().await;
    first.assert_header("ratelimit-limit", "2");
    first.assert_header("ratelimit-remaining", "1");
    first.assert_header("ratelimit-reset", "30");
    api.get("/api/works").header("authorization", "Bearer made.up.token").send().await.assert_status_is_ok();
    let third = api.get("/api/works").send().await;
    third.assert_header("retry-after", "30");
    third.assert_header("ratelimit-remaining", "0");
    third.assert_header("cache-control", "no-store");
    let (status, body) = problem(third).await;
    assert_eq!((status, &body["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("rate_limited")));
    api.get("/page").send().await.assert_status_is_ok();
    clock.advance(Duration::seconds(30));
    api.get("/api/works").send().await.assert_status_is_ok();
}

#[tokio::test]
async fn users_have_their_own_buckets_but_signing_in_is_charged_to_the_address() {
    let clock = Clock::system();
    let api = with(Rates { anonymous: 1, reads: 3, ..Rates::default() }, Origins::Same, &clock);
    let bearer = token(&tokens(&clock), &account(Role::Agent));
    for left in ["2", "1", "0"] {
        let response = api.get("/api/works").header("authorization", &bearer).send().await;
        response.assert_header("ratelimit-remaining", left);
    }
    let login = || api.post("/api/auth/login").header("authorization", &bearer).send();
    login().await.assert_status_is_ok();
    login().await.assert_status(StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_limiter_is_shared_by_its_clones() {
    let front = front(&Clock::system(), Rates::default(), Origins::Same);
    let shared: Arc<Limiter> = front.limiter.clone();
    assert!(Arc::ptr_eq(&shared, &front.clone().limiter));
}

/// Over a real connection, where an endless chunked body meets the limit of every endpoint that reads JSON.
#[tokio::test]
async fn an_endless_body_is_cut_off_on_the_wire() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    struct Echo;
    #[poem_openapi::OpenApi]
    impl Echo {
        #[expect(clippy::unused_async, reason = "operations are async")]
        #[oai(path = "/api/echo", method = "post", operation_id = "echo")]
        async fn echo(&self, body: crate::payload::Body<Vec<()>>) -> crate::payload::Reply<usize> {
            crate::payload::Reply::new(body.0.len())
        }
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Route::new().nest("/", poem_openapi::OpenApiService::new(Echo, "echo", "1"));
    let app = front(&Clock::system(), Rates::default(), Origins::Same).guard(routes);
    let acceptor = poem::listener::TcpAcceptor::from_tokio(listener).unwrap();
    let server = tokio::spawn(poem::Server::new_with_acceptor(acceptor).run(app));

    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = "POST /api/echo?x=1 HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    socket.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    let (mut read, mut write) = socket.split();
    let send = async {
        let mut sent = 0_usize;
        while write.write_all(chunk.as_bytes()).await.is_ok() && sent < 1000 {
            sent += 1;
        }
        std::future::pending::<()>().await;
    };
    let mut answer = vec![0; 4096];
    let length = tokio::select! {
        length = read.read(&mut answer) => length.unwrap(),
        () = send => 0,
    };
    let answer = String::from_utf8_lossy(&answer[..length]).to_lowercase();
    assert!(answer.starts_with("http/1.1 413"), "{answer}");
    assert!(answer.contains("ratelimit-remaining: 59"), "{answer}");
    server.abort();
}
