//! G38: our webhooks to an integrator's server, which is down for an hour, refuses, answers slowly, or wants no more.

mod endpoint;
mod refusals;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use insta::assert_json_snapshot;
use serde_json::{Value, json};
use standardwebhooks::Webhook;

use self::endpoint::Endpoint;
use crate::harness::{App, Company, Got, Manner, PATIENCE, Receiver, Setup, wait_until};
use crate::keys::key;

/// Customers who write several messages each, in their order, until the program knows all of them.
async fn customers_write(company: &Company, round: usize) {
    for n in 0..4 {
        let phone = company.phone(&format!("+551198888000{n}")).await;
        for word in 0..4 {
            phone.says(&format!("{round}.{n}.{word}")).await;
        }
    }
    company.understood().await;
}

/// Each conversation's events in the order of the log, each once.
fn assert_ordered(taken: &[Got]) {
    let mut last: HashMap<String, String> = HashMap::new();
    for got in taken {
        let seq = got.body["seq"].as_str().unwrap().to_owned();
        let conversation = got.conversation().unwrap_or("none").to_owned();
        if let Some(before) = last.insert(conversation.clone(), seq.clone()) {
            assert!(before < seq, "{conversation}: {seq} after {before}");
        }
    }
}

/// By the reference library, whatever time the program lives in.
fn assert_signed(got: &Got, secret: &str) {
    let signature = Webhook::new(secret).unwrap().sign(&got.id, got.timestamp, &got.raw).unwrap();
    let header = got.headers["webhook-signature"].to_str().unwrap();
    assert!(header.split(' ').any(|one| one == signature), "{header} without {signature}");
}

