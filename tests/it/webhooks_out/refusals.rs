//! A receiver that refuses an event, asks for time, wants no more, or takes nothing for days.

use std::time::Duration;

use serde_json::json;

use super::{Endpoint, assert_ordered};
use crate::harness::{App, Manner, PATIENCE, Receiver, Setup, wait_until};

#[tokio::test]
async fn a_refused_event_is_given_up_alone_and_the_others_go_on() {
    let mut app = App::with(Setup::default().env("JWT_EXPIRATION", "90d")).await;
    let company = app.company().await;
    let receiver = Receiver::start().await;
    receiver.answers(Manner { refuses: Some("amargo"), ..Manner::default() });
    let endpoint = Endpoint::at(&company, &receiver, json!(["message-received"])).await;
    let (one, other) = (company.phone("+5511988880001").await, company.phone("+5511988880002").await);
    one.says("amargo").await;
    other.says("doce").await;
    receiver.gets("what is not refused", |got| got.body["data"]["message"]["content"] == "doce").await;
    let refused = receiver.gets("what is refused", |got| got.status == 400).await;
    one.says("doce também").await;
    receiver.gets("what comes after it", |got| got.body["data"]["message"]["content"] == "doce também").await;
    assert!(receiver.got().iter().all(|got| got.body["type"] == "message-received"), "the filter");
    // The whole table of retries: each time, so much later as the delivery says.
    let mut ahead = chrono::Duration::zero();
    while let Some(waiting) = endpoint.deliveries("PENDING").await.pop() {
        let tried = waiting["attempts"].as_i64().unwrap();
        let next: domain::clock::Time = waiting["nextAttemptAt"].as_str().unwrap().parse().unwrap();
        let wait = next - (domain::clock::Clock::system().now() + ahead);
        if wait > chrono::Duration::seconds(5) {
            ahead += wait;
            app.later(wait).await;
        }
        wait_until("another attempt", 2 * PATIENCE, async || {
            let pending = endpoint.deliveries("PENDING").await.pop();
            pending.is_none_or(|delivery| delivery["attempts"].as_i64().unwrap() > tried).then_some(())
        })
        .await;
    }
    assert!((32..60).contains(&ahead.num_hours()), "{ahead}");
    let skipped = endpoint.deliveries("SKIPPED").await;
    assert_eq!((&skipped[0]["webhookId"], &skipped[0]["attempts"]), (&json!(refused.id), &json!(10)), "{skipped:#?}");
    assert_eq!(skipped[0]["responseExcerpt"], "thank you");
    // Nothing was taken for more than a day; the next event that is ends that.
    assert_eq!(endpoint.shown().await["status"], "FAILING");
    one.says("doce outra vez").await;
    endpoint.becomes("that works", |shown| shown["status"] == "ACTIVE" && shown["failingSince"].is_null()).await;
    app.is_sound().await;
}

#[tokio::test]
async fn a_receiver_may_ask_for_time_and_say_that_it_wants_no_more() {
    let app = App::start().await;
    let company = app.company().await;
    let receiver = Receiver::start().await;
    receiver.answers(Manner { status: 429, retry_after: Some(3600), ..Manner::default() });
    let endpoint = Endpoint::at(&company, &receiver, json!(["message-received"])).await;
    let phone = company.phone("+5511988880001").await;
    phone.says("Oi").await;
    let waits = endpoint.becomes("that waits", |shown| shown["nextAttemptAt"].is_string()).await;
    let next: domain::clock::Time = waits["nextAttemptAt"].as_str().unwrap().parse().unwrap();
    let asked = (next - domain::clock::Clock::system().now()).num_minutes();
    assert!((50..=60).contains(&asked), "{asked} minutes");

    let mut admin = company.admin.socket().await;
    receiver.answers(Manner::status(410));
    endpoint.does("resume", json!({})).await;
    endpoint.becomes("that is disabled", |shown| shown["status"] == "DISABLED").await;
    let alert = admin.next_event("job-dead").await.data;
    assert_eq!(alert["queue"], "deliver-webhook");
    assert!(endpoint.path.ends_with(alert["id"].as_str().unwrap()));
    phone.says("Tudo bem?").await;
    company.understood().await;
    let count = receiver.got().len();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(receiver.got().len(), count, "nothing is sent to a disabled endpoint");

    receiver.answers(Manner::default());
    endpoint.does("resume", json!({})).await;
    receiver
        .gets("what was kept", |got| got.was_taken() && got.body["data"]["message"]["content"] == "Tudo bem?")
        .await;
    assert_ordered(&receiver.taken());
    app.is_sound().await;
}

#[tokio::test]
async fn an_endpoint_that_takes_nothing_is_failing_after_a_day_and_disabled_after_five() {
    let mut app = App::with(Setup::default().env("JWT_EXPIRATION", "90d")).await;
    let company = app.company().await;
    let receiver = Receiver::start().await;
    receiver.answers(Manner::status(500));
    let endpoint = Endpoint::at(&company, &receiver, json!(["message-received"])).await;
    company.phone("+5511988880001").await.says("Oi").await;
    endpoint.becomes("that fails", |shown| shown["failingSince"].is_string()).await;
    app.later(chrono::Duration::hours(25)).await;
    endpoint.becomes("that is failing", |shown| shown["status"] == "FAILING").await;
    app.later(chrono::Duration::hours(97)).await;
    endpoint.becomes("that is disabled", |shown| shown["status"] == "DISABLED").await;
    let pending = endpoint.deliveries("PENDING").await.len();
    assert_eq!(pending, 1, "its deliveries wait for whoever resumes it");
    // What nobody took in a month is gone, and so is the log, which an endpoint keeps for longer than a week.
    let old = "select count(*) from events where name = 'message-received'";
    assert_eq!(app.query(old), ["1"]);
    app.later(chrono::Duration::days(15)).await;
    tokio::time::sleep(Duration::from_secs(35)).await;
    assert_eq!(app.query(old), ["1"], "an endpoint keeps the log for thirty days");
    app.later(chrono::Duration::days(15)).await;
    wait_until("an end of what is old", Duration::from_secs(90), async || {
        let left = app.query("select count(*) from webhook_deliveries");
        (left == ["0"] && app.query(old) == ["0"]).then_some(())
    })
    .await;
    app.is_sound().await;
}
