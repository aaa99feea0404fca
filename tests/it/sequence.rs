//! G26: the log has no holes in time. Who read up to a place never misses what appears before it later.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;

use crate::harness::{App, Frame, PATIENCE, Person, Setup, Socket, Sql, is_long, wait_until};
use crate::team::{Team, draw};

const WRITERS: usize = 50;

type Seen = BTreeMap<String, String>;

/// Add what one connection told, which is in the order of the log.
fn add(seen: &mut Seen, frames: &[Frame]) {
    let mut last = String::new();
    for frame in frames {
        assert_ne!(frame.event, "resync");
        let Some(seq) = frame.seq.clone() else { continue };
        assert!(last < seq, "{seq} after {last}");
        last.clone_from(&seq);
        seen.insert(seq, frame.event.clone());
    }
}

/// Comes and goes until `stop`, each time from where it stopped.
async fn comes_and_goes(viewer: Person, from: String, stop: Arc<AtomicBool>) -> Seen {
    let (mut seen, mut last) = (Seen::new(), from);
    loop {
        let is_last = stop.load(Ordering::Relaxed);
        let mut socket = Socket::open(&viewer.api, Some(&last)).await;
        socket.listen(Duration::from_millis(if is_last { 3000 } else { rand::random_range(20..200) })).await;
        add(&mut seen, &socket.seen);
        last = socket.last_seq.clone().expect("a place");
        if is_last {
            return seen;
        }
    }
}

/// A transaction that writes an event early and commits it late, as a slow process would: a copy of one that is there.
fn slow_writer(sql: &Sql) -> Option<std::thread::JoinHandle<()>> {
    let Sql::Postgres(url) = sql.clone() else { return None };
    let copy = "INSERT INTO events (epoch, tx, company_id, name, audience, payload, occurred_at, created_at) \
        SELECT epoch, pg_current_xact_id()::text::bigint, company_id, name, audience, payload, occurred_at, created_at \
        FROM events WHERE name = 'agent-status-changed' ORDER BY id DESC LIMIT 1";
    Some(std::thread::spawn(move || {
        for _ in 0..4 {
            let script = format!("BEGIN; {copy}; SELECT pg_sleep(0.7); COMMIT");
            let ran =
                Command::new("psql").args([&url, "--quiet", "--set", "ON_ERROR_STOP=1", "--command", &script]).output();
            let ran = ran.expect("psql runs");
            assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        }
    }))
}

#[tokio::test]
async fn fifty_writers_never_slip_an_event_behind_a_reader() {
    let each = if is_long() { 40 } else { 5 };
    let app = App::with(Setup::of(2, 2)).await;
    let team = Team::of(&app).await;
    let line = Arc::new(team.line(&app, "META").await);
    let viewer = team.company.hire("Sara", "SUPERVISOR", &[]).await;
    let mut browser = viewer.socket().await;
    let from = browser.seen[0].data["seq"].as_str().expect("ready names the place").to_owned();
    let stop = Arc::new(AtomicBool::new(false));
    let restless = tokio::spawn(comes_and_goes(viewer.clone(), from.clone(), Arc::clone(&stop)));
    team.bia.goes("BUSY").await;
    let slow = slow_writer(&app.sql());

    let app = Arc::new(app);
    let mut writers = JoinSet::new();
    for n in 0..WRITERS {
        let (app, line) = (Arc::clone(&app), Arc::clone(&line));
        writers.spawn(async move {
            let phone = line.phone(&format!("+551197777{n:04}"));
            for word in 0..each {
                line.deliver(&app, &phone, &draw(), &format!("palavra {word}"), 1).await;
            }
        });
    }
    while !writers.is_empty() {
        browser.listen(Duration::from_millis(100)).await;
        while let Some(done) = writers.try_join_next() {
            done.expect("a writer ends well");
        }
    }
    if let Some(slow) = slow {
        slow.join().expect("the slow writer ends well");
    }
    team.company.settled().await;
    wait_until("the end of the log", 2 * PATIENCE, async || {
        let more = browser.listen(Duration::from_secs(3)).await;
        (!more.iter().any(|frame| frame.seq.is_some())).then_some(())
    })
    .await;
    stop.store(true, Ordering::Relaxed);
    let restless = restless.await.expect("the restless viewer ends well");

    let mut whole = Seen::new();
    let mut again = Socket::open(&viewer.api, Some(&from)).await;
    while again.listen(Duration::from_secs(2)).await.iter().any(|frame| frame.seq.is_some()) {}
    add(&mut whole, &again.seen);
    let mut told = Seen::new();
    add(&mut told, &browser.seen);
    let missed = |seen: &Seen| whole.iter().filter(|(seq, _)| !seen.contains_key(*seq)).collect::<Vec<_>>().len();
    assert_eq!((missed(&told), missed(&restless)), (0, 0), "of {} events", whole.len());
    assert!(whole.len() >= WRITERS * each, "{} events", whole.len());
    // No viewer is left out of what is written about customers, so the log itself has the same number.
    let of_customers = |seen: &Seen| seen.values().filter(|name| *name == "message-received").count();
    let stored = app.sql().query("SELECT count(*) FROM events WHERE name = 'message-received'");
    assert_eq!(stored, [of_customers(&whole).to_string()]);
    if app.sql().profile() == crate::harness::Profile::Cluster {
        let slow = whole.values().filter(|name| *name == "agent-status-changed").count();
        assert!(slow >= 4, "the late events are there");
    }
    app.is_sound().await;
}
