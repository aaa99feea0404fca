//! G25: a browser that does not read is told once to begin anew, and costs the others nothing.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::fairness::batch;
use crate::harness::{App, Person, Socket, meta_webhook};
use crate::team::{Line, Team};

/// In bytes, more than what waits for one socket and what the system's own buffers hold besides.
const MESSAGES: usize = 150;
const DEAF: usize = 4;
/// What sockets that lag may cost the process together, caches of the work itself included.
const MEMORY: u64 = 64 * 1024;

/// How often the others are measured: of so many, the third longest time is the 99th percentile.
const TRIES: usize = 200;
/// A slow moment of the machine that all of this runs on.
const MOMENT: Duration = Duration::from_millis(500);

/// Resident memory of the process, in KiB.
fn memory(app: &mut App) -> u64 {
    let pid = app.process("api-1").pid().expect("it runs");
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("the system tells of a process");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("its memory");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

/// Sorted times from a change to its event at this socket.
async fn latency(agent: &Person, socket: &mut Socket) -> Vec<Duration> {
    let mut times = Vec::new();
    for n in 0..TRIES {
        let status = ["BUSY", "ONLINE"][n % 2];
        let begun = Instant::now();
        let goes = agent.goes(status);
        let hears = socket.event_where("agent-status-changed", |data| {
            data["userId"] == agent.id.as_str() && data["status"] == status
        });
        futures_util::join!(goes, hears);
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times
}

/// A few customers paste whole books, one after the other. Who reads is never behind by more than one: a busy machine would
/// make a laggard of them too.
async fn flood(app: &App, line: &Line, reader: &mut Socket) {
    for n in 0..MESSAGES {
        let book = format!("{n} {}", "muito ".repeat(10_000));
        let message = (format!("5511988880{:03}", n % 4), book);
        meta_webhook(&app.api(), &line.secret, &batch(&line.key, &[message])).await.expect(200);
        reader.next_event("message-received").await;
    }
}

#[tokio::test]
async fn a_socket_that_never_reads_gets_one_resync_and_costs_the_others_nothing() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "META").await;
    let mut quick = team.company.admin.socket().await;
    let quiet = latency(&team.ana, &mut quick).await;

    let before = memory(&mut app);
    let mut deaf = Vec::new();
    for _ in 0..DEAF {
        deaf.push(Socket::narrow(&team.company.admin.api).await);
    }
    flood(&app, &line, &mut quick).await;
    team.company.settled().await;
    let busy = latency(&team.ana, &mut quick).await;
    let grown = memory(&mut app).saturating_sub(before);

    // Nothing else than the deaf ones differs from before: a server that waits for who does not read would be slow each time, and
    // one that waits now and then would be in the last percent.
    for place in [TRIES / 2, TRIES * 99 / 100 - 1] {
        let (was, is) = (quiet[place], busy[place]);
        eprintln!("{place} of {TRIES}: {was:?} quiet, {is:?} beside deaf sockets; {grown} KiB more");
        assert!(is <= (3 * was).max(MOMENT), "{place} of {TRIES}: {was:?}, then {is:?}");
    }
    assert!(grown < MEMORY, "{grown} KiB more");
    assert!(!quick.seen.iter().any(|frame| frame.event == "resync"), "who reads has everything");

    for socket in &mut deaf {
        socket.next_event("resync").await;
        sleep(Duration::from_millis(100)).await;
        socket.listen(Duration::from_secs(1)).await;
        let resyncs: Vec<_> = socket.seen.iter().filter(|frame| frame.event == "resync").collect();
        assert_eq!(resyncs.len(), 1);
        assert_eq!(resyncs[0].data["reason"], "lagging");
        let at = resyncs[0].data["seq"].as_str().expect("where to go on");
        let place = socket.seen.iter().position(|frame| frame.event == "resync").expect("it is there");
        let (early, late) = socket.seen.split_at(place);
        assert!(early.iter().filter_map(|frame| frame.seq.as_deref()).all(|seq| seq <= at));
        assert!(late.iter().filter_map(|frame| frame.seq.as_deref()).all(|seq| seq > at));
    }
    // From there on it is a socket as any other.
    team.ana.goes("OFFLINE").await;
    for socket in &mut deaf {
        socket.event_where("agent-status-changed", |data| data["status"] == "OFFLINE").await;
    }
    app.is_sound().await;
}
