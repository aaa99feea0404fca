//! What finished jobs leave behind: nothing.

use std::time::Duration;

use redis::AsyncCommands as _;

use crate::harness::{Play, RedisServer, Working, eventually};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn finished_and_dead_jobs_leave_nothing_in_redis() {
    let server = RedisServer::start().await;
    let queue = server.queue();
    let (working, seen) = Working::collecting(&queue, 8);
    queue.push_many((0..2_000).map(Play::number)).await.unwrap();
    seen.reaches(2_000, Duration::from_secs(20)).await;

    let redis = server.connection().await;
    eventually(Duration::from_secs(10), || {
        let mut redis = redis.clone();
        async move {
            let keys: Vec<String> = redis.keys("*").await.unwrap();
            keys.iter().all(|key| {
                key == "play:workers" || key.starts_with("play:workers:metadata:") || key == "core:apalis:queues:list"
            })
        }
    })
    .await;
    working.stop().await;
    let mut redis = server.connection().await;
    let keys: Vec<String> = redis.keys("play*").await.unwrap();
    assert_eq!(keys, [] as [String; 0], "a worker that stopped signs off");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unreadable_job_is_buried_and_an_id_without_a_body_does_not_kill_for_ever() {
    let server = RedisServer::start().await;
    let queue = server.queue();
    let mut redis = server.connection().await;
    for (id, body) in [("newer", r#"{"v":9,"job":"play","payload":{"number":1}}"#), ("noise", "\u{1}not json")] {
        let _: () = redis.hset("play:data", id, body).await.unwrap();
        let _: () = redis
            .hset_multiple(
                "play:meta:".to_owned() + id,
                &[("attempts", "0"), ("max_attempts", "1"), ("status", "Pending")],
            )
            .await
            .unwrap();
        let _: () = redis.rpush("play:active", id).await.unwrap();
    }
    let _: () = redis.rpush("play:active", "nobody").await.unwrap();
    queue.push(Play::number(5)).await.unwrap();

    let (working, seen) = Working::collecting(&queue, 1);
    seen.reaches(1, Duration::from_secs(10)).await;
    working.dead.reaches(2, Duration::from_secs(10)).await;
    let dead = working.dead.all();
    assert_eq!(dead[0].error, "unknown version 9 of the envelope, written by a newer release");
    assert_eq!(dead[0].payload, serde_json::json!({"number": 1}));
    assert_eq!(dead[1].payload, serde_json::json!("\u{1}not json"));

    eventually(Duration::from_secs(20), || {
        let mut redis = redis.clone();
        async move {
            let held: Vec<String> = redis.keys("play:inflight:*").await.unwrap();
            held.is_empty()
        }
    })
    .await;
    working.stop().await;
}
