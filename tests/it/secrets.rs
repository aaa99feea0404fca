//! G39: no secret is found anywhere, and no word or telephone of a customer where only ids belong.

use domain::channel::ProviderKind;
use reqwest::Method;
use serde_json::{Value, json};

use crate::erasure::places;
use crate::harness::{
    Answer, App, Company, PASSWORD, PATIENCE, ProviderLine, ProviderServer, Receiver, Setup, waha_webhook, wait_until,
};
use crate::isolation::busy;
use crate::keys::key;
use crate::operations::{Ids, Who, operations};
use crate::sending::greeted;
use crate::team::id;

/// More than the program says by itself.
const LOG_LEVEL: &str = "info,api=debug,attendance=debug,entities=debug,jobs=debug,providers=debug,workers=debug";

/// What was written: by a customer, an agent, a colleague in a note, one whom the database refuses, somebody unsigned, and in
/// `busy`.
const WORDS: [&str; 7] = [CUSTOMER, AGENT, NOTE, REFUSED, UNSIGNED, "o segredo da padaria", "entre nós"];
const CUSTOMER: &str = "girassol7391";
const AGENT: &str = "orquidea8246";
const NOTE: &str = "magnolia5570";
const REFUSED: &str = "hortensia1133";
const UNSIGNED: &str = "begonia6404";
/// More of each than what is shown of a masked one.
const PHONES: [&str; 4] = ["988887777", "977441234", "977441235", "966552345"];
const WRITER: &str = "+5511977441234";
const OTHER: &str = "+5511977441235";
const NEW_PASSWORD: &str = "outra-senha-bem-longa-8080";
const WRONG: &str = "tentativa-errada-5151";
/// An integrator's own secret, in the address of its endpoint.
const IN_URL: &str = "dalia9020";

fn secret(answer: &Value) -> String {
    answer["secret"].as_str().expect("it is told this once").trim_start_matches("whsec_").to_owned()
}

/// Everything that opens a door, and the endpoint that some of it is of.
async fn doors(app: &App, company: &Company, ids: &Ids, lines: [&ProviderLine; 2]) -> (Vec<String>, String) {
    let api = company.api();
    let mut doors: Vec<String> = [PASSWORD, NEW_PASSWORD, WRONG].map(str::to_owned).into();
    doors.extend(lines.into_iter().flat_map(|line| line.secrets.clone()));
    let (program, _) = key(company, &["events:read"]).await;
    doors.extend([api, &app.ops(), &program].map(|api| api.token().unwrap().to_owned()));
    let receiver = Receiver::start().await;
    let endpoint = api.post("/api/webhook-endpoints", json!({"url": receiver.url})).await.created();
    doors.push(secret(&endpoint));
    let rotate = format!("/api/webhook-endpoints/{}/rotate-secret", id(&endpoint));
    doors.push(secret(&api.post(&rotate, json!({})).await.ok()));
    doors.push(secret(&api.post(&format!("/api/channels/{}/rotate-secret", ids.channel), json!({})).await.ok()));
    assert!(doors.iter().all(|door| door.len() > 10), "{doors:?}");
    (doors, id(&endpoint))
}

/// Until this is undone the database takes no such row. PostgreSQL tells the whole row that it refuses.
fn refuses(app: &App, table: &str, what: &str) {
    let trigger = format!("CREATE TRIGGER refused BEFORE INSERT ON {table} WHEN NEW.{what}");
    app.sql().either(
        &format!("ALTER TABLE {table} ADD CONSTRAINT refused CHECK (NOT ({what})) NOT VALID"),
        &format!("{trigger} BEGIN SELECT RAISE(ABORT, 'refused'); END"),
    );
}

fn takes(app: &App, table: &str) {
    app.sql().either(&format!("ALTER TABLE {table} DROP CONSTRAINT refused"), "DROP TRIGGER refused");
}

/// Wait until this counts something.
async fn counts(app: &App, what: &str, of: &str) {
    let question = format!("SELECT count(*) FROM {of}");
    wait_until(what, 2 * PATIENCE, async || (app.query(&question) != ["0"]).then_some(())).await;
}

/// Customers write and are answered, and what can go wrong does. Gives the conversation of `WRITER`.
async fn a_bad_day(app: &App, company: &Company, [meta, waha]: [&ProviderLine; 2]) -> String {
    let (writer, other) = (greeted(company, waha, WRITER).await, greeted(company, meta, OTHER).await);
    waha.says(WRITER, "Atendimento");
    waha.says(WRITER, CUSTOMER);
    counts(app, "the words", &format!("messages WHERE content = '{CUSTOMER}'")).await;

    meta.faults(json!({"sendError": {"code": 131_026, "next": 1}}));
    waha.faults(json!({"send5xx": {"next": 1}}));
    for conversation in [&writer, &other] {
        company.admin.says(conversation, AGENT).await;
    }
    counts(app, "a text that failed", "messages WHERE status = 'FAILED'").await;
    waha.hears(WRITER, AGENT).await;

    refuses(app, "messages", &format!("content = '{REFUSED}'"));
    waha.says(WRITER, REFUSED);
    counts(app, "an event that failed", "inbox_events WHERE attempts > 0").await;
    takes(app, "messages");
    counts(app, "what was refused", &format!("messages WHERE content = '{REFUSED}'")).await;

    company.api().post(&format!("/api/conversations/{writer}/unassign"), json!({})).await.ok();
    let departments = company.api().get("/api/departments").await.ok();
    let root = departments.as_array().unwrap().iter().find(|department| department["isRoot"] == true).unwrap();
    refuses(app, "assignments", "unassigned_at IS NULL");
    company.agent("Bia", &[&id(root)]).await.goes("ONLINE").await;
    counts(app, "a job that died", "dead_jobs").await;
    takes(app, "assignments");

    // What is signed wrongly, and what is signed and makes no sense.
    let payload = json!({"id": UNSIGNED, "from": format!("{}@c.us", &WRITER[1..]), "body": UNSIGNED});
    waha_webhook(&app.api(), &waha.key, "not its key at all", "message", payload).await.expect(401);
    waha.posts(&json!({"id": "evt_1", "event": "message", "session": waha.key, "payload": {"id": [UNSIGNED]}})).await;
    let value = json!({"metadata": {"phone_number_id": meta.key}, "messages": UNSIGNED});
    let entry = json!([{"id": "1", "changes": [{"field": "messages", "value": value}]}]);
    meta.posts(&json!({"object": "whatsapp_business_account", "entry": entry})).await;
    writer
}

