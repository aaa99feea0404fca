//! All processes, over one Redis channel. One subscription per process; its subscribers are fed from it.

use std::sync::Arc;

use ::redis::{Client, Cmd};
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

use super::local::Local;
use super::{Nudge, QueueError};
use crate::connection::{self, Heard, Link};

const CHANNEL: &str = "wppc:bus";

#[derive(Clone)]
pub(super) struct Remote {
    link: Link,
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
        let link = Link::open(&client)?;
        let here = Local::new();
        let listener = Listener(tokio::spawn(listen(client, here.clone())));
        Ok(Self { link, here, _listener: Arc::new(listener) })
    }

    pub(super) async fn publish(&self, nudge: &Nudge) -> Result<(), QueueError> {
        let text = serde_json::to_string(nudge).map_err(|source| QueueError::Payload { job: "nudge", source })?;
        let publish = &Cmd::publish(CHANNEL, &text);
        let sent = self.link.ask(|mut connection| async move { publish.exec_async(&mut connection).await }).await;
        if sent.is_err() {
            self.here.publish(nudge);
        }
        sent
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
    connection::listen(client, CHANNEL.to_owned(), |heard| match heard {
        Heard::Start => here.publish(&Nudge::Missed),
        Heard::Message(bytes) => match serde_json::from_slice(bytes) {
            Ok(nudge) => here.publish(&nudge),
            Err(error) => tracing::debug!(%error, "an unreadable nudge"),
        },
    })
    .await;
}
