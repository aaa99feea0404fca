//! What a committed transaction leaves to be done.

use std::collections::BTreeSet;

use chrono::Duration;

use crate::conversation::FlowState;
use crate::id::{DepartmentId, MediaId};

/// What to tell others once the transaction is committed. Lost, it costs time and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct After {
    /// Messages were queued: push `send-outbound`.
    pub send: bool,
    /// Queues that may have become shorter or an agent who became freer: push `route-conversation`.
    pub drain: BTreeSet<DepartmentId>,
    /// Attachments to bring: push `fetch-media`.
    pub fetch: Vec<MediaId>,
    /// For the figures of the process.
    pub noted: Vec<Noted>,
}

/// Something that is counted once it is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// A conversation went from one state of the flow to the next, which may be the same.
    Step { from: FlowState, to: FlowState },
    /// A customer was given an agent, after so long in the queue.
    Served { waited: Duration },
    /// A deadline acted so long after its instant.
    Deadline { late: Duration },
}

impl After {
    pub fn and(&mut self, other: Self) {
        self.send |= other.send;
        self.drain.extend(other.drain);
        self.fetch.extend(other.fetch);
        self.noted.extend(other.noted);
    }
}
