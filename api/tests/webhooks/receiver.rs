use std::collections::BTreeSet;
use std::time::Duration;

use domain::channel::{ChannelStatus, InboxKind, InboxState, ProviderKind};
use domain::id::new_id;
use futures_util::stream;
use serde_json::{Value, json};

use crate::installation::{Installation, meta_texts, sha256, sha512, waha_text};

const SECRET: &str = "the secret of the session";

#[tokio::test]
async fn a_signed_webhook_is_stored_in_the_lane_of_its_customer() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    let body = waha_text("balcao", "5511999990000", "A1", "Olá");
    for path in ["/webhooks/waha".to_owned(), format!("/webhooks/waha/{channel}")] {
        let answer = app.post_waha(&path, SECRET, &body).await;
        assert_eq!(answer.said(), (200, "OK"));
    }
    let inbox = app.inbox(company, channel).await;
    assert_eq!(inbox.len(), 1, "the second delivery is the same message");
    assert_eq!((inbox[0].kind.0, inbox[0].state.0), (InboxKind::Message, InboxState::Pending));
    assert_eq!(inbox[0].lane_key.as_deref(), Some(format!("{channel}:5511999990000@c.us").as_str()));
    let scope = app.state.company(company);
    assert_eq!(scope.inbox().body(&inbox[0]).unwrap(), body.to_string().as_bytes(), "byte for byte");
    let jobs = app.state.queue.depths().await.unwrap();
    assert!(jobs.iter().any(|depth| depth.queue == "process-inbound" && depth.waiting >= 1), "{jobs:?}");
}

#[tokio::test]
async fn whatever_does_not_verify_is_refused_and_not_stored() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    app.waha(company, "outra", "the secret of another").await;
    let bytes = waha_text("balcao", "5511999990000", "A1", "Olá").to_string();
    let good = sha512(SECRET, &bytes);
    let reserialised = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&bytes).unwrap()).unwrap();
    let forged = [
        vec![],
        vec![("X-Webhook-Hmac", String::new())],
        vec![("X-Webhook-Hmac", "not hexadecimal".to_owned())],
        vec![("X-Webhook-Hmac", good[..64].to_owned())],
        vec![("X-Webhook-Hmac", sha512("the secret of another", &bytes))],
        vec![("X-Webhook-Hmac", sha512("", &bytes))],
        vec![("X-Webhook-Hmac", sha512(SECRET, &reserialised))],
        vec![("X-Webhook-Hmac", sha256(SECRET, &bytes))],
        vec![("X-Hub-Signature-256", format!("sha256={}", sha256(SECRET, &bytes)))],
    ];
    for path in ["/webhooks/waha".to_owned(), format!("/webhooks/waha/{channel}")] {
        for headers in &forged {
            let answer = app.post(&path, headers, bytes.clone()).await;
            assert_eq!(answer.said(), (401, "invalid_signature"), "{path} {headers:?}");
        }
    }
    assert_eq!(app.inbox(company, channel).await.len(), 0);
}

#[tokio::test]
async fn the_signature_is_over_the_bytes_and_not_over_their_meaning() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    let plain = waha_text("balcao", "5511999990000", "A1", "ação 🎉 </b>").to_string();
    let escaped = plain.replace("ação 🎉", r"a\u00e7\u00e3o \ud83c\udf89").replace('/', r"\/").replace(':', " :\n ");
    let answer = app.post("/webhooks/waha", &[("X-Webhook-Hmac", sha512(SECRET, &escaped))], escaped.clone()).await;
    assert_eq!(answer.said(), (200, "OK"));
    let stored = app.inbox(company, channel).await;
    assert_eq!(app.state.company(company).inbox().body(&stored[0]).unwrap(), escaped.as_bytes());
}

