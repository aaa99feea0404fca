//! For this crate's tests: the front with everything switched on, around a few routes.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::Duration;
use domain::clock::Clock;
use domain::id::{UserId, new_id};
use domain::role::Role;
use poem::http::StatusCode;
use poem::test::{TestClient, TestResponse};
use poem::{Endpoint, Response};
use serde_json::Value;

use crate::auth::{Account, Accounts, AccountsError, Auth, Holder, KeyAccount, Principal, Tokens};
use crate::keys::Keys;
use crate::limits::{Limiter, Rates};
use crate::middleware::{Front, Origins, TrustedProxies};

/// One user and one key, in memory.
#[derive(Clone, Default)]
pub(crate) struct People {
    pub(crate) user: Option<Account>,
    pub(crate) key: Option<([u8; 32], KeyAccount)>,
    pub(crate) down: bool,
}

#[async_trait]
impl Accounts for People {
    async fn user(&self, id: UserId) -> Result<Option<Account>, AccountsError> {
        if self.down {
            return Err(AccountsError("connection refused".into()));
        }
        Ok(self.user.clone().filter(|account| account.principal.user_id == id))
    }

    async fn key(&self, hash: &[u8; 32]) -> Result<Option<KeyAccount>, AccountsError> {
        Ok(self.key.clone().filter(|(known, _)| known == hash).map(|(_, key)| key))
    }
}

pub(crate) fn account(role: Role) -> Account {
    Account {
        principal: Principal {
            user_id: new_id(),
            company_id: new_id(),
            role,
            email: "ana@example.com".into(),
            name: "Ana".into(),
            locale: None,
            department_id: None,
            department_ids: vec![],
            active_department_ids: vec![],
            in_root: false,
        },
        token_version: 1,
        is_active: true,
        company_is_active: true,
    }
}

pub(crate) fn token(tokens: &Tokens, account: &Account) -> String {
    let principal = &account.principal;
    let holder = Holder {
        user_id: principal.user_id,
        email: principal.email.clone(),
        role: principal.role,
        company_id: principal.company_id,
        department_id: None,
        token_version: account.token_version,
    };
    format!("Bearer {}", tokens.issue(&holder).unwrap())
}

pub(crate) fn tokens(clock: &Clock) -> Tokens {
    Tokens::new(&Keys::new("a secret of at least thirty-two bytes"), Duration::days(7), clock.clone())
}

pub(crate) fn auth(clock: &Clock, people: People) -> Auth {
    Auth { tokens: tokens(clock), accounts: Arc::new(people) }
}

pub(crate) fn front(clock: &Clock, rates: Rates, origins: Origins) -> Front {
    Front {
        origins,
        proxies: TrustedProxies::default(),
        https: false,
        limiter: Arc::new(Limiter::new(rates, clock.clone())),
        identify: Arc::new(tokens(clock)),
    }
}

pub(crate) fn client<E: Endpoint + 'static>(routes: E) -> TestClient<impl Endpoint<Output = Response>> {
    TestClient::new(front(&Clock::system(), Rates::default(), Origins::Same).guard(routes))
}

/// The status and the problem object, without the id that changes.
pub(crate) async fn problem(response: TestResponse) -> (StatusCode, Value) {
    let status = response.0.status();
    assert_eq!(response.0.content_type(), Some("application/problem+json"));
    let id = response.0.header("x-request-id").unwrap().to_owned();
    let mut body: Value = serde_json::from_str(&response.0.into_body().into_string().await.unwrap()).unwrap();
    let inside = body.as_object_mut().unwrap().remove("requestId");
    assert_eq!(inside, Some(Value::String(id)), "the same id in the header and in the body");
    assert_eq!(body["status"], status.as_u16());
    (status, body)
}
