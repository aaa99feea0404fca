//! One process talks to itself.

use tokio::sync::broadcast;

use super::{BACKLOG, Nudge};

#[derive(Debug, Clone)]
pub(super) struct Local(broadcast::Sender<Nudge>);

impl Local {
    pub(super) fn new() -> Self {
        Self(broadcast::Sender::new(BACKLOG))
    }

    pub(super) fn publish(&self, nudge: &Nudge) {
        // No subscriber is no error.
        let _ = self.0.send(nudge.clone());
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<Nudge> {
        self.0.subscribe()
    }
}
