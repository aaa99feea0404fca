//! All processes, over one Redis channel. One subscription per process; its subscribers are fed from it.

use std::sync::Arc;
use std::time::Duration;

use ::redis::aio::ConnectionManager;
use ::redis::{Client, Cmd};
use futures_util::StreamExt as _;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

use super::local::Local;
use super::{Nudge, QueueError};
use crate::connection::{self, PATIENCE, patiently};

const CHANNEL: &str = "wppc:bus";

#[derive(Clone)]
pub(super) struct Remote {
    connection: ConnectionManager,
    here: Local,
    _listener: Arc<Listener>,
}

/// Ends with the last handle to the bus.
struct Listener(JoinHandle<()>);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Remote {
    pub(super) fn open(url: &str) -> Result<Self, QueueError> {
        let client = connection::client(url)?;
        let connection = connection::manager(&client, PATIENCE)?;
        let here = Local::new();
        let listener = Listener(tokio::spawn(listen(client, here.clone())));
        Ok(Self { connection, here, _listener: Arc::new(listener) })
    }

    pub(super) async fn publish(&self, nudge: &Nudge) -> Result<(), QueueError> {
        let text = serde_json::to_string(nudge).map_err(|source| QueueError::Payload { job: "nudge", source })?;
        let sent = patiently(|| {
            let mut connection = self.connection.clone();
            let publish = Cmd::publish(CHANNEL, &text);
            async move { publish.query_async::<u64>(&mut connection).await }
        })
        .await;
        if sent.is_err() {
            self.here.publish(nudge);
        }
        sent.map(|_| ())
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<Nudge> {
        self.here.subscribe()
    }
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remote").finish_non_exhaustive()
    }
}

async fn listen(client: Client, here: Local) {
    loop {
        if let Ok(Ok(mut pubsub)) = tokio::time::timeout(PATIENCE, client.get_async_pubsub()).await
            && pubsub.subscribe(CHANNEL).await.is_ok()
        {
            here.publish(&Nudge::Missed); // nobody knows what was said before
            let mut messages = pubsub.on_message();
            while let Some(message) = messages.next().await {
                match serde_json::from_slice(message.get_payload_bytes()) {
                    Ok(nudge) => here.publish(&nudge),
                    Err(error) => tracing::debug!(%error, "an unreadable nudge"),
                }
            }
            tracing::debug!("the bus broke off");
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}
