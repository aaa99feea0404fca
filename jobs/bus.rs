//! Nudges between processes: something changed, go and look. A lost nudge delays and loses nothing.

use domain::id::{ChannelId, CompanyId, UserId};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use crate::error::QueueError;

mod local;
mod redis;

/// How many nudges a slow subscriber may be behind before it is told [`Nudge::Missed`].
const BACKLOG: usize = 4096;

/// What one process tells all, itself included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "nudge", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Nudge {
    /// The event log grew, up to about this sequence number.
    Events { seq: String },
    /// A channel or its credentials changed: drop what is cached of it.
    ChannelUpdated { id: ChannelId },
    /// Rules, departments, texts or settings of a company changed.
    RulesChanged { company: CompanyId },
    /// Role, memberships, activity or tokens of a user changed.
    UserChanged { id: UserId },
    /// A frame for the sockets in these rooms that is not in the log, as typing.
    Ephemeral { company: CompanyId, rooms: Vec<String>, frame: serde_json::Value },
    /// Never published: nudges may have been lost (a slow subscriber, a broken connection). Drop every cache.
    Missed,
    /// From a newer release.
    #[serde(other)]
    Unknown,
}

/// A handle to the bus; clones share it.
#[derive(Debug, Clone)]
pub struct Bus {
    carrier: Carrier,
}

#[derive(Debug, Clone)]
enum Carrier {
    Local(local::Local),
    Redis(redis::Remote),
}

/// The nudges from the moment of [`Bus::subscribe`] on.
#[derive(Debug)]
pub struct Subscription(broadcast::Receiver<Nudge>);

impl Bus {
    /// A bus inside this process.
    pub fn local() -> Self {
        Self { carrier: Carrier::Local(local::Local::new()) }
    }

    /// A bus over Redis. Subscribes in the background, and again whenever the connection is lost. Must be called inside
    /// a runtime.
    pub fn redis(url: &str) -> Result<Self, QueueError> {
        Ok(Self { carrier: Carrier::Redis(redis::Remote::open(url)?) })
    }

    /// Tell every process. Without Redis only this process hears it, and the error says so.
    pub async fn publish(&self, nudge: &Nudge) -> Result<(), QueueError> {
        match &self.carrier {
            Carrier::Local(local) => {
                local.publish(nudge);
                Ok(())
            }
            Carrier::Redis(remote) => remote.publish(nudge).await,
        }
    }

    pub fn subscribe(&self) -> Subscription {
        Subscription(match &self.carrier {
            Carrier::Local(local) => local.subscribe(),
            Carrier::Redis(remote) => remote.subscribe(),
        })
    }
}

impl Subscription {
    /// The next nudge; none when the bus is gone. Safe to cancel.
    pub async fn next(&mut self) -> Option<Nudge> {
        match self.0.recv().await {
            Ok(nudge) => Some(nudge),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Nudge::Missed),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}
