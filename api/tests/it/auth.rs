use chrono::Duration;
use futures_util::future::join_all;
use poem::http::Method;
use serde_json::json;

use crate::app::{App, PASSWORD};

#[tokio::test]
async fn the_first_user_makes_the_company_and_the_door_closes_for_ever() {
    let app = App::new().await;
    assert_eq!(app.get("/api/auth/bootstrap").await.ok(), json!({"needed": true, "tokenRequired": false}));
    let ana = app.bootstrap().await;
    assert_eq!(app.get("/api/auth/bootstrap").await.ok(), json!({"needed": false, "tokenRequired": false}));

    let me = ana.get("/api/auth/me").await.ok();
    assert_eq!((me["role"].as_str(), me["company"]["name"].as_str()), (Some("ADMIN"), Some("Padaria Central")));
    assert!(me["permissions"].as_array().unwrap().contains(&json!("users:manage")));
    assert!(me.get("passwordHash").is_none() && me["user"].is_null());
    let again = json!({"email": "bia@example.com", "password": PASSWORD, "name": "Bia"});
    app.post("/api/auth/register", &again).await.problem(401, "unauthenticated");
    assert_eq!(ana.audited().await, ["register user OK"]);
}

#[tokio::test]
async fn of_twenty_who_set_up_at_once_one_succeeds() {
    let app = App::new().await;
    let register = |n: usize| {
        let app = &app;
        async move {
            let body = json!({"email": format!("u{n}@example.com"), "password": PASSWORD, "name": "Ana"});
            app.post("/api/auth/register", &body).await.status
        }
    };
    let statuses = join_all((0..20).map(register)).await;
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 201 | 401)), "{statuses:?}");
    assert_eq!(app.state.store.system().companies().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_set_up_asks_for_its_token() {
    let app = App::with(|settings| settings.bootstrap_token = Some("abre-te-sesamo".into())).await;
    assert_eq!(app.get("/api/auth/bootstrap").await.ok(), json!({"needed": true, "tokenRequired": true}));
    let body = json!({"email": "ana@example.com", "password": PASSWORD, "name": "Ana"});
    app.post("/api/auth/register", &body).await.problem(401, "unauthenticated");
    for (token, status) in [("abre", 401), ("abre-te-sesamo", 201)] {
        let header = [("X-Bootstrap-Token", token)];
        app.send(Method::POST, "/api/auth/register", None, &header, Some(&body)).await.expect(status);
    }
}

#[tokio::test]
async fn unknown_inactive_and_wrong_are_one_answer_and_a_right_password_signs_in() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    for (email, password) in [("ana@example.com", "wrong-password"), ("nobody@example.com", PASSWORD)] {
        let body = json!({"email": email, "password": password});
        app.post("/api/auth/login", &body).await.problem(401, "invalid_credentials");
    }
    let answer = app.post("/api/auth/login", &json!({"email": " ANA@example.com", "password": PASSWORD})).await;
    let cookie = answer.header("set-cookie").unwrap().to_owned();
    assert!(cookie.starts_with("wpc_media=") && cookie.contains("HttpOnly"), "{cookie}");
    let body = answer.ok();
    assert_eq!(body["user"]["company"]["id"], ana.company.as_str());
    assert_eq!(ana.audited().await, ["register user OK", "login_failed session FAILED", "login session OK"]);
}

#[tokio::test]
async fn five_failures_lock_an_address_even_for_the_right_password() {
    let app = App::new().await;
    app.bootstrap().await;
    for email in ["ana@example.com", "nobody@example.com"] {
        let wrong = json!({"email": email, "password": "wrong-password"});
        for _ in 0..5 {
            app.post("/api/auth/login", &wrong).await.problem(401, "invalid_credentials");
        }
        let locked = app.post("/api/auth/login", &json!({"email": email, "password": PASSWORD})).await;
        let wait: u64 = locked.header("retry-after").unwrap().parse().unwrap();
        assert!((895..=900).contains(&wait), "{wait}");
        locked.problem(429, "login_locked");
    }
    app.state.clock.advance(Duration::minutes(16));
    app.login("ana@example.com", PASSWORD).await;
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_token() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let other = app.login("ana@example.com", PASSWORD).await;
    other.post("/api/auth/logout", json!({})).await.done();
    other.get("/api/auth/me").await.ok();
    other.post("/api/auth/logout", json!({"everywhere": true})).await.done();
    for person in [&ana, &other] {
        person.get("/api/auth/me").await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn health_tells_each_service_and_readiness_the_schema() {
    let app = App::new().await;
    let health = app.get("/api/health").await.ok();
    assert_eq!((health["status"].as_str(), health["profile"].as_str()), (Some("ok"), Some("embedded")));
    assert_eq!(health["services"], json!({"database": "ok", "queue": "ok", "redis": "unused", "workers": "ok"}));
    assert_eq!(app.get("/readyz").await.ok()["ready"], true);
    assert_eq!(app.get("/healthz").await.ok(), json!({"status": "ok"}));
    app.get("/api/auth/me").await.problem(401, "unauthenticated");
}
