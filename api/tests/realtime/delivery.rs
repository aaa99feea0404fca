//! Nothing is missed: replay, live, slow readers, reconnecting under load.

use std::time::Duration;

use domain::event::{Event, Room};
use domain::id::new_id;
use domain::message::MessageStatus;
use domain::outbox::SendPhase;
use domain::role::Role;
use domain::seq::Seq;
use jobs::Nudge;
use serde_json::Value;

use crate::house::{House, numbers};

#[tokio::test]
async fn a_resumed_socket_gets_what_it_missed_then_a_watermark_then_live() {
    let house = House::open().await;
    let boss = house.user("Caio", Role::Supervisor, &[]).await;
    let room = [Room::Supervisors(house.company)];
    house.log(1, &room).await;
    let (mut client, _) = house.resume(boss, None).await;
    house.log(2, &room).await;
    let seen = client.find("job-dead").await;
    assert_eq!(numbers(std::slice::from_ref(&seen)), [2]);
    drop(client);
    for number in 3..=6 {
        let audience = if number == 4 { Room::Department(house.sales) } else { room[0] };
        house.log(number, &[audience]).await;
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let (mut client, ready) = house.resume(boss, seen["seq"].as_str()).await;
    assert_eq!((&ready["replaying"], &ready["seq"]), (&Value::Bool(true), &seen["seq"]));
    house.log(7, &room).await;
    let frames = client.during(600).await;
    assert_eq!(numbers(&frames), [3, 5, 6, 7]);
    let mark = frames.iter().position(|frame| frame["event"] == "seq").unwrap();
    assert!(mark >= 3, "after the replay");
}

#[tokio::test]
async fn a_cursor_that_is_no_place_of_this_log_is_too_old() {
    let house = House::open().await;
    let boss = house.user("Caio", Role::Supervisor, &[]).await;
    house.log(1, &[Room::Supervisors(house.company)]).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    // Of a company that is younger than what is pruned, nothing can be missing.
    house.state.clock.advance(chrono::Duration::days(8));
    let restored = Seq { epoch: 7, tx: 1, id: 1 }.to_string();
    let pruned = Seq { epoch: house.whole_log().await[0].seq.epoch, tx: 0, id: 0 }.to_string();
    for cursor in ["nonsense", &restored, &pruned] {
        let (mut client, ready) = house.resume(boss, Some(cursor)).await;
        assert_eq!(ready["replaying"], false);
        let resync = client.next().await;
        assert_eq!((&resync["event"], &resync["data"]["reason"]), (&"resync".into(), &"too_old".into()));
        assert_eq!(resync["data"]["seq"], ready["seq"]);
    }
}

#[tokio::test]
async fn too_much_to_replay_is_too_old() {
    let house = House::open().await;
    let boss = house.user("Caio", Role::Supervisor, &[]).await;
    house.log(0, &[]).await;
    let first = house.whole_log().await[0].seq.to_string();
    let tx = house.state.begin(house.company).await.unwrap();
    for from in (0..5_001).step_by(500) {
        let events: Vec<_> = (from..(from + 500).min(5_001))
            .map(|number| entities::NewEvent {
                event: Event::JobDead { queue: "test".into(), id: number.to_string() },
                conversation: None,
                contact: None,
                audience: vec![Room::Supervisors(house.company)],
            })
            .collect();
        tx.log_events(&events, house.state.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    let (mut client, _) = house.resume(boss, Some(&first)).await;
    assert_eq!(client.next().await["data"]["reason"], "too_old");
    let log = house.whole_log().await;
    let (mut client, _) = house.resume(boss, Some(&log[1].seq.to_string())).await;
    let mut count = 0;
    while client.next().await["event"] == "job-dead" {
        count += 1;
    }
    assert_eq!(count, 5_000);
}

#[tokio::test]
async fn a_status_never_falls_whatever_the_order_of_the_log() {
    let house = House::open().await;
    let boss = house.user("Caio", Role::Supervisor, &[]).await;
    house.log(0, &[]).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let (mut client, ready) = house.resume(boss, None).await;
    let message = new_id();
    for status in [MessageStatus::Delivered, MessageStatus::Sent, MessageStatus::Read] {
        let event = Event::MessageStatus {
            message_id: message,
            conversation_id: new_id(),
            status,
            send_phase: SendPhase::Done,
            delivered_at: None,
            read_at: None,
        };
        house.log_event(house.company, event, None, &[Room::Supervisors(house.company)]).await;
    }
    let statuses = |frames: &[Value]| -> Vec<String> {
        let told = frames.iter().filter(|frame| frame["event"] == "message-status");
        told.map(|frame| frame["data"]["status"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(statuses(&client.during(800).await), ["DELIVERED", "READ"]);
    let (mut again, _) = house.resume(boss, ready["seq"].as_str()).await;
    assert_eq!(statuses(&again.during(500).await), ["DELIVERED", "READ"]);
}

/// A reader that comes and goes at random while five writers write sees the log, in order, and nothing twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_reconnects_under_load_miss_nothing() {
    let house = House::open().await;
    let neighbour = house.neighbour();
    let boss = house.user("Caio", Role::Supervisor, &[]).await;
    house.log(0, &[Room::Supervisors(house.company)]).await;
    let first = house.whole_log().await[0].seq.to_string();
    let write = async {
        let writer = |offset: u32| {
            let house = &house;
            async move {
                for number in 0..100 {
                    house.log(offset + number, &[Room::Supervisors(house.company)]).await;
                    tokio::time::sleep(Duration::from_millis(rand_ms(60))).await;
                }
            }
        };
        tokio::join!(writer(1), writer(101), writer(201), writer(301), writer(401));
    };
    let read = async {
        let mut seqs: Vec<String> = Vec::new();
        let mut last = first;
        for round in 0..100 {
            // Some rounds come back in another process, which may be ahead or behind.
            let address = if round % 3 == 0 { &neighbour } else { &house.address };
            let (mut client, _) = house.resume_at(address, boss, Some(&last)).await;
            for frame in client.during(rand_ms(60)).await {
                if frame["event"] == "job-dead" {
                    last = frame["seq"].as_str().unwrap().to_owned();
                    seqs.push(last.clone());
                }
                // A client keeps the higher of both.
                if frame["event"] == "seq" {
                    last = frame["data"]["seq"].as_str().unwrap().to_owned().max(last);
                }
            }
        }
        (seqs, last)
    };
    let ((), (mut seqs, last)) = tokio::join!(write, read);
    let (mut client, _) = house.resume(boss, Some(&last)).await;
    let rest = client.during(3_000).await;
    seqs.extend(
        rest.iter().filter(|frame| frame["event"] == "job-dead").map(|f| f["seq"].as_str().unwrap().to_owned()),
    );
    let log: Vec<String> = house.whole_log().await.iter().skip(1).map(|event| event.seq.to_string()).collect();
    let log: Vec<String> = log.into_iter().collect();
    assert_eq!(seqs.len(), 500);
    assert_eq!(seqs, log);
}

/// The bus is silent: the log is read all the same.
#[tokio::test]
async fn a_lost_nudge_delays_and_loses_nothing() {
    let house = House::open().await;
    let boss = house.user("Caio", Role::Supervisor, &[]).await;
    let mut client = house.enter(boss).await;
    let tx = house.state.begin(house.company).await.unwrap();
    let event = Event::JobDead { queue: "test".into(), id: "1".into() };
    let audience = vec![Room::Supervisors(house.company)];
    let new = entities::NewEvent { event, conversation: None, contact: None, audience };
    tx.log_events(&[new], house.state.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(numbers(&client.during(2_400).await), [1]);
}

/// Large frames to a client that does not read: it is told once, and the others do not notice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_that_lags_is_told_once_and_hurts_nobody() {
    let house = House::open().await;
    let boss = house.user("Caio", Role::Supervisor, &[]).await;
    let mut lazy = house.enter(boss).await;
    let mut quick = house.enter(boss).await;
    let blob = "x".repeat(200_000);
    let mut slowest = Duration::ZERO;
    for number in 0..120_u32 {
        let event = Event::JobDead { queue: blob.clone(), id: number.to_string() };
        let start = tokio::time::Instant::now();
        house.log_event(house.company, event, None, &[Room::Supervisors(house.company)]).await;
        assert_eq!(quick.find("job-dead").await["data"]["id"], number.to_string());
        slowest = slowest.max(start.elapsed());
    }
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    let frames = lazy.during(3_000).await;
    let resyncs: Vec<&Value> = frames.iter().filter(|frame| frame["event"] == "resync").collect();
    assert_eq!(resyncs.len(), 1);
    assert_eq!(resyncs[0]["data"]["reason"], "lagging");
    // What it has and what the resync covers is everything.
    let covered = resyncs[0]["data"]["seq"].as_str().unwrap();
    let after: Vec<&str> =
        frames.iter().filter_map(|frame| frame["seq"].as_str()).filter(|seq| *seq > covered).collect();
    let log: Vec<String> = house.whole_log().await.iter().map(|event| event.seq.to_string()).collect();
    let expected: Vec<&str> = log.iter().map(String::as_str).filter(|seq| *seq > covered).collect();
    assert_eq!(after, expected);
    assert!(frames.len() < 110, "most was dropped");
}

#[tokio::test]
async fn an_ephemeral_frame_has_no_place_in_the_log() {
    let house = House::open().await;
    let mut client = house.enter(house.user("Ana", Role::Agent, &[]).await).await;
    let frame = serde_json::json!({"event": "typing", "data": {"userId": null, "source": "customer"}});
    let rooms = vec![Room::Company(house.company).key()];
    house.state.nudge(Nudge::Ephemeral { company: house.company, rooms, frame: frame.clone() }).await;
    assert_eq!(client.next().await, frame);
    let rooms = vec![Room::Company(house.company).key()];
    house.state.nudge(Nudge::Ephemeral { company: new_id(), rooms, frame }).await;
    assert!(client.during(200).await.is_empty());
}

/// Up to `below` milliseconds.
fn rand_ms(below: u64) -> u64 {
    u64::try_from(new_id().as_u128() % u128::from(below)).unwrap()
}
