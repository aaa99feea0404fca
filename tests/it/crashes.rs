//! G1, G2, G42: what was answered with 200 survives every kill, once and in order; a polite end is a clean one.

use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::harness::{App, Company, WahaServer, wait_until};

const PHONES: usize = 20;
const EACH: usize = 10;

fn phone(n: usize) -> String {
    format!("+55119888{n:05}")
}

/// Every phone writes its numbers, with this pause between two.
fn load(app: &App, waha: &WahaServer, pause: Duration) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    for n in 0..PHONES {
        let (api, waha) = (app.api(), waha.clone());
        tasks.spawn(async move { waha.says_numbers(&api, &phone(n), EACH, pause).await });
    }
    tasks
}

/// The contents of what this customer wrote, in the order of the conversation.
fn inbound(messages: &[Value]) -> Vec<&str> {
    let mut theirs: Vec<&Value> = messages.iter().filter(|message| message["direction"] == "INBOUND").collect();
    theirs.sort_by_key(|message| message["seq"].as_i64());
    theirs.into_iter().filter_map(|message| message["content"].as_str()).collect()
}

/// All that was taken is there within 20 s, exactly once and in order, and each phone has the one answer of a run without kills.
async fn everything_arrived(company: &Company, waha: &WahaServer) {
    let expected: Vec<String> = (1..=EACH).map(|number| format!("mensagem {number}")).collect();
    let since = Instant::now();
    for n in 0..PHONES {
        let left = Duration::from_secs(20).saturating_sub(since.elapsed());
        let mut last = Vec::new();
        let whole = async || {
            let own =
                company.conversations().await.into_iter().find(|own| own["customerPhone"] == phone(n).as_str())?;
            last = company.messages(own["id"].as_str()?).await;
            (inbound(&last).len() >= EACH).then_some(())
        };
        wait_until(&format!("all messages of {}", phone(n)), left, whole).await;
        assert_eq!(inbound(&last), expected, "of {}", phone(n));
    }
    assert_eq!(company.conversations().await.len(), PHONES, "one episode each");

    // A call that was cut off is looked for before it is repeated, and that takes its time (SPEC 8.4).
    for n in 0..PHONES {
        let sent = async || {
            let own =
                company.conversations().await.into_iter().find(|own| own["customerPhone"] == phone(n).as_str())?;
            let messages = company.messages(own["id"].as_str()?).await;
            let waits = messages.iter().any(|message| message["status"] == "PENDING");
            (!waits && !waha.received(&phone(n)).is_empty()).then_some(())
        };
        wait_until(&format!("the answer to {}", phone(n)), Duration::from_secs(100), sent).await;
        let received = waha.received(&phone(n));
        assert_eq!(received.len(), 1, "{received:#?}");
        assert!(received[0].text.starts_with("Bem-vindo"), "{received:#?}");
    }
}

#[tokio::test]
async fn what_was_answered_with_200_is_a_message_once_though_the_receiver_is_killed() {
    let mut app = App::start().await;
    let company = app.company().await;
    let waha = WahaServer::connected_to(&company).await;
    let load = load(&app, &waha, Duration::from_millis(150));
    for _ in 0..3 {
        sleep(Duration::from_millis(400)).await;
        app.crash("api-1").await;
    }
    load.join_all().await;
    everything_arrived(&company, &waha).await;
    app.is_sound().await;
}

#[tokio::test]
async fn workers_that_die_every_two_seconds_lose_and_repeat_nothing() {
    let mut app = App::start().await;
    let company = app.company().await;
    let waha = WahaServer::connected_to(&company).await;
    let load = load(&app, &waha, Duration::from_millis(800));
    for _ in 0..5 {
        sleep(Duration::from_secs(2)).await;
        app.crash("workers-1").await;
    }
    load.join_all().await;
    everything_arrived(&company, &waha).await;
    app.is_sound().await;
}

#[tokio::test]
async fn a_process_that_is_told_to_end_ends_in_time_and_what_it_left_is_done_by_the_next() {
    let mut app = App::start().await;
    let company = app.company().await;
    let waha = WahaServer::connected_to(&company).await;
    let load = load(&app, &waha, Duration::from_millis(200));
    sleep(Duration::from_millis(700)).await;
    for process in &mut app.processes {
        let status = process.stop(Duration::from_secs(6)).await;
        assert_eq!(status.code(), Some(0), "{}: {status}", process.name);
    }
    for process in &mut app.processes {
        process.launch();
    }
    app.ready().await;
    load.join_all().await;
    everything_arrived(&company, &waha).await;
    app.is_sound().await;
}
