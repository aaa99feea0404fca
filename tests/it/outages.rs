//! G3, G4: what stands behind the program goes away and comes back.

use std::time::Duration;

use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::harness::{App, Delivery, Frame, Person, Profile, Setup, Socket, is_long};
use crate::load::{Load, reader, shop};

fn load(seconds: usize) -> Load {
    let (phones, pause) = match (is_long(), Profile::of_this_run()) {
        (false, _) => (20, 500),
        (true, Profile::Embedded) => (50, 500),
        (true, Profile::Cluster) => (200, 400),
    };
    Load { phones, each: seconds * 1_000 / pause, pause: Duration::from_millis(u64::try_from(pause).unwrap_or(500)) }
}

/// A dashboard that stays until `end`, comes again when it is cut off, and beats all the while.
fn watch(person: &Person, end: CancellationToken) -> JoinHandle<Vec<Frame>> {
    /// A browser beats each 30 s; this one may be here for little longer than that.
    const BEAT: Duration = Duration::from_secs(5);
    let person = person.clone();
    tokio::spawn(async move {
        let (mut seen, mut last) = (Vec::new(), None);
        while !end.is_cancelled() {
            let mut socket = Socket::open(&person.api, last.as_deref()).await;
            let mut is_open = true;
            while is_open && !end.is_cancelled() {
                socket.send("heartbeat", json!(null)).await;
                let begun = Instant::now();
                socket.listen(BEAT).await;
                // A socket that was cut off is done before its time.
                is_open = begun.elapsed() >= BEAT;
            }
            last = socket.last_seq.clone();
            seen.extend(socket.seen);
        }
        seen
    })
}

/// The logged events among these frames: in order, each once.
fn sequence(frames: &[Frame]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> =
        frames.iter().filter_map(|frame| Some((frame.seq.clone()?, frame.event.clone()))).collect();
    assert!(all.is_sorted(), "events out of order");
    all.dedup();
    all
}

/// A late reader of the log, from `start` on.
async fn whole(person: &Person, start: &str) -> Vec<(String, String)> {
    let mut socket = Socket::open(&person.api, Some(start)).await;
    while socket.listen(Duration::from_secs(3)).await.iter().any(|frame| frame.seq.is_some()) {}
    sequence(&socket.seen)
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_and_then_nothing_is_lost() {
    // A locked file is waited for during five seconds before it counts as gone, after a turn of at most ten; the rest is for a
    // busy machine.
    let away = Duration::from_secs(if Profile::of_this_run() == Profile::Embedded { 20 } else { 10 });
    let mut app = App::with(Setup { own_server: true, ..Setup::default() }).await;
    let (company, waha) = shop(&app).await;
    let supervisor = company.hire("Sara", "SUPERVISOR", &[]).await;
    let mut first = supervisor.socket().await;
    let start = first.seen[0].data["seq"].as_str().expect("ready names the place").to_owned();
    let reads = reader(company.api().clone());
    let load = load(6);
    let writing = load.start(&app.api(), &waha);
    first.listen(Duration::from_secs(3)).await;

    app.database_stops().await;
    let from = Instant::now();
    first.listen(away).await;
    let to = Instant::now();
    app.database_returns().await;

    let arriving = async {
        writing.join_all().await;
        load.arrived(&app, &waha, Duration::from_secs(40)).await;
    };
    let mut last = first.last_seq.clone();
    let mut seen = std::mem::take(&mut first.seen);
    tokio::select! {
        () = arriving => {}
        // The socket may be cut off with its server; then it comes again from where it was.
        () = async { loop {
            if first.listen(Duration::from_secs(1)).await.is_empty() {
                last = first.last_seq.clone();
                first = Socket::open(&supervisor.api, last.as_deref()).await;
            }
            seen.append(&mut first.seen);
        } } => {}
    }
    let rest = whole(&supervisor, last.as_deref().unwrap_or(&start)).await;
    let mut told = sequence(&seen);
    told.extend(rest);
    told.sort();
    told.dedup();
    assert_eq!(told, whole(&supervisor, &start).await);

    let during = |delivery: &&Delivery| delivery.begun >= from && delivery.ended <= to;
    let deliveries = waha.deliveries();
    let refused: Vec<&Delivery> = deliveries.iter().filter(during).collect();
    assert!(!refused.is_empty(), "nobody wrote during the outage");
    assert!(refused.iter().all(|delivery| delivery.status == Some(503) && delivery.retry_after), "{refused:#?}");
    let odd: Vec<_> = deliveries.iter().filter(|delivery| !matches!(delivery.status, Some(200 | 503))).collect();
    assert!(odd.is_empty(), "{odd:#?}");
    assert!(reads.borrow().iter().all(|status| matches!(status, 200 | 503)), "{:?}", *reads.borrow());
    app.is_sound().await;
}

#[tokio::test]
async fn a_redis_that_stops_and_then_forgets_loses_nothing() {
    if Profile::of_this_run() == Profile::Embedded {
        return;
    }
    let away = Duration::from_secs(15);
    let mut app = App::start().await;
    let (company, waha) = shop(&app).await;
    let vendas = company.api().get("/api/departments").await.ok();
    let vendas = vendas.as_array().unwrap().iter().find(|department| department["slug"] == "vendas").unwrap().clone();
    let bia = company.agent("Bia", &[vendas["id"].as_str().unwrap()]).await;
    bia.goes("ONLINE").await;
    let end = CancellationToken::new();
    let watching = watch(&bia, end.clone());
    // The flush comes after 19 s at the earliest: customers go on writing behind it.
    let load = load(if is_long() { 60 } else { 26 });
    let writing = load.start(&app.api(), &waha);
    sleep(Duration::from_secs(2)).await;

    let redis = app.redis.as_mut().unwrap();
    redis.process.kill();
    let from = Instant::now();
    sleep(away).await;
    let to = Instant::now();
    redis.process.launch();
    redis.answers().await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!(redis.told(&["FLUSHALL"]), "OK");
    let flushed = Instant::now();

    writing.join_all().await;
    let since = Instant::now();
    load.arrived(&app, &waha, Duration::from_secs(if is_long() { 60 } else { 20 })).await;
    eprintln!("after the flush and the last message everything was done in {:?}", since.elapsed());
    let deliveries = waha.deliveries();
    assert!(deliveries.iter().all(|delivery| delivery.status == Some(200)), "{deliveries:#?}");
    assert!(deliveries.iter().any(|delivery| delivery.begun >= from && delivery.ended <= to));
    let behind = deliveries.iter().filter(|delivery| delivery.begun > flushed).count();
    assert!(behind >= load.phones, "{behind} webhooks came behind the flush");
    let users = company.api().get("/api/users").await.ok();
    let bia_now = users.as_array().unwrap().iter().find(|user| user["id"] == bia.id.as_str()).unwrap();
    assert_eq!(bia_now["onlineStatus"], "ONLINE", "{bia_now:#}");
    // Changes of presence reach who watches: without this, that no OFFLINE came would say nothing. Nobody chooses Vendas any more.
    bia.goes("BUSY").await;
    bia.goes("ONLINE").await;
    sleep(Duration::from_secs(1)).await;
    end.cancel();
    let seen = watching.await.unwrap();
    let went = |status: &str| {
        seen.iter().find(|frame| frame.event == "agent-status-changed" && frame.data["status"] == status)
    };
    assert!(went("BUSY").is_some_and(|frame| frame.data["userId"] == bia.id.as_str()));
    assert_eq!(went("OFFLINE"), None);
    app.is_sound().await;
}
