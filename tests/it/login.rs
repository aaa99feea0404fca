//! G40: guesses are counted, answered alike and stopped; a session that was ended is over on every socket and for every request; the
//! first run makes one company, however many try.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::harness::{Answer, Api, App, BOOTSTRAP_TOKEN, Company, PASSWORD, Person, Profile, Setup, Socket};
use crate::team::id;

const WRONG: &str = "a-wrong-password-42";
const NEW_PASSWORD: &str = "outra-senha-bem-longa-43";

/// The harness speaks for many clients, as a proxy does.
fn proxied() -> Setup {
    Setup::default().env("TRUSTED_PROXIES", "127.0.0.1/32")
}

async fn guess(api: &Api, client: &str, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    let request = api.request(Method::POST, "/api/auth/login").header("X-Forwarded-For", client).json(&body);
    Answer::of(request).await
}

fn locked(answer: Answer, seconds: std::ops::RangeInclusive<u64>) {
    let wait: u64 = answer.header("retry-after").expect("how long to wait").parse().unwrap();
    assert!(seconds.contains(&wait), "{wait} s");
    answer.problem(429, "login_locked");
}

#[tokio::test]
async fn five_wrong_passwords_lock_an_address_known_or_not_even_for_the_right_one() {
    let mut app = App::with(proxied()).await;
    let company = app.company().await;
    let bia = company.agent("Bia", &[]).await;
    for email in ["ana@example.com", "nobody@example.com"] {
        // Each from a client of its own: it is the e-mail that is counted.
        for n in 1..=5 {
            let wrong = guess(&app.api(), &format!("10.0.0.{n}"), email, WRONG).await;
            wrong.problem(401, "invalid_credentials");
        }
        locked(guess(&app.api(), "10.0.0.6", email, PASSWORD).await, 890..=900);
        locked(guess(&app.api(), "10.0.0.7", &email.to_uppercase(), WRONG).await, 890..=900);
    }
    company.api().get("/api/auth/me").await.ok();
    Person::log_in(&app.api(), &bia.email, PASSWORD).await;

    // Whoever goes on after a quarter of an hour waits for twice as long.
    app.later(chrono::Duration::minutes(15) + chrono::Duration::seconds(1)).await;
    guess(&app.api(), "10.0.0.8", "nobody@example.com", WRONG).await.problem(401, "invalid_credentials");
    locked(guess(&app.api(), "10.0.0.8", "nobody@example.com", WRONG).await, 1790..=1800);
    Person::log_in(&app.api(), "ana@example.com", PASSWORD).await;
    // The right password begins anew.
    for n in 1..=4 {
        guess(&app.api(), &format!("10.0.1.{n}"), "ana@example.com", WRONG).await.problem(401, "invalid_credentials");
    }
    Person::log_in(&app.api(), "ana@example.com", PASSWORD).await;
    app.is_sound().await;
}

#[tokio::test]
async fn thirty_guesses_of_one_client_lock_that_client_and_no_other() {
    let app = App::with(proxied()).await;
    app.company().await;
    for n in 0..30 {
        let email = format!("u{n}@example.com");
        guess(&app.api(), "10.0.0.1", &email, WRONG).await.problem(401, "invalid_credentials");
    }
    locked(guess(&app.api(), "10.0.0.1", "ana@example.com", PASSWORD).await, 880..=900);
    guess(&app.api(), "10.0.0.2", "ana@example.com", PASSWORD).await.ok();
    // What a client writes into the header itself counts for nothing.
    locked(guess(&app.api(), "10.0.0.2, 10.0.0.1", "ana@example.com", PASSWORD).await, 880..=900);
    app.is_sound().await;
}

