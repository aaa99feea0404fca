//! What holds on both backends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jobs::{Consumers, Envelope, Faults, Outcome, Queue};
use serde_json::json;

use crate::harness::{Play, RedisServer, Seen, Working, eventually, refusal};

macro_rules! on_both_backends {
    ($($name:ident),* $(,)?) => {
        mod memory {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(Queue::memory()).await;
            })*
        }
        mod redis {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let server = RedisServer::start().await;
                super::$name(server.queue()).await;
            })*
        }
    };
}

on_both_backends! {
    with_one_slot_jobs_run_in_the_order_of_their_pushes,
    no_more_jobs_run_at_once_than_there_are_slots,
    an_envelope_reaches_its_handler_whole,
    a_panic_kills_the_job_and_nothing_else,
    a_dead_job_that_cannot_be_recorded_is_offered_again,
    a_stop_waits_for_the_job_in_hand_and_takes_no_other,
    a_job_for_later_comes_later,
    jobs_are_lost_and_doubled_as_the_faults_say,
    depths_tell_what_waits_and_what_is_in_hand,
    the_pulse_of_an_idle_consumer_beats,
}

const PATIENCE: Duration = Duration::from_secs(10);

async fn with_one_slot_jobs_run_in_the_order_of_their_pushes(queue: Queue) {
    queue.push_many((0..2_000).map(Play::number)).await.unwrap();
    let (working, seen) = Working::collecting(&queue, 1);
    for number in 2_000..3_000 {
        queue.push(Play::number(number)).await.unwrap();
    }
    seen.reaches(3_000, 3 * PATIENCE).await;
    working.stop().await;
    assert_eq!(seen.all(), (0..3_000).collect::<Vec<_>>());
}

async fn no_more_jobs_run_at_once_than_there_are_slots(queue: Queue) {
    let (running, most, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)), Seen::default());
    let (now, peak, sink) = (Arc::clone(&running), Arc::clone(&most), done.clone());
    let working = Working::on(&queue, 4, move |envelope| {
        let (now, peak, sink) = (Arc::clone(&now), Arc::clone(&peak), sink.clone());
        async move {
            peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(50)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            sink.add(envelope.payload.number);
            Outcome::Done
        }
    });
    queue.push_many((0..40).map(Play::number)).await.unwrap();
    done.reaches(40, PATIENCE).await;
    working.stop().await;
    assert_eq!(most.load(Ordering::SeqCst), 4);
}

async fn an_envelope_reaches_its_handler_whole(queue: Queue) {
    let sent = Envelope::new(Play { number: 1, key: "a".into() })
        .company(domain::id::new_id())
        .trace("trace")
        .again()
        .unwrap();
    let seen = Seen::default();
    let sink = seen.clone();
    let working = Working::on(&queue, 1, move |envelope| {
        sink.add(envelope);
        std::future::ready(Outcome::Done)
    });
    queue.push(sent.clone()).await.unwrap();
    seen.reaches(1, PATIENCE).await;
    working.stop().await;
    assert_eq!(seen.all(), [sent]);
}

async fn a_panic_kills_the_job_and_nothing_else(queue: Queue) {
    let seen = Seen::default();
    let sink = seen.clone();
    let working = Working::on(&queue, 1, move |envelope| {
        assert!(envelope.payload.number != 1, "number one");
        let sink = sink.clone();
        async move {
            if envelope.payload.number == 2 {
                return Outcome::Dead("nobody can".into());
            }
            sink.add(envelope.payload.number);
            Outcome::Done
        }
    });
    let company = domain::id::new_id();
    queue.push(Envelope::new(Play { number: 1, key: "one".into() }).company(company)).await.unwrap();
    queue.push_many((2..5).map(Play::number)).await.unwrap();
    seen.reaches(2, PATIENCE).await;
    let dead = working.dead.all();
    working.stop().await;

    assert_eq!(seen.all(), [3, 4]);
    assert_eq!(dead.len(), 2);
    assert_eq!((dead[0].queue, dead[0].key.as_str(), dead[0].attempts), ("play", "one", 1));
    assert_eq!(dead[0].payload, json!({"number": 1, "key": "one"}));
    assert_eq!(dead[0].company, Some(company));
    assert_eq!(dead[0].error, "panicked: number one");
    assert_eq!(dead[1].error, "nobody can");
}

