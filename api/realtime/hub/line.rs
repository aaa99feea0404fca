//! What connects the hub with one socket's task.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::realtime::outgoing::Outgoing;
use crate::realtime::protocol::ServerFrame;

/// Frames that wait for a socket, and the wish that it looks at its account again.
#[derive(Debug, Default)]
pub(crate) struct Line {
    out: Mutex<Outgoing>,
    waiting: Notify,
    check: Notify,
}

impl Line {
    /// See [`Outgoing::push`].
    pub(crate) fn push(&self, frame: ServerFrame, seq: &str) {
        self.out().push(frame, seq);
        self.waiting.notify_one();
    }

    pub(crate) fn pop(&self) -> Option<ServerFrame> {
        self.out().pop()
    }

    /// Until something may wait. Safe to cancel.
    pub(crate) async fn waiting(&self) {
        self.waiting.notified().await;
    }

    /// Role, memberships, activity or token may have changed.
    pub(crate) fn check(&self) {
        self.check.notify_one();
    }

    pub(crate) async fn checked(&self) {
        self.check.notified().await;
    }

    fn out(&self) -> MutexGuard<'_, Outgoing> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
