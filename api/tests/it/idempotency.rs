use futures_util::future::join_all;
use poem::http::Method;
use serde_json::json;

use crate::app::App;

#[tokio::test]
async fn a_repeated_key_answers_with_what_was_made_first_as_it_is_now() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let body = json!({"name": "Vendas", "slug": "vendas"});
    let send = |body| ana.with(Method::POST, "/api/departments", ("Idempotency-Key", "k1"), Some(body));
    let made = send(body.clone()).await;
    assert!(made.header("idempotency-replayed").is_none());
    let id = made.created()["id"].as_str().unwrap().to_owned();
    ana.patch(&format!("/api/departments/{id}"), json!({"name": "Comercial"})).await.ok();
    let replayed = send(body).await;
    assert_eq!(replayed.header("idempotency-replayed"), Some("true"));
    assert_eq!(replayed.created()["name"], "Comercial");
    send(json!({"name": "Outro", "slug": "outro"})).await.problem(422, "idempotency_key_reused");
    let other = ana.hire("Bia", "ADMIN", &[]).await;
    let same = json!({"name": "Outro", "slug": "outro"});
    other.with(Method::POST, "/api/departments", ("Idempotency-Key", "k1"), Some(same)).await.created();
}

#[tokio::test]
async fn a_key_of_a_request_that_made_nothing_is_free_again() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let send = |slug: &str| {
        let body = json!({"name": slug, "slug": slug});
        ana.with(Method::POST, "/api/departments", ("Idempotency-Key", "k"), Some(body))
    };
    send("atendimento").await.problem(409, "slug_taken");
    send("vendas").await.created();
}

#[tokio::test]
async fn ten_at_once_with_one_key_make_one() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let body = json!({"name": "Vendas", "slug": "vendas"});
    let send = || ana.with(Method::POST, "/api/departments", ("Idempotency-Key", "k"), Some(body.clone()));
    let answers = join_all((0..10).map(|_| send())).await;
    let ids: std::collections::HashSet<String> = answers
        .into_iter()
        .filter(|answer| answer.status != 409)
        .map(|answer| answer.created()["id"].to_string())
        .collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(ana.get("/api/departments").await.ok().as_array().unwrap().len(), 2);
}