#[tokio::test]
async fn a_receiver_that_is_down_for_an_hour_gets_everything_in_order_and_once() {
    let mut app = App::start().await;
    let company = app.company().await;
    let receiver = Receiver::start().await;
    let endpoint = Endpoint::at(&company, &receiver, json!(["*"])).await;
    let start = company.api().get("/api/events").await.ok()["latest"].as_str().unwrap().to_owned();
    customers_write(&company, 0).await;
    company.settled().await;
    endpoint.delivered().await;
    let first = receiver.gets("a customer's words", |got| got.body["type"] == "message-received").await;
    Webhook::new(&endpoint.secret).unwrap().verify(&first.raw, &first.headers).expect("the reference library agrees");
    assert!(Webhook::new("whsec_bm90IHRoZSBrZXk=").unwrap().verify(&first.raw, &first.headers).is_err());
    assert_eq!(first.body["id"], first.id.as_str());
    assert_eq!(first.body["companyId"], company.id.as_str());
    assert!(first.id.starts_with("evt_"));

    // Down: after the first requests have failed, one delivery alone finds out whether it is back.
    receiver.answers(Manner::status(503));
    customers_write(&company, 1).await;
    endpoint.becomes("that waits", |shown| shown["nextAttemptAt"].is_string()).await;
    customers_write(&company, 2).await;
    let before = receiver.got().len();
    let probes = wait_until("three probes", 3 * PATIENCE, async || {
        let probes = receiver.got()[before..].to_vec();
        (probes.len() >= 2).then_some(probes)
    })
    .await;
    app.later(chrono::Duration::hours(1)).await;
    wait_until("a probe an hour later", PATIENCE, async || {
        (receiver.got().len() > before + probes.len()).then_some(())
    })
    .await;
    let probes = receiver.got()[before..].to_vec();
    let ids: BTreeSet<&str> = probes.iter().map(|got| got.id.as_str()).collect();
    assert_eq!(ids.len(), 1, "probed by one delivery only: {ids:?}");
    let oldest = endpoint.deliveries("PENDING").await.pop().unwrap();
    assert_eq!(Some(*ids.first().unwrap()), oldest["webhookId"].as_str(), "the oldest");
    assert!(oldest["attempts"].as_i64().unwrap() >= 3 && oldest["lastStatus"] == 503, "{oldest:#}");
    assert!(
        receiver
            .got()
            .iter()
            .all(|got| got.status == 503 || got.body["data"].to_string().contains("\"0.") || got.was_taken())
    );

    // Back: everything comes, in each conversation's order, and what was tried before comes with the id that it had.
    receiver.answers(Manner::default());
    app.later(chrono::Duration::hours(1)).await;
    company.settled().await;
    endpoint.delivered().await;
    let shown = endpoint.shown().await;
    assert_eq!((&shown["status"], &shown["failingSince"]), (&json!("ACTIVE"), &Value::Null), "{shown:#}");
    let taken = receiver.taken();
    assert_ordered(&taken);
    assert!(!receiver.collided(), "two of one conversation were on their way at once");
    assert!(receiver.most_at_once() <= 8, "{}", receiver.most_at_once());
    for round in 0..3 {
        for n in 0..4 {
            for word in 0..4 {
                let words = format!("{round}.{n}.{word}");
                let of = |got: &&Got| {
                    got.body["type"] == "message-received" && got.body["data"]["message"]["content"] == words.as_str()
                };
                assert_eq!(taken.iter().filter(of).count(), 1, "{words}");
            }
        }
    }
    // The same event always had the same id, and the whole log that supervisors hear was sent.
    let mut by_seq: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for got in receiver.got() {
        by_seq.entry(got.body["seq"].as_str().unwrap().to_owned()).or_default().insert(got.id.clone());
        assert_signed(&got, &endpoint.secret);
    }
    assert!(by_seq.values().all(|ids| ids.len() == 1), "{by_seq:?}");
    let (program, _) = key(&company, &["events:read"]).await;
    let heard: Vec<Value> = crate::events::log(&program, &start).await;
    let missing: Vec<&Value> = heard
        .iter()
        .filter(|event| event["event"] != "message-status" && !by_seq.contains_key(event["seq"].as_str().unwrap()))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");

    // Replayed from the first, all of it comes once more under the same ids.
    let count = receiver.got().len();
    let from = taken.iter().map(|got| got.body["seq"].as_str().unwrap()).min().unwrap().to_owned();
    endpoint.does("replay", json!({"fromSeq": from})).await;
    wait_until("the replay", Duration::from_secs(90), async || {
        let again: BTreeSet<String> = receiver.got()[count..].iter().map(|got| got.id.clone()).collect();
        taken.iter().all(|got| again.contains(&got.id) || got.body["type"] == "message-status").then_some(())
    })
    .await;
    endpoint.delivered().await;
    assert_ordered(&receiver.got()[count..]);
    app.is_sound().await;
}