#[tokio::test]
async fn unknown_odd_and_disabled_channels_are_not_found() {
    let app = Installation::start().await;
    let company = app.company().await;
    let credentials = json!({"hmacKey": SECRET});
    let disabled = |row: &mut entities::Channel| row.status = entities::Text(ChannelStatus::Disabled);
    let disabled = app.channel(company, ProviderKind::Waha, "fechada", &credentials, disabled).await;
    let meta = app.meta(company, "100", SECRET).await;
    let body = waha_text("fechada", "5511999990000", "A1", "Oi");
    for id in [new_id().to_string(), disabled.to_string(), meta.to_string(), "1".into(), "%00".into(), "a b".into()] {
        let answer = app.post_waha(&format!("/webhooks/waha/{id}"), SECRET, &body).await;
        assert_eq!(answer.said(), (404, "not_found"), "{id}");
    }
    let answer = app.post_waha("/webhooks/waha", SECRET, &body).await;
    assert_eq!(answer.said(), (200, "OK"), "on the shared path a retry would change nothing");
    assert_eq!(app.post_waha("/webhooks/other", SECRET, &body).await.status, 404);
    let get = app.http.get(format!("{}/webhooks/waha", app.base));
    assert_eq!(crate::installation::Answer::of(get).await.said(), (405, "method_not_allowed"));
}

#[tokio::test]
async fn a_body_beyond_its_limit_is_refused_with_and_without_a_length() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.meta(company, "100", SECRET).await;
    let big = vec![b' '; 5 * 1024 * 1024];
    assert_eq!(app.post("/webhooks/whatsapp", &[], big.clone()).await.said(), (413, "too_large"));
    let chunks: Vec<Result<Vec<u8>, std::io::Error>> = big.chunks(64 * 1024).map(|chunk| Ok(chunk.to_vec())).collect();
    let chunked = reqwest::Body::wrap_stream(stream::iter(chunks));
    assert_eq!(app.post("/webhooks/whatsapp", &[], chunked).await.said(), (413, "too_large"));

    let bytes = meta_texts(&["100"]).to_string();
    let signature = ("X-Hub-Signature-256", format!("sha256={}", sha256(SECRET, &bytes)));
    let pieces: Vec<_> = bytes.into_bytes().chunks(7).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect();
    let chunked = reqwest::Body::wrap_stream(stream::iter(pieces));
    assert_eq!(app.post("/webhooks/whatsapp", &[signature], chunked).await.said(), (200, "OK"));
    assert_eq!(app.inbox(company, channel).await.len(), 1);
}

#[tokio::test]
async fn what_is_signed_and_no_json_is_malformed() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    for bytes in ["", "{", "[]", "null", "\u{0}", "{\"session\": \"balcao\"} and more"] {
        let headers = [("X-Webhook-Hmac", sha512(SECRET, bytes))];
        let answer = app.post(&format!("/webhooks/waha/{channel}"), &headers, bytes).await;
        assert_eq!(answer.said(), (400, "malformed_json"), "{bytes}");
    }
    let unsigned = app.post(&format!("/webhooks/waha/{channel}"), &[], "{").await;
    assert_eq!(unsigned.said(), (401, "invalid_signature"), "who did not sign is told nothing more");
}

#[tokio::test]
async fn two_hundred_at_once_are_all_stored_and_bump_their_lanes() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    let posts = (0..200).map(|n| {
        let body = waha_text("balcao", &format!("551199999{:04}", n % 10), &format!("M{n}"), "Oi");
        let app = &app;
        async move { app.post_waha("/webhooks/waha", SECRET, &body).await.status }
    });
    let statuses = futures_util::future::join_all(posts).await;
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    let inbox = app.inbox(company, channel).await;
    let ids: BTreeSet<&str> = inbox.iter().map(|event| event.external_id.as_str()).collect();
    assert_eq!((inbox.len(), ids.len()), (200, 200));
    let lanes = app.state.store.begin_system().await.unwrap();
    let share = entities::Share { limit: 100, most: 100, held: std::collections::HashMap::new(), only_new: false };
    let ready = lanes.claim_lanes("test", &share, app.state.clock.now()).await.unwrap();
    assert_eq!(ready.len(), 10);
    assert!(ready.iter().all(|lane| lane.bumps >= 1));
}

#[tokio::test]
async fn duplicates_in_parallel_are_stored_once() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    let posts = (0..50).map(|n| {
        let mut body = waha_text("balcao", "5511999990000", &format!("M{}", n % 5), "Oi");
        body["id"] = json!(format!("delivery {n}"));
        body["event"] = json!(if n % 2 == 0 { "message" } else { "message.any" });
        let app = &app;
        async move { app.post_waha("/webhooks/waha", SECRET, &body).await.status }
    });
    assert!(futures_util::future::join_all(posts).await.iter().all(|status| *status == 200));
    assert_eq!(app.inbox(company, channel).await.len(), 5);
}