#[tokio::test]
async fn unknown_inactive_and_wrong_are_told_alike_and_take_as_long() {
    // Below the five that would lock an address.
    const TRIES: usize = 4;
    const PEOPLE: usize = 4;
    let app = App::with(proxied()).await;
    let company = app.company().await;
    let mut emails: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for n in 0..PEOPLE {
        for (kind, password) in [("wrong", NEW_PASSWORD), ("inactive", PASSWORD)] {
            let email = format!("{kind}-{n}@example.com");
            let body = json!({"email": email, "password": password, "name": "Rui", "role": "AGENT"});
            let made = company.api().post("/api/users", body).await.created();
            if kind == "inactive" {
                let path = format!("/api/users/{}", id(&made));
                company.api().patch(&path, json!({"isActive": false})).await.ok();
            }
            emails.entry(kind).or_default().push(email);
        }
        emails.entry("unknown").or_default().push(format!("unknown-{n}@example.com"));
    }

    let mut took: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    let mut answers: Vec<(u16, Vec<String>, Value)> = Vec::new();
    for n in 0..TRIES * PEOPLE {
        for (kind, people) in &emails {
            let client = format!("10.{n}.0.1");
            let begun = Instant::now();
            let answer = guess(&app.api(), &client, &people[n % PEOPLE], PASSWORD).await;
            took.entry(kind).or_default().push(begun.elapsed());
            let mut headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            headers.sort();
            let (status, mut body) = (answer.status, answer.problem(401, "invalid_credentials"));
            body["requestId"].take();
            answers.push((status, headers, body));
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let medians: BTreeMap<&str, Duration> = took.iter_mut().map(|(kind, times)| (*kind, median(times))).collect();
    let (least, most) = (medians.values().min().unwrap(), medians.values().max().unwrap());
    assert!(*most < 2 * *least, "{medians:?}");
    app.is_sound().await;
}

/// What ends every session of a user.
#[derive(Debug, Clone, Copy)]
enum End {
    NewPassword,
    OwnPassword,
    ForgottenPassword,
    Role,
    LogOut,
}

impl End {
    /// Bring it about; gives the token that goes on, if there is one.
    async fn of(self, company: &Company, user: &Person) -> Option<String> {
        let path = format!("/api/users/{}", user.id);
        match self {
            Self::NewPassword => drop(company.api().patch(&path, json!({"password": NEW_PASSWORD})).await.ok()),
            Self::OwnPassword => {
                let change = json!({"password": NEW_PASSWORD, "currentPassword": PASSWORD});
                let own = user.api.patch("/api/users/me", change).await.ok();
                return own["token"].as_str().map(str::to_owned);
            }
            Self::ForgottenPassword => {
                let wish = json!({"email": user.email, "reason": "Esqueci"});
                user.api.post("/api/auth/forgot-password", wish).await.ok();
                let asked = company.api().get("/api/users/password-resets?status=PENDING").await.ok();
                let path = format!("/api/users/password-resets/{}/resolve", id(&asked["items"][0]));
                company.api().post(&path, json!({"newPassword": NEW_PASSWORD})).await.ok();
            }
            Self::Role => drop(company.api().patch(&path, json!({"role": "SUPERVISOR"})).await.ok()),
            Self::LogOut => user.api.post("/api/auth/logout", json!({"everywhere": true})).await.done(),
        }
        None
    }

    fn password(self) -> &'static str {
        if matches!(self, Self::Role | Self::LogOut) { PASSWORD } else { NEW_PASSWORD }
    }
}

/// Two sockets of this person at each API.
async fn sockets(app: &App, person: &Person) -> Vec<Socket> {
    let mut open = Vec::new();
    for api in app.apis() {
        for _ in 0..2 {
            open.push(Socket::open(&person.api.at(api.base()), None).await);
        }
    }
    open
}

#[tokio::test]
async fn a_new_password_a_new_role_and_a_farewell_everywhere_end_every_session_of_that_user_within_two_seconds() {
    let app = App::with(Setup::of(2, 1)).await;
    let company = app.company().await;
    let bystander = company.agent("Bia", &[]).await;
    let mut staying = sockets(&app, &bystander).await;
    for end in [End::NewPassword, End::OwnPassword, End::ForgottenPassword, End::Role, End::LogOut] {
        let user = company.agent("Rui", &[]).await;
        // A farewell at one browser leaves the others alone.
        let other = Person::log_in(&app.api(), &user.email, PASSWORD).await;
        other.api.post("/api/auth/logout", json!({})).await.done();
        let mut open = sockets(&app, &user).await;

        let goes_on = end.of(&company, &user).await;
        let ended = Instant::now();
        for api in app.apis() {
            for token in [&user, &other] {
                token.api.at(api.base()).get("/api/auth/me").await.problem(401, "unauthenticated");
            }
        }
        for socket in &mut open {
            let left = Duration::from_secs(2).saturating_sub(ended.elapsed());
            assert_eq!(socket.close_code(left).await, 4401, "{end:?}");
        }
        for api in app.apis() {
            let mut refused = Socket::connect(&api).await;
            refused.send("auth", json!({"token": user.api.token()})).await;
            assert_eq!(refused.close_code(Duration::from_secs(2)).await, 4401, "{end:?}");
        }
        if let Some(token) = goes_on {
            user.api.with_token(&token).get("/api/auth/me").await.ok();
        }
        Person::log_in(&app.api(), &user.email, end.password()).await.socket().await;
    }
    for socket in &mut staying {
        socket.ask("heartbeat", json!({})).await.expect("a socket of another user stays open");
    }
    bystander.api.get("/api/auth/me").await.ok();
    app.is_sound().await;
}

#[tokio::test]
async fn of_twenty_first_runs_at_once_one_makes_the_company_and_the_others_nothing() {
    let app = App::with(Setup::of(2, 1)).await;
    let apis = app.apis();
    let register = |n: usize, token: Option<&'static str>| {
        let body = json!({
            "email": format!("u{n}@example.com"), "password": PASSWORD, "name": "Ana", "companyName": format!("Padaria {n}"),
        });
        let mut request = apis[n % apis.len()].request(Method::POST, "/api/auth/register").json(&body);
        if let Some(token) = token {
            request = request.header("X-Bootstrap-Token", token);
        }
        Answer::of(request)
    };
    let needed = app.api().get("/api/auth/bootstrap").await.ok();
    let asks = app.profile == Profile::Cluster;
    assert_eq!(needed, json!({"needed": true, "tokenRequired": asks}));
    if asks {
        for token in [None, Some("bootstrap-token-of-somebody")] {
            register(99, token).await.problem(401, "unauthenticated");
        }
    }

    let answers = join_all((0..20).map(|n| register(n, Some(BOOTSTRAP_TOKEN)))).await;
    let (made, refused): (Vec<Answer>, Vec<Answer>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((made.len(), refused.len()), (1, 19), "{refused:#?}");
    for answer in refused {
        answer.problem(401, "unauthenticated");
    }
    let admin = made.into_iter().next().unwrap().created();
    let listed: Value = serde_json::from_str(&app.command(&["company", "list", "--json"]).await).unwrap();
    assert_eq!(listed.as_array().map(Vec::len), Some(1), "{listed:#}");
    let api = app.api().with_token(admin["token"].as_str().unwrap());
    for (path, rows) in [("/api/users", 1), ("/api/departments", 1), ("/api/channels", 1)] {
        let told = api.get(path).await.ok();
        let list = told.as_array().or_else(|| told["items"].as_array()).unwrap_or_else(|| panic!("{path}: {told:#}"));
        assert_eq!(list.len(), rows, "{path}: {told:#}");
    }
    let needed = app.api().get("/api/auth/bootstrap").await.ok();
    assert_eq!(needed["needed"], false);
    app.is_sound().await;
}