/// Calls that are refused, and calls with a key, twice.
async fn calls(company: &Company, conversation: &str, reset: &str) {
    let api = company.api();
    for (path, body) in [
        ("/api/messages/send", json!({"conversationId": conversation, "content": AGENT, "colour": AGENT})),
        ("/api/messages/send", json!({"conversationId": AGENT, "content": [AGENT]})),
        ("/api/auth/login", json!({"email": company.admin.email, "password": WRONG})),
        ("/api/users", json!({"email": "rui@example.com", "password": [NEW_PASSWORD], "name": "Rui"})),
    ] {
        let answer = api.post(path, body).await;
        assert!(answer.status >= 400, "{path}: {}", answer.status);
    }
    api.with_token(WRONG).get("/api/users").await.expect(401);
    api.get("/api/conversations?search=977441234").await.ok();
    let user = json!({"email": "eva@example.com", "password": NEW_PASSWORD, "name": "Eva", "role": "AGENT"});
    for (path, body) in [
        ("/api/messages/send", json!({"conversationId": conversation, "content": AGENT})),
        (&format!("/api/conversations/{conversation}/notes"), json!({"content": NOTE})),
        ("/api/users", user),
        ("/api/contacts", json!({"name": "Rui", "phone": "+5511966552345"})),
    ] {
        for _ in 0..2 {
            let request =
                api.request(Method::POST, path).header("Idempotency-Key", format!("chave de {path}")).json(&body);
            let answer = Answer::of(request).await;
            assert!(matches!(answer.status, 200 | 201 | 409), "{path}: {} {:#}", answer.status, answer.body);
        }
    }
    let path = format!("/api/users/password-resets/{reset}/resolve");
    let answer = api.post(&path, json!({"newPassword": NEW_PASSWORD})).await;
    assert!(answer.status < 300, "{:#}", answer.body);
}

/// The first of these words in a text.
fn tells<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().copied().find(|word| text.contains(word))
}

#[tokio::test]
async fn no_secret_is_found_anywhere_and_no_word_of_a_customer_where_ids_belong() {
    let app = App::with(Setup::default().env("LOG_LEVEL", LOG_LEVEL)).await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let server = ProviderServer::start().await;
    let meta = server.line(&app, &company, ProviderKind::Meta, None, json!({})).await;
    let waha = server.line(&app, &company, ProviderKind::Waha, Some("GOWS"), json!({})).await;
    let (doors, endpoint) = doors(&app, &company, &ids, [&meta, &waha]).await;
    let deaf = json!({"url": format!("http://127.0.0.1:9/hook?token={IN_URL}")});
    let deaf = id(&company.api().post("/api/webhook-endpoints", deaf).await.created());
    let conversation = a_bad_day(&app, &company, [&meta, &waha]).await;
    calls(&company, &conversation, &ids.reset).await;
    company.understood().await;

    let doors: Vec<&str> = doors.iter().map(String::as_str).collect();
    let own = Ids { channel: waha.channel.to_string(), conversation, endpoint, ..Ids::of_nothing() };
    for operation in operations().iter().filter(|operation| operation.method == Method::GET) {
        let caller = if operation.who == Who::Ops { app.ops() } else { company.api().clone() };
        for call in operation.calls(&ids).iter().chain(&operation.calls(&own)) {
            let answer = operation.send(&caller, call).await;
            assert_eq!(tells(&answer.body.to_string(), &doors), None, "{} tells it", operation.id);
        }
    }

    let doctor = app.try_command(&["doctor", "--json"]).await;
    let said = format!("{}{}", app.logs(), String::from_utf8_lossy(&doctor.stdout));
    assert!(said.contains(&own.channel) && said.contains("an event failed"), "these are the logs");
    let unsaid = [&doors[..], &WORDS, &PHONES, &[IN_URL]].concat();
    for line in said.lines() {
        assert_eq!(tells(line, &unsaid), None, "{line}");
    }

    assert_eq!(places(&app, &doors), Vec::<String>::new(), "a secret lies open in the database");
    let kept = places(&app, &[&WORDS[..], &PHONES].concat());
    assert!(kept.iter().any(|place| place.starts_with("messages.")), "it looks for what was written: {kept:?}");
    let bare = ["audit_logs.", "idempotency_keys.", "dead_jobs.", "leases.", "login_throttle."];
    let odd: Vec<_> = kept.iter().filter(|place| bare.iter().any(|table| place.starts_with(table))).collect();
    assert!(odd.is_empty(), "{odd:?}");

    for job in company.api().get("/api/jobs/dead").await.ok()["items"].as_array().unwrap() {
        company.api().post(&format!("/api/jobs/dead/{}/discard", id(job)), json!({})).await.done();
    }
    company.api().delete(&format!("/api/webhook-endpoints/{deaf}")).await.done();
    company.settled().await;
    app.is_sound().await;
}
