//! G24: a dashboard that loses its connection again and again misses nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::harness::{App, Frame, Socket, WahaServer, is_long};

const PHONES: usize = 10;

/// How often the viewer is cut off.
fn reconnects() -> usize {
    if is_long() { 100 } else { 30 }
}

/// Messages of each phone: enough for all that time.
fn each() -> usize {
    reconnects() * 3 / 2
}

/// What a viewer has, by sequence number.
type Seen = BTreeMap<String, Frame>;

/// Add what came by one connection: in order, and what comes again is what it was.
fn add(seen: &mut Seen, frames: &[Frame]) {
    let mut last = None;
    for frame in frames {
        let Some(seq) = frame.seq.clone() else { continue };
        assert!(last < Some(seq.clone()), "{seq} after {last:?}");
        last = Some(seq.clone());
        let again = seen.insert(seq, frame.clone());
        assert!(again.is_none_or(|before| before == *frame), "another event with the number of {frame:?}");
    }
}

fn of_conversation(seen: &Seen) -> BTreeMap<&str, Vec<&Frame>> {
    let mut all: BTreeMap<&str, Vec<&Frame>> = BTreeMap::new();
    for frame in seen.values() {
        let own = frame.data["conversationId"].as_str().or_else(|| frame.data["conversation"]["id"].as_str());
        all.entry(own.unwrap_or_default()).or_default().push(frame);
    }
    all
}

/// Listen until nothing more comes.
async fn to_the_end(socket: &mut Socket) {
    while socket.listen(Duration::from_secs(4)).await.iter().any(|frame| frame.seq.is_some()) {}
}

#[tokio::test]
async fn a_viewer_who_comes_and_goes_has_the_whole_log_in_order() {
    let mut app = App::start().await;
    let company = app.company().await;
    let waha = WahaServer::connected_to(&company).await;
    let supervisor = company.hire("Sara", "SUPERVISOR", &[]).await;
    let start = supervisor.socket().await.seen[0].data["seq"].as_str().expect("ready names the place").to_owned();

    let mut load = JoinSet::new();
    for n in 0..PHONES {
        let (api, waha) = (app.api(), waha.clone());
        let pause = Duration::from_millis(200);
        load.spawn(async move { waha.says_numbers(&api, &format!("+55119555{n:05}"), each(), pause).await });
    }
    let (mut seen, mut last) = (Seen::new(), start.clone());
    for round in 0..reconnects() {
        let mut socket = Socket::open(&supervisor.api, Some(&last)).await;
        socket.listen(Duration::from_millis(rand::random_range(5..400))).await;
        if round % 10 == 4 {
            app.crash("api-1").await;
        }
        add(&mut seen, &socket.seen);
        last = socket.last_seq.clone().expect("it came from somewhere");
        drop(socket);
        sleep(Duration::from_millis(rand::random_range(0..100))).await;
    }
    load.join_all().await;
    // What the killed process had in its hands comes back by the end of its lease.
    company.settled().await;
    let mut socket = Socket::open(&supervisor.api, Some(&last)).await;
    to_the_end(&mut socket).await;
    add(&mut seen, &socket.seen);

    let mut whole = Seen::new();
    let mut socket = Socket::open(&supervisor.api, Some(&start)).await;
    to_the_end(&mut socket).await;
    add(&mut whole, &socket.seen);
    assert_eq!(of_conversation(&seen), of_conversation(&whole));
    assert!(!seen.values().any(|frame| frame.event == "resync"));

    // The log itself is whole, and tells every customer's messages in their order.
    let numbers: Vec<String> = (1..=each()).map(|number| format!("mensagem {number}")).collect();
    let mut customers = 0;
    for events in of_conversation(&seen).values() {
        let received = events.iter().filter(|frame| frame.event == "message-received");
        let told: Vec<&str> = received.filter_map(|frame| frame.data["message"]["content"].as_str()).collect();
        if !told.is_empty() {
            assert_eq!(told, numbers);
            customers += 1;
        }
    }
    assert_eq!(customers, PHONES);
    app.is_sound().await;
}
