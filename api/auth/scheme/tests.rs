#![expect(clippy::unused_async, reason = "operations are async")]

use domain::clock::Clock;
use domain::id::new_id;
use domain::role::Role;
use poem::http::StatusCode;
use poem::test::TestClient;
use poem::{Endpoint, EndpointExt as _, Response, Route};
use poem_openapi::{OpenApi, OpenApiService};
use serde_json::{Value, json};

use super::*;
use crate::auth::{KeyAccount, Scope, need};
use crate::limits::Rates;
use crate::middleware::Origins;
use crate::payload::{Body, Reply};
use crate::testing::{self, People, account, front, problem, token, tokens};

struct Sample;

#[OpenApi]
impl Sample {
    #[oai(path = "/api/me", method = "get", operation_id = "getMe")]
    async fn me(&self, user: User) -> Result<Reply<String>, ApiError> {
        user.0.supervisor()?;
        Ok(Reply::new(user.0.name))
    }

    #[oai(path = "/api/contacts", method = "post", operation_id = "createContact")]
    async fn create(
        &self,
        _caller: Caller<need::ContactsWrite>,
        body: Body<Option<()>>,
    ) -> Result<Reply<bool>, ApiError> {
        Ok(Reply::new(body.0.is_none()))
    }
}

fn api(people: People, rates: Rates) -> TestClient<impl Endpoint<Output = Response>> {
    let clock = Clock::system();
    let routes = Route::new().nest("/", OpenApiService::new(Sample, "sample", "1")).data(testing::auth(&clock, people));
    TestClient::new(front(&clock, rates, Origins::Same).guard(routes))
}

async fn me(people: People, bearer: &str) -> (StatusCode, Value) {
    let response = api(people, Rates::default()).get("/api/me").header("authorization", bearer).send().await;
    problem(response).await
}

#[tokio::test]
async fn a_token_of_an_active_user_is_let_in_by_role() {
    let boss = account(Role::Supervisor);
    let bearer = token(&tokens(&Clock::system()), &boss);
    let api = api(People { user: Some(boss), ..People::default() }, Rates::default());
    api.get("/api/me").header("authorization", &bearer).send().await.assert_json("Ana").await;

    let agent = account(Role::Agent);
    let bearer = token(&tokens(&Clock::system()), &agent);
    assert_eq!(me(People { user: Some(agent), ..People::default() }, &bearer).await.1["code"], "forbidden");
}

#[tokio::test]
async fn missing_inactive_and_outdated_users_are_unauthenticated_alike() {
    let user = account(Role::Admin);
    let bearer = token(&tokens(&Clock::system()), &user);
    let people = |account| People { user: Some(account), ..People::default() };
    for people in [
        People::default(),
        people(Account { is_active: false, ..user.clone() }),
        people(Account { company_is_active: false, ..user.clone() }),
        people(Account { token_version: 2, ..user.clone() }),
    ] {
        let (status, body) = me(people, &bearer).await;
        assert_eq!((status, &body["code"]), (StatusCode::UNAUTHORIZED, &json!("unauthenticated")));
    }
}

#[tokio::test]
async fn no_token_is_401_before_anything_about_the_body() {
    let api = api(People::default(), Rates::default());
    let response = api.post("/api/contacts").content_type("text/plain").body("{").send().await;
    response.assert_header("www-authenticate", "Bearer");
    let (status, body) = problem(response).await;
    assert_eq!((status, &body["code"]), (StatusCode::UNAUTHORIZED, &json!("unauthenticated")));
}

#[tokio::test]
async fn a_store_that_is_down_is_503() {
    let user = account(Role::Admin);
    let bearer = token(&tokens(&Clock::system()), &user);
    let (status, body) = me(People { down: true, ..People::default() }, &bearer).await;
    assert_eq!((status, &body["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("database_unavailable")));
}

fn key(scopes: Vec<Scope>, rate_per_minute: Option<u32>) -> People {
    let principal = KeyPrincipal { key_id: new_id(), company_id: new_id(), scopes };
    let hash = Sha256::digest(b"wpc_a-key").into();
    People { key: Some((hash, KeyAccount { principal, rate_per_minute })), ..People::default() }
}

#[tokio::test]
async fn a_key_does_what_its_scopes_say_at_its_own_rate() {
    let api = api(key(vec![Scope::ContactsWrite], Some(2)), Rates::default());
    let create = || api.post("/api/contacts").header("authorization", "Bearer wpc_a-key").body_json(&()).send();
    let first = create().await;
    first.assert_header("ratelimit-limit", "2");
    first.assert_json(true).await;
    create().await.assert_status_is_ok();
    let third = create().await;
    third.assert_header("ratelimit-remaining", "0");
    assert_eq!(problem(third).await.1["code"], "rate_limited");
}

#[tokio::test]
async fn a_key_without_the_scope_or_at_a_users_endpoint_is_forbidden() {
    let api = api(key(vec![Scope::ContactsRead], None), Rates::default());
    let create = api.post("/api/contacts").header("authorization", "Bearer wpc_a-key").body_json(&()).send().await;
    assert_eq!(problem(create).await.1["code"], "forbidden");
    let me = api.get("/api/me").header("authorization", "Bearer wpc_a-key").send().await;
    assert_eq!(problem(me).await.1["code"], "forbidden");
}

#[tokio::test]
async fn guessing_keys_is_charged_to_the_address() {
    let api = api(People::default(), Rates { anonymous: 1, ..Rates::default() });
    let guess = |key: &'static str| api.get("/api/me").header("authorization", key).send();
    assert_eq!(problem(guess("Bearer wpc_one").await).await.1["code"], "unauthenticated");
    assert_eq!(problem(guess("Bearer wpc_two").await).await.1["code"], "rate_limited");
}
