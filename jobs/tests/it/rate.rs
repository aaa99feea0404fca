//! The same buckets in Redis and in a process.

use std::time::Duration;

use jobs::{Bucket, Rate, Refused};

use crate::harness::RedisServer;

const BUCKET: Bucket = Bucket { capacity: 5.0, per_second: 10.0 };

async fn refusal(rate: &Rate, key: &str, tokens: u32) -> Duration {
    match rate.take(key, &BUCKET, tokens).await {
        Err(Refused::RetryAfter(wait)) => wait,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

async fn a_bucket_empties_and_fills(rate: &Rate) {
    rate.take("a", &BUCKET, 5).await.unwrap();
    let wait = refusal(rate, "a", 2).await;
    assert!((Duration::from_millis(100)..=Duration::from_millis(200)).contains(&wait), "{wait:?}");
    rate.take("b", &BUCKET, 1).await.unwrap();
    tokio::time::sleep(wait).await;
    rate.take("a", &BUCKET, 2).await.unwrap();
    rate.spend("a", &BUCKET, 3).await.unwrap();
    assert!(refusal(rate, "a", 1).await > Duration::from_millis(200));
}

#[tokio::test]
async fn a_bucket_in_memory_empties_and_fills() {
    a_bucket_empties_and_fills(&Rate::memory()).await;
}

#[tokio::test]
async fn a_bucket_in_redis_empties_and_fills_and_a_flush_fills_it() {
    let mut server = RedisServer::start().await;
    let (rate, other) = (Rate::redis(&server.url()).unwrap(), Rate::redis(&server.url()).unwrap());
    a_bucket_empties_and_fills(&rate).await;
    refusal(&other, "a", 1).await;
    let _: () = redis::cmd("FLUSHALL").query_async(&mut server.connection().await).await.unwrap();
    other.take("a", &BUCKET, 5).await.unwrap();
    server.down();
    assert!(matches!(rate.take("a", &BUCKET, 1).await, Err(Refused::Unreachable(_))));
}
