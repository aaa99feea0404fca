//! Redis goes away, and comes back, or comes back empty.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::harness::{Play, RedisServer, Working};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_that_was_pushed_drains_after_an_outage_of_15_s() {
    let mut server = RedisServer::start().await;
    let queue = server.queue();
    let (working, seen) = Working::collecting(&queue, 4);

    let pushing = Arc::new(AtomicBool::new(true));
    let storm = tokio::spawn({
        let (queue, pushing) = (queue.clone(), Arc::clone(&pushing));
        async move {
            let (mut pushed, mut failed, mut number, mut slowest) = (HashSet::new(), 0, 0, Duration::ZERO);
            while pushing.load(Ordering::Relaxed) {
                let start = Instant::now();
                match queue.push(Play::number(number)).await {
                    Ok(()) => drop(pushed.insert(number)),
                    Err(_) => failed += 1,
                }
                slowest = slowest.max(start.elapsed());
                number += 1;
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            (pushed, failed, slowest)
        }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    server.down();
    tokio::time::sleep(Duration::from_secs(15)).await;
    assert!(working.pulse.age().unwrap() > Duration::from_secs(13), "the readiness check sees the outage");
    server.up().await;
    let back = Instant::now();
    let before = seen.len();
    seen.reaches(before + 1, Duration::from_secs(10)).await;
    println!("the first job after the outage was done {:?} later", back.elapsed());
    tokio::time::sleep(Duration::from_secs(1)).await;
    pushing.store(false, Ordering::Relaxed);
    let (pushed, failed, slowest) = storm.await.unwrap();

    println!("{} pushed, {failed} refused, the slowest push took {slowest:?}", pushed.len());
    assert!(failed > 0);
    assert!(slowest < Duration::from_millis(2_500), "a push took {slowest:?}");
    // What a worker had in hand when Redis went comes back after three heartbeats.
    crate::harness::eventually(Duration::from_secs(20), || {
        let seen: HashSet<u64> = seen.all().into_iter().collect();
        std::future::ready(pushed.is_subset(&seen))
    })
    .await;
    working.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_outlives_a_flush() {
    let server = RedisServer::start().await;
    let queue = server.queue();
    let (working, seen) = Working::collecting(&queue, 2);
    for round in 1..=3 {
        queue.push(Play::number(0)).await.unwrap();
        seen.reaches(round, Duration::from_secs(10)).await;
        let _: () = redis::cmd("FLUSHALL").query_async(&mut server.connection().await).await.unwrap();
    }
    working.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_a_push_fails_soon_and_a_stop_is_still_a_stop() {
    let mut server = RedisServer::start().await;
    let queue = server.queue();
    let (working, _) = Working::collecting(&queue, 2);
    queue.push(Play::number(1)).await.unwrap();
    server.down();

    let start = Instant::now();
    assert!(queue.push(Play::number(2)).await.is_err());
    assert!(queue.ping().await.is_err());
    assert!(start.elapsed() < Duration::from_secs(5));
    tokio::time::timeout(Duration::from_secs(10), working.stop()).await.unwrap();
}
