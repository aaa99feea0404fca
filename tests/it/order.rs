//! G9: what one phone writes is processed in the order in which it arrived, and no lane falls asleep over its work.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use crate::harness::{App, PATIENCE, Phone, Setup, is_long, waha_webhook, wait_until};
use crate::team::{Line, Team, draw, id};

/// One text of a phone, as told by WAHA with this second of sending.
fn payload(phone: &Phone, words: &str, second: i64) -> Value {
    let digits = phone.number.trim_start_matches('+');
    json!({
        "id": format!("false_{digits}@c.us_{}", draw()), "timestamp": second, "from": format!("{digits}@c.us"),
        "fromMe": false, "body": words, "hasMedia": false,
    })
}

/// The whole history of a phone as it is listed, oldest first.
async fn listed(team: &Team, phone: &Phone) -> Vec<Value> {
    let Some(own) = team.newest(phone).await else { return Vec::new() };
    let (mut messages, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/conversations/{}/messages?limit=200{cursor}", id(&own));
        let page = team.company.api().get(&path).await.ok();
        messages.extend(page["messages"].as_array().cloned().unwrap_or_default());
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    messages.reverse();
    messages
}

fn inbound(messages: &[Value]) -> Vec<&Value> {
    messages.iter().filter(|message| message["direction"] == "INBOUND").collect()
}

async fn all_there(team: &Team, phone: &Phone, count: usize) -> Vec<Value> {
    wait_until("every message", 4 * PATIENCE, async || {
        let messages = listed(team, phone).await;
        (inbound(&messages).len() >= count).then_some(messages)
    })
    .await
}

#[tokio::test]
async fn messages_are_processed_as_they_arrived_and_listed_as_they_were_written() {
    let count = if is_long() { 1000 } else { 150 };
    let app = App::with(Setup::of(2, 2)).await;
    let team = Team::of(&app).await;
    let Line { key, secret, .. } = team.line(&app, "WAHA").await;
    let phone = team.company.phone("+5511988887777").await;

    // Written one after the other some time ago, delivered up to three seconds out of order.
    let now = domain::clock::Clock::system().now().timestamp();
    let mut written: Vec<(f64, i64, usize)> = (0..count)
        .map(|n| {
            let second = now - 60 + i64::try_from(n * 50 / count).unwrap();
            (rand::random_range(0.0..3.0) + f64::from(u16::try_from(second - now + 60).unwrap()), second, n)
        })
        .collect();
    written.sort_by(|one, other| one.0.total_cmp(&other.0));
    let apis = app.apis();
    for (place, (_, second, n)) in written.iter().enumerate() {
        let words = format!("{n}");
        let event = payload(&phone, &words, *second);
        waha_webhook(&apis[place % apis.len()], &key, &secret, "message", event).await.expect(200);
    }

    let messages = all_there(&team, &phone, count).await;
    let mut processed = inbound(&messages);
    processed.sort_by_key(|message| message["seq"].as_i64());
    let processed: Vec<&str> = processed.iter().filter_map(|message| message["content"].as_str()).collect();
    let arrived: Vec<String> = written.iter().map(|(_, _, n)| n.to_string()).collect();
    assert_eq!(processed, arrived, "each webhook was answered before the next was posted");

    let place = |message: &Value| (message["sentAt"].as_str().unwrap().to_owned(), message["seq"].as_i64().unwrap());
    let places: Vec<_> = messages.iter().map(place).collect();
    assert!(places.is_sorted(), "the list is in the order of (sentAt, seq)");
    app.is_sound().await;
}

#[tokio::test]
async fn a_lane_that_is_given_work_while_it_is_laid_to_rest_stays_awake() {
    const ASLEEP: &str = "SELECT i.id FROM inbox_events i LEFT JOIN lanes l ON l.key = i.lane_key \
        WHERE i.state = 'PENDING' AND i.lane_key IS NOT NULL \
        AND (l.key IS NULL OR (l.ready_at IS NULL AND l.lease_until IS NULL))";
    let rounds = if is_long() { 1000 } else { 150 };
    let app = App::with(Setup::of(2, 2)).await;
    let team = Team::of(&app).await;
    let Line { key, secret, .. } = team.line(&app, "WAHA").await;
    let phone = team.company.phone("+5511988887777").await;
    let watch = app.sql().watch(ASLEEP);
    let apis = app.apis();
    let (first, second) = (&apis[0], &apis[apis.len() - 1]);
    let now = domain::clock::Clock::system().now().timestamp();
    for round in 0..rounds {
        let [one, other] = ["a", "b"].map(|half| payload(&phone, &format!("{round}{half}"), now));
        let (one, other) = futures_util::join!(
            waha_webhook(first, &key, &secret, "message", one),
            waha_webhook(second, &key, &secret, "message", other)
        );
        one.expect(200);
        other.expect(200);
        // About as long as a worker needs to find the lane empty.
        sleep(Duration::from_millis(rand::random_range(0..40))).await;
    }
    let messages = all_there(&team, &phone, 2 * rounds).await;
    assert_eq!(inbound(&messages).len(), 2 * rounds);
    assert_eq!(watch.rows(), Vec::<String>::new(), "pending events without a lane");
    app.is_sound().await;
}
