//! The load: so many connections, each of which posts its next webhook when the one before it is through.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use hyper::StatusCode;
use std::net::SocketAddr;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::board::{Effect, Slots};
use crate::http::Connection;
use crate::report::Latencies;
use crate::webhook::Webhook;

/// No effect takes so long unless something is broken.
const PATIENCE: Duration = Duration::from_mins(1);

/// How the webhooks were taken.
pub(crate) struct Taken {
    /// From the first post to the last 200.
    pub(crate) time: Duration,
    pub(crate) began: Instant,
    /// From the post to the 200.
    pub(crate) accept: Latencies,
}

/// Post all of them. With `until`, a connection posts its next when this effect of the one before was seen.
pub(crate) async fn post(
    address: SocketAddr,
    webhooks: Arc<Vec<Webhook>>,
    slots: Arc<Slots>,
    concurrency: usize,
    until: Option<Effect>,
) -> anyhow::Result<Taken> {
    let mut connections = Vec::new();
    for _ in 0..concurrency {
        connections.push(Connection::open(address).await?);
    }
    let (next, host) = (Arc::new(AtomicUsize::new(0)), address.to_string());
    let mut tasks = JoinSet::new();
    let began = Instant::now();
    for connection in connections {
        let (webhooks, slots, next, host) = (webhooks.clone(), slots.clone(), next.clone(), host.clone());
        tasks.spawn(one_by_one(connection, webhooks, slots, next, host, until));
    }
    let mut accept = Latencies::new();
    while let Some(ended) = tasks.join_next().await {
        accept.add(&ended??);
    }
    Ok(Taken { time: began.elapsed(), began, accept })
}

async fn one_by_one(
    mut connection: Connection,
    webhooks: Arc<Vec<Webhook>>,
    slots: Arc<Slots>,
    next: Arc<AtomicUsize>,
    host: String,
    until: Option<Effect>,
) -> anyhow::Result<Latencies> {
    let mut accept = Latencies::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(webhook) = webhooks.get(index) else { return Ok(accept) };
        let request = webhook.request(&host);
        let posted = Instant::now();
        slots.sent(index, posted);
        let (status, body) = connection.send(request).await?;
        accept.record(posted.elapsed());
        ensure!(status == StatusCode::OK, "a webhook was answered with {status}: {}", String::from_utf8_lossy(&body));
        if let Some(effect) = until {
            let seen = timeout(PATIENCE, slots.until(index, effect)).await;
            ensure!(seen.is_ok(), "the {effect:?} of message {index} was not seen within {PATIENCE:?}");
        }
    }
}
