//! What our script pushes, the stock worker of apalis-redis consumes: a newer release of it that moves its keys fails here.

use std::time::Duration;

use apalis::prelude::{BoxDynError, WorkerBuilder};
use apalis_redis::{Config, RedisStorage};
use redis::AsyncCommands as _;

use crate::harness::{Play, RedisServer, Seen, eventually};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_stock_worker_consumes_what_our_script_pushes() {
    let server = RedisServer::start().await;
    server.queue().push_many((0..25).map(Play::number)).await.unwrap();

    let seen: Seen<u64> = Seen::default();
    let sink = seen.clone();
    let manager = apalis_redis::connect(server.url()).await.unwrap();
    let storage: RedisStorage<serde_json::Value> =
        RedisStorage::new(manager).with_config(Config::default().queue("play"));
    let worker = WorkerBuilder::new("stock").backend(storage).build(move |body: serde_json::Value| {
        let sink = sink.clone();
        async move {
            assert_eq!((&body["v"], &body["job"]), (&1.into(), &"play".into()));
            sink.add(body["payload"]["number"].as_u64().unwrap());
            Ok::<_, BoxDynError>(())
        }
    });
    let running = tokio::spawn(worker.run());
    seen.reaches(25, Duration::from_secs(10)).await;
    let redis = server.connection().await;
    eventually(Duration::from_secs(5), || {
        let mut redis = redis.clone();
        async move { redis.scard::<_, u64>("play:done").await.unwrap() == 25 }
    })
    .await;
    running.abort();
}