#[tokio::test]
async fn an_endpoint_is_made_tried_turned_paused_and_removed() {
    let app = App::start().await;
    let company = app.company().await;
    let receiver = Receiver::start().await;
    let body = json!({"url": receiver.url, "eventFilter": ["conversation-created"], "description": "ERP"});
    let made = company.api().post("/api/webhook-endpoints", body).await.created();
    assert_json_snapshot!(made, {
        ".id" => "[id]", ".url" => "[url]", ".secret" => "[secret]", ".cursor" => "[cursor]", ".createdAt" => "[time]",
        ".updatedAt" => "[time]",
    });
    let secret = made["secret"].as_str().unwrap().to_owned();
    let endpoint = Endpoint {
        company: &company,
        path: format!("/api/webhook-endpoints/{}", made["id"].as_str().unwrap()),
        secret,
    };
    assert!(!company.api().get("/api/webhook-endpoints").await.ok().to_string().contains("whsec_"));

    let tested = endpoint.does("test", json!({})).await;
    assert_json_snapshot!(tested, { ".durationMs" => "[ms]" });
    let test = receiver.gets("a test", |got| got.body["type"] == "test").await;
    Webhook::new(&endpoint.secret).unwrap().verify(&test.raw, &test.headers).expect("a test is signed too");
    receiver.answers(Manner::status(500));
    let tested = endpoint.does("test", json!({})).await;
    assert_eq!((&tested["delivered"], &tested["status"]), (&json!(false), &json!(500)));
    assert_eq!(endpoint.shown().await["status"], "ACTIVE", "a test says nothing about the endpoint");
    receiver.answers(Manner::default());

    // For a day after a rotation, both secrets verify.
    let turned = endpoint.does("rotate-secret", json!({})).await;
    let (old, new) = (endpoint.secret.clone(), turned["secret"].as_str().unwrap().to_owned());
    assert_ne!(old, new);
    company.phone("+5511988880001").await.says("Oi").await;
    let got = receiver.gets("an event", |got| got.body["type"] == "conversation-created").await;
    assert_eq!(got.headers["webhook-signature"].to_str().unwrap().split(' ').count(), 2);
    for secret in [&old, &new] {
        Webhook::new(secret).unwrap().verify(&got.raw, &got.headers).expect("either secret");
    }
    endpoint.delivered().await;
    let delivery = endpoint.deliveries("DELIVERED").await.remove(0);
    assert_json_snapshot!(delivery, {
        ".eventSeq" => "[seq]", ".webhookId" => "[id]", ".lastDurationMs" => "[ms]", ".deliveredAt" => "[time]", ".createdAt" => "[time]",
    });

    assert_eq!(endpoint.does("pause", json!({})).await["status"], "PAUSED");
    company.phone("+5511988880002").await.says("Oi").await;
    company.understood().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let created = || receiver.got().iter().filter(|got| got.body["type"] == "conversation-created").count();
    assert_eq!(created(), 1);
    assert_eq!(endpoint.does("resume", json!({})).await["status"], "ACTIVE");
    wait_until("what happened meanwhile", PATIENCE, async || (created() == 2).then_some(())).await;

    let stale = company.api().request(reqwest::Method::PATCH, &endpoint.path).header("If-Match", "\"0\"");
    crate::harness::Answer::of(stale.json(&json!({"description": "CRM"}))).await.problem(409, "stale");
    let changed = company.api().patch(&endpoint.path, json!({"eventFilter": ["*"], "description": null})).await.ok();
    assert_eq!((&changed["eventFilter"], &changed["description"]), (&json!(["*"]), &Value::Null));
    for (field, body) in [
        ("eventFilter", json!({"url": receiver.url, "eventFilter": ["no-such-event"]})),
        ("eventFilter", json!({"url": receiver.url, "eventFilter": []})),
        ("url", json!({"url": "ftp://example.com"})),
        ("url", json!({"url": "not an address"})),
    ] {
        let refused = company.api().post("/api/webhook-endpoints", body).await.problem(422, "validation");
        assert!(refused["errors"][0]["field"].as_str().unwrap().starts_with(field), "{refused:#}");
    }
    company.api().post(&format!("{}/replay", endpoint.path), json!({})).await.problem(422, "validation");
    company.api().delete(&endpoint.path).await.done();
    company.api().get(&endpoint.path).await.problem(404, "not_found");
    app.is_sound().await;
}

#[tokio::test]
async fn private_addresses_are_refused_where_the_installation_says_so() {
    let app = App::with(Setup::default().env("WEBHOOK_ALLOW_PRIVATE", "false")).await;
    let company = app.company().await;
    for url in [
        "https://127.0.0.1/hook",
        "https://localhost/hook",
        "https://[::1]/",
        "https://10.1.2.3/",
        "https://169.254.169.254/",
    ] {
        let refused = company.api().post("/api/webhook-endpoints", json!({"url": url})).await;
        assert_eq!(refused.problem(422, "validation")["errors"][0]["field"], "url", "{url}");
    }
    company.api().post("/api/webhook-endpoints", json!({"url": "https://example.com/hook"})).await.created();
    // A public name that resolves to this machine: refused at the connect, whatever it looked like before.
    let tricky = json!({"url": "https://hook.localtest.invalid/"});
    let tricky = company.api().post("/api/webhook-endpoints", tricky).await.created();
    let path = format!("/api/webhook-endpoints/{}/test", tricky["id"].as_str().unwrap());
    assert_eq!(company.api().post(&path, json!({})).await.ok()["delivered"], false);
    app.is_sound().await;
}