#[tokio::test]
async fn an_old_webhook_is_parked() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    let now = app.state.clock.now();
    for (id, hours) in [("old", 25), ("new", 23)] {
        let bytes = waha_text("balcao", "5511999990000", id, "Oi").to_string();
        let posted_at = (now - chrono::Duration::hours(hours)).timestamp_millis().to_string();
        let headers = [("X-Webhook-Hmac", sha512(SECRET, &bytes)), ("X-Webhook-Timestamp", posted_at)];
        assert_eq!(app.post("/webhooks/waha", &headers, bytes).await.said(), (200, "OK"));
    }
    let states: Vec<InboxState> = app.inbox(company, channel).await.iter().map(|event| event.state.0).collect();
    assert_eq!(states, [InboxState::Parked, InboxState::Pending]);
}

#[tokio::test]
async fn a_company_that_is_switched_off_finds_its_webhooks_parked() {
    let app = Installation::start().await;
    let company = app.company().await;
    let scope = app.state.begin(company).await.unwrap();
    let mut row = scope.find_company().await.unwrap().unwrap();
    row.is_active = false;
    scope.save_company(row, app.state.clock.now()).await.unwrap();
    scope.commit().await.unwrap();
    let channel = app.waha(company, "balcao", SECRET).await;
    let body = waha_text("balcao", "5511999990000", "A1", "Oi");
    assert_eq!(app.post_waha("/webhooks/waha", SECRET, &body).await.said(), (200, "OK"));
    assert_eq!(app.inbox(company, channel).await[0].state.0, InboxState::Parked);
}

#[tokio::test]
async fn a_channel_waiting_for_its_verification_is_heard() {
    let app = Installation::start().await;
    let company = app.company().await;
    let pending = |row: &mut entities::Channel| row.status = entities::Text(ChannelStatus::Pending);
    let credentials = json!({"hmacKey": SECRET});
    let channel = app.channel(company, ProviderKind::Waha, "balcao", &credentials, pending).await;
    let body = waha_text("balcao", "5511999990000", "A1", "Oi");
    assert_eq!(app.post_waha("/webhooks/waha", SECRET, &body).await.said(), (200, "OK"));
    assert_eq!(app.inbox(company, channel).await[0].state.0, InboxState::Pending);
}

#[tokio::test]
async fn a_changed_secret_counts_as_soon_as_the_bus_tells() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    let post = async |secret: &str, id: &str| {
        app.post_waha("/webhooks/waha", secret, &waha_text("balcao", "5511999990000", id, "Oi")).await.status
    };
    assert_eq!(post(SECRET, "A1").await, 200);
    let scope = app.state.begin(company).await.unwrap();
    let mut row = scope.channels().find(channel).await.unwrap().unwrap();
    row.credentials_enc = scope.channels().seal(channel, br#"{"hmacKey": "a new one"}"#).unwrap();
    scope.channels().save(row, app.state.clock.now()).await.unwrap();
    scope.commit().await.unwrap();
    app.state.nudge(jobs::Nudge::ChannelUpdated { id: channel }).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!((post(SECRET, "A2").await, post("a new one", "A3").await), (401, 200));
}

#[tokio::test]
async fn the_time_of_the_last_webhook_is_noted_beside() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    app.post_waha("/webhooks/waha", SECRET, &waha_text("balcao", "5511999990000", "A1", "Oi")).await;
    for _ in 0..100 {
        let row = app.state.company(company).channels().find(channel).await.unwrap().unwrap();
        if row.last_event_at.is_some() {
            assert_eq!(row.version, 0, "nobody's ETag changes by it");
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the time was never noted");
}

#[tokio::test]
async fn ids_that_no_index_takes_are_stored_all_the_same() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", SECRET).await;
    for from in ["x".repeat(5000), "a\u{0}b".to_owned()] {
        let body = waha_text("balcao", &from, &from, "Oi");
        for _ in 0..2 {
            assert_eq!(app.post_waha("/webhooks/waha", SECRET, &body).await.said(), (200, "OK"));
        }
    }
    let inbox = app.inbox(company, channel).await;
    assert_eq!(inbox.len(), 2);
    assert!(inbox.iter().all(|event| event.external_id.len() < 100 && event.external_id.starts_with("sha256:")));
}
