//! A worker process dies in the middle of its jobs.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jobs::{Outcome, Queue};
use redis::AsyncCommands as _;

use crate::harness::{GRACE, Play, RedisServer, Seen, Working, eventually};

const URL: &str = "JOBS_TEST_REDIS";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_jobs_of_a_killed_process_are_done_by_another_within_20_s() {
    let server = RedisServer::start().await;
    let queue = server.queue();
    let mut redis = server.connection().await;
    queue.push_many((0..20).map(Play::number)).await.unwrap();

    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::a_process_that_never_finishes_a_job", "--ignored"])
        .env(URL, server.url())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    eventually(Duration::from_secs(10), || {
        let mut redis = redis.clone();
        async move { redis.scard::<_, u64>("begun").await.unwrap() == 4 }
    })
    .await;
    let begun: Vec<u64> = redis.smembers("begun").await.unwrap();
    victim.kill().unwrap(); // SIGKILL
    victim.wait().unwrap();

    let killed = Instant::now();
    let (working, seen) = Working::collecting(&queue, 4);
    seen.reaches(16, Duration::from_secs(5)).await;
    println!("what waited was done after {:?}", killed.elapsed());
    assert!(seen.all().iter().all(|number| !begun.contains(number)));
    seen.reaches(20, Duration::from_secs(20)).await;
    println!("what was in hand was done after {:?}", killed.elapsed());
    working.stop().await;
    let mut numbers = seen.all();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..20).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_outlasts_three_heartbeats_runs_once() {
    let server = RedisServer::start().await;
    let queue = server.queue();
    let (begun, ended) = (Seen::default(), Seen::default());
    let work = || {
        let (begun, ended) = (begun.clone(), ended.clone());
        Working::on(&queue, 1, move |envelope| {
            let (begun, ended) = (begun.clone(), ended.clone());
            async move {
                begun.add(envelope.payload.number);
                tokio::time::sleep(Duration::from_secs(17)).await;
                ended.add(envelope.payload.number);
                Outcome::Done
            }
        })
    };
    let (one, two) = (work(), work());
    queue.push_many((0..2).map(Play::number)).await.unwrap();
    ended.reaches(2, Duration::from_secs(25)).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(begun.len(), 2);
    one.stop().await;
    two.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_that_outlast_the_grace_period_are_given_back() {
    let server = RedisServer::start().await;
    let queue = server.queue();
    let begun = Seen::default();
    let sink = begun.clone();
    let stuck = Working::on(&queue, 2, move |envelope| {
        sink.add(envelope.payload.number);
        std::future::pending()
    });
    queue.push_many((0..3).map(Play::number)).await.unwrap();
    begun.reaches(2, Duration::from_secs(5)).await;
    let stop = Instant::now();
    stuck.stop().await;
    assert!(stop.elapsed() < GRACE + Duration::from_secs(1), "{:?}", stop.elapsed());

    let (working, seen) = Working::collecting(&queue, 1);
    seen.reaches(3, Duration::from_secs(2)).await;
    working.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a process for another test, which kills it"]
async fn a_process_that_never_finishes_a_job() {
    let Some(url) = std::env::var_os(URL) else { return };
    let url = url.into_string().unwrap();
    let redis = redis::Client::open(url.as_str()).unwrap().get_multiplexed_async_connection().await.unwrap();
    let queue = Queue::redis(&url).unwrap();
    let _working = Working::on(&queue, 4, move |envelope| {
        let mut redis = redis.clone();
        async move {
            let _: () = redis.sadd("begun", envelope.payload.number).await.unwrap();
            std::future::pending::<()>().await;
            Outcome::Done
        }
    });
    tokio::time::sleep(Duration::from_mins(1)).await;
}
