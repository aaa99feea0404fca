//! Nudges, inside a process and between processes.

use std::time::Duration;

use jobs::{Bus, Nudge, Subscription};

use crate::harness::{RedisServer, eventually};

fn typing() -> Nudge {
    Nudge::Ephemeral {
        company: domain::id::new_id(),
        rooms: vec!["conversation:1".into()],
        frame: serde_json::json!({"event": "typing"}),
    }
}

#[tokio::test]
async fn every_subscriber_of_a_local_bus_hears_every_nudge() {
    let bus = Bus::local();
    let (mut one, mut two) = (bus.subscribe(), bus.clone().subscribe());
    let nudge = typing();
    bus.publish(&nudge).await.unwrap();
    assert_eq!(one.next().await, Some(nudge.clone()));
    assert_eq!(two.next().await, Some(nudge));
}

#[tokio::test]
async fn a_subscriber_that_falls_behind_is_told() {
    let bus = Bus::local();
    let mut slow = bus.subscribe();
    for seq in 0..10_000 {
        bus.publish(&Nudge::Events { seq: seq.to_string() }).await.unwrap();
    }
    assert_eq!(slow.next().await, Some(Nudge::Missed));
}

/// Publish until it is heard: a bus says nothing of when its subscription stands.
async fn is_heard(mouth: &Bus, ears: &mut Subscription, nudge: &Nudge) {
    tokio::time::timeout(Duration::from_secs(10), async {
        loop {
            mouth.publish(nudge).await.unwrap();
            if tokio::time::timeout(Duration::from_millis(100), hears(ears, nudge)).await.is_ok() {
                return;
            }
        }
    })
    .await
    .unwrap();
}

async fn hears(ears: &mut Subscription, nudge: &Nudge) {
    while ears.next().await.as_ref() != Some(nudge) {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_hear_each_other_also_after_redis_was_away() {
    let mut server = RedisServer::start().await;
    let (here, there) = (Bus::redis(&server.url()).unwrap(), Bus::redis(&server.url()).unwrap());
    let mut ears = there.subscribe();
    let nudge = typing();
    is_heard(&here, &mut ears, &nudge).await;

    server.down();
    let mut own = here.subscribe();
    assert!(here.publish(&nudge).await.is_err());
    assert_eq!(own.next().await, Some(nudge.clone()), "without Redis the own process still hears");
    server.up().await;
    tokio::time::timeout(Duration::from_secs(5), hears(&mut ears, &Nudge::Missed)).await.unwrap();
    eventually(Duration::from_secs(5), || async { here.publish(&nudge).await.is_ok() }).await;
    is_heard(&here, &mut ears, &nudge).await;
}
