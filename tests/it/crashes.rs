//! G1, G2, G42: what was answered with 200 survives every kill, once and in order; a polite end is a clean one.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::harness::{App, PATIENCE, Profile, Setup, is_long};
use crate::load::{Load, reader, shop};

/// SPEC 14 counts 5,000 messages at 500 a second (embedded: 100), and 20 kills.
fn load(short_pause: Duration) -> Load {
    let pause = if Profile::of_this_run() == Profile::Embedded { 2_000 } else { 400 };
    let long = Load { phones: 200, each: 23, pause: Duration::from_millis(pause) };
    if is_long() { long } else { Load { phones: 20, each: 10, pause: short_pause } }
}

fn patience() -> Duration {
    Duration::from_secs(if is_long() { 180 } else { 40 })
}

#[tokio::test]
async fn what_was_answered_with_200_is_a_message_once_though_the_receiver_is_killed() {
    let mut app = App::start().await;
    let (_company, waha) = shop(&app).await;
    let load = load(Duration::from_millis(250));
    let writing = load.start(&app.api(), &waha);
    for _ in 0..if is_long() { 20 } else { 4 } {
        sleep(Duration::from_millis(400)).await;
        app.crash("api-1").await;
    }
    writing.join_all().await;
    load.arrived(&app, &waha, patience()).await;
    let answers = waha.deliveries();
    assert!(answers.iter().any(|delivery| delivery.status.is_none()), "the kills were not felt");
    assert!(answers.iter().all(|delivery| matches!(delivery.status, None | Some(200 | 503))), "{answers:#?}");
    app.is_sound().await;
}

#[tokio::test]
async fn workers_that_die_every_two_seconds_lose_and_repeat_nothing() {
    let mut app = App::start().await;
    let (_company, waha) = shop(&app).await;
    let load = Load { each: if is_long() { 30 } else { 8 }, ..load(Duration::from_secs(1)) };
    let load = if is_long() { Load { pause: Duration::from_secs(2), ..load } } else { load };
    let writing = load.start(&app.api(), &waha);
    for _ in 0..if is_long() { 30 } else { 4 } {
        sleep(Duration::from_secs(2)).await;
        app.crash("workers-1").await;
    }
    writing.join_all().await;
    load.arrived(&app, &waha, patience()).await;
    app.is_sound().await;
}

#[tokio::test]
async fn a_process_that_is_told_to_end_ends_in_time_and_leaves_nothing_in_its_hands() {
    const GRACE: Duration = Duration::from_secs(5);
    let mut app = App::with(Setup::default().env("SHUTDOWN_GRACE_SECONDS", &GRACE.as_secs())).await;
    let (company, waha) = shop(&app).await;
    // Sends are under way when the word comes.
    waha.takes(Duration::from_millis(400));
    let load = load(Duration::from_millis(200));
    let reads = reader(company.api().clone());
    let mut sockets = [company.admin.socket().await, company.admin.socket().await];
    let writing = load.start(&app.api(), &waha);
    sleep(Duration::from_millis(1_500)).await;

    for process in &mut app.processes {
        let asked = Instant::now();
        let status = process.stop(GRACE + PATIENCE).await;
        assert_eq!(status.code(), Some(0), "{}: {status}", process.name);
        assert!(asked.elapsed() <= GRACE + Duration::from_secs(1), "{} took {:?}", process.name, asked.elapsed());
    }
    for socket in &mut sockets {
        assert_eq!(socket.close_code(PATIENCE).await, 4503);
    }
    for table in ["lanes", "outbox"] {
        let held = app.query(&format!("SELECT leased_by FROM {table} WHERE lease_until IS NOT NULL"));
        assert!(held.is_empty(), "{table}: {held:?}");
    }
    let now = if app.postgres.is_some() { "now()" } else { "strftime('%Y-%m-%dT%H:%M:%f', 'now')" };
    // That the media were searched in this hour stays known on purpose.
    let led = app.query(&format!("SELECT name FROM leases WHERE until > {now} AND name <> 'prune-media'"));
    assert!(led.is_empty(), "{led:?}");
    let unsure = app.query("SELECT phase FROM outbox WHERE phase <> 'QUEUED'");
    assert!(unsure.is_empty(), "what was being sent is known: {unsure:?}");

    // A connection that nobody had taken yet when the port closed is reset: nothing of it may be here.
    let cut = || waha.deliveries().into_iter().filter(|delivery| !is_clean(delivery)).collect::<Vec<_>>();
    let cut_at_the_end = cut();
    for cut in &cut_at_the_end {
        assert_eq!(cut.status, None, "{cut:#?}");
        let heard = app.query(&format!("SELECT id FROM inbox_events WHERE external_id = '{}'", cut.message));
        assert!(heard.is_empty(), "taken, and not answered: {cut:#?}");
    }

    for process in &mut app.processes {
        process.launch();
    }
    app.ready().await;
    writing.join_all().await;
    load.arrived(&app, &waha, patience()).await;
    assert_eq!(cut().len(), cut_at_the_end.len(), "{:#?}", cut());
    assert!(reads.borrow().iter().all(|status| matches!(status, 200 | 503)), "{:?}", *reads.borrow());
    app.is_sound().await;
}

/// Taken, put off, or not even heard.
fn is_clean(delivery: &crate::harness::Delivery) -> bool {
    matches!(delivery.status, Some(200 | 503)) || delivery.was_refused
}
