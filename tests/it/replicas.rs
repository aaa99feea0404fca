//! G43: several processes of each role are one installation.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::harness::{App, Process, Profile, Setup, Socket, is_long, wait_until};
use crate::load::{Load, shop};

const ENQUEUED: &str = "the cron enqueues";

async fn three_of_each() -> Option<App> {
    if Profile::of_this_run() == Profile::Embedded {
        return None;
    }
    let setup = Setup { apis: 3, workers: 3, ..Setup::default() };
    Some(App::with(setup.env("LOG_LEVEL", "info,workers=debug")).await)
}

/// Who holds the lease `cron` now.
fn holder(app: &App) -> Option<String> {
    app.query("SELECT holder FROM leases WHERE name = 'cron' AND until > now()").into_iter().next()
}

/// Job and instant → how often it was enqueued, by whichever process.
fn ticks(app: &App) -> BTreeMap<String, usize> {
    let mut ticks = BTreeMap::new();
    for line in app.logs().lines() {
        if let Some((_, tick)) = line.split_once(ENQUEUED) {
            *ticks.entry(tick.trim().to_owned()).or_default() += 1;
        }
    }
    ticks
}

/// How many half minutes were enqueued so far.
fn repairs(app: &App) -> usize {
    ticks(app).keys().filter(|tick| tick.contains("Repair")).count()
}

#[tokio::test]
async fn each_tick_of_the_cron_fires_once_and_another_takes_over_from_a_dead_holder() {
    let Some(mut app) = three_of_each().await else { return };
    let rounds = if is_long() { 4 } else { 1 };
    wait_until("ticks", Duration::from_secs(40) * rounds, async || {
        sleep(Duration::from_millis(500)).await;
        (repairs(&app) >= usize::try_from(rounds).unwrap()).then_some(())
    })
    .await;
    // The others had the same instant: give them the time to enqueue it too.
    sleep(Duration::from_secs(2)).await;
    assert!(ticks(&app).values().all(|count| *count == 1), "{:#?}", ticks(&app));

    let first = holder(&app).expect("somebody holds the lease");
    let is_first = |process: &&mut Process| process.log().contains(&first);
    let process = app.processes.iter_mut().find(is_first).expect("the holder tells its name");
    assert!(process.name.starts_with("workers"), "{}", process.name);
    process.kill();
    let killed = Instant::now();
    wait_until("another holder", Duration::from_secs(20), async || {
        holder(&app).filter(|holder| *holder != first).map(drop)
    })
    .await;
    eprintln!("another held the lease after {:?}", killed.elapsed());
    // The next tick is the new holder's, and it alone enqueues it.
    let before = repairs(&app);
    wait_until("a tick of the new holder", Duration::from_secs(45), async || {
        sleep(Duration::from_millis(500)).await;
        (repairs(&app) > before).then_some(())
    })
    .await;
    sleep(Duration::from_secs(2)).await;
    assert!(ticks(&app).values().all(|count| *count == 1), "{:#?}", ticks(&app));
    app.is_sound().await;
}

#[tokio::test]
async fn sockets_of_different_processes_get_the_same_events() {
    let Some(app) = three_of_each().await else { return };
    let (company, waha) = shop(&app).await;
    let apis = ["api-1", "api-2", "api-3"].map(|name| company.api().at(&app.base_of(name)));
    let mut sockets = Vec::new();
    for api in &apis {
        sockets.push(Socket::open(api, None).await);
    }
    // The first connection makes the admin ONLINE: only what happens behind the last place is for all three.
    let place = |socket: &Socket| socket.seen[0].data["seq"].as_str().expect("ready names the place").to_owned();
    let start = Some(sockets.iter().map(place).max().expect("three sockets"));
    // Each customer's webhooks go to another process with every phone.
    let load = Load { phones: 10, each: 8, pause: Duration::from_millis(100) };
    let writing = load.start(&app.api().at(&app.base_of("api-2")), &waha);
    writing.join_all().await;
    load.arrived(&app, &waha, Duration::from_secs(20)).await;
    let mut told = Vec::new();
    for socket in &mut sockets {
        while socket.listen(Duration::from_millis(2_500)).await.iter().any(|frame| frame.seq.is_some()) {}
        told.push(socket.seen.iter().filter(|frame| frame.seq > start).cloned().collect::<Vec<_>>());
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
    let received = told[0].iter().filter(|frame| frame.event == "message-received").count();
    assert_eq!(received, 10 * (8 + 2));
    app.is_sound().await;
}