async fn a_dead_job_that_cannot_be_recorded_is_offered_again(queue: Queue) {
    let (dead, refusals) = (Seen::default(), Arc::new(AtomicU32::new(0)));
    let (sink, count) = (dead.clone(), Arc::clone(&refusals));
    let consumers = Consumers::new(queue.clone(), "test", move |job| {
        let recorded = count.fetch_add(1, Ordering::SeqCst) > 0;
        if recorded {
            sink.add(job);
        }
        std::future::ready(if recorded { Ok(()) } else { Err(refusal()) })
    })
    .consume::<Play, _, _>(1, |_| async { Outcome::Dead("hopeless".into()) });
    let working = Working::run(consumers, dead.clone());
    queue.push(Play { number: 7, key: "seven".into() }).await.unwrap();
    dead.reaches(1, PATIENCE).await;
    working.stop().await;
    let job = &dead.all()[0];
    assert_eq!(job.payload, json!({"number": 7, "key": "seven"}));
    assert_eq!((job.key.as_str(), job.error.as_str()), ("seven", "hopeless"));
}

async fn a_stop_waits_for_the_job_in_hand_and_takes_no_other(queue: Queue) {
    let (begun, ended) = (Seen::default(), Seen::default());
    let (start, end) = (begun.clone(), ended.clone());
    let working = Working::on(&queue, 1, move |envelope| {
        let (start, end) = (start.clone(), end.clone());
        async move {
            start.add(envelope.payload.number);
            tokio::time::sleep(Duration::from_millis(500)).await;
            end.add(envelope.payload.number);
            Outcome::Done
        }
    });
    queue.push_many((0..3).map(Play::number)).await.unwrap();
    begun.reaches(1, PATIENCE).await;
    working.stop().await;
    assert_eq!(ended.all(), [0]);

    let (working, rest) = Working::collecting(&queue, 1);
    rest.reaches(2, Duration::from_secs(2)).await;
    working.stop().await;
    assert_eq!(rest.all(), [1, 2]);
    assert_eq!(begun.all(), [0]);
}

async fn a_job_for_later_comes_later(queue: Queue) {
    let (working, seen) = Working::collecting(&queue, 1);
    let start = Instant::now();
    queue.push_later(Play::number(1), Duration::from_millis(400));
    seen.reaches(1, PATIENCE).await;
    assert!(start.elapsed() >= Duration::from_millis(300));
    working.stop().await;
}

async fn jobs_are_lost_and_doubled_as_the_faults_say(queue: Queue) {
    let faults = Faults {
        drop: 0.3,
        double: 0.3,
        delay: 0.3,
        longest_delay: Duration::from_millis(500),
        seed: 7,
        ..Faults::default()
    };
    let unlucky = queue.clone().with_faults(faults);
    let (working, seen) = Working::collecting(&queue, 8);
    unlucky.push_many((0..1_000).map(Play::number)).await.unwrap();
    // 1,000 jobs, 70 % of them kept, 1.3 copies of each: about 910.
    seen.reaches(800, PATIENCE).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    working.stop().await;
    let mut numbers = seen.all();
    numbers.sort_unstable();
    numbers.dedup();
    assert!((650..750).contains(&numbers.len()), "{} of 1000 arrived", numbers.len());
    assert!((850..970).contains(&seen.len()), "{} copies arrived", seen.len());
}

async fn depths_tell_what_waits_and_what_is_in_hand(queue: Queue) {
    let working = Working::on(&queue, 2, |_| async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        Outcome::Done
    });
    queue.push_many((0..5).map(Play::number)).await.unwrap();
    eventually(PATIENCE, || async {
        let depth = queue.depths_of(&["play"]).await.unwrap()[0];
        (depth.waiting, depth.inflight) == (3, 2)
    })
    .await;
    queue.ping().await.unwrap();
    assert_eq!(queue.depths().await.unwrap().len(), jobs::definitions::NAMES.len());
    working.stop().await;
}

async fn the_pulse_of_an_idle_consumer_beats(queue: Queue) {
    let (working, _) = Working::collecting(&queue, 1);
    eventually(PATIENCE, || std::future::ready(working.pulse.age().is_some())).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(working.pulse.age().unwrap() < Duration::from_secs(12));
    working.stop().await;
}
