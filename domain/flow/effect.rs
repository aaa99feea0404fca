//! What a step asks for, as data, in the order in which it is to be done.

use crate::clock::Time;
use crate::conversation::{AssignedBy, EndReason, TimeoutKind};
use crate::event::{QueueReason, TransferReason, UnassignReason};
use crate::id::{DepartmentId, UserId};
use crate::texts::TextKey;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Own bot texts still QUEUED without an attempt become FAILED `superseded`: those stored before this step.
    SupersedeQueuedBotTexts,
    CloseAssignment {
        user_id: UserId,
        reason: EndReason,
    },
    OpenAssignment {
        user_id: UserId,
        department_id: DepartmentId,
        by: AssignedBy,
        actor_id: Option<UserId>,
    },
    /// Part of the step's one message: see `Step::message`.
    Reply(Reply),
    /// Pick for this conversation, then call `picked` or `not_picked`.
    Route(Route),
    /// Look for an agent, then call `found` or `none_found`.
    Search(Search),
    /// `contacts.last_department_id`, `last_attendant_id`, `last_attended_at`.
    SaveHistory(History),
    /// `contacts.last_closed_text_at`, `last_closed_period`.
    SaveClosedText {
        at: Time,
        period: Time,
    },
    Emit(Emit),
    Notify(Notice),
}

/// A text with what only the step knows; company, menu, name and protocol are filled in by `Step::message`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub key: TextKey,
    pub department_id: Option<DepartmentId>,
    pub agent: Option<(UserId, String)>,
    /// Place in the queue from 1.
    pub position: Option<u32>,
    /// A whole sentence.
    pub hours: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub department_id: DepartmentId,
    /// False: call `not_picked` at once (closed, or automatic assignment is off).
    pub may_pick: bool,
    pub preferred: Option<UserId>,
    pub reason: QueueReason,
    /// Whom a pick takes it from, for `conversation-assigned`.
    pub previous_agent_id: Option<UserId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// QUEUE or RESPONSE.
    pub kind: TimeoutKind,
    /// Open departments in the order to look through; never empty.
    pub departments: Vec<DepartmentId>,
    /// Not this one: they hold it now.
    pub except: Option<UserId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub department_id: Option<DepartmentId>,
    pub attendant_id: Option<UserId>,
    pub attended_at: Time,
}

/// An event of the log, without the objects that the interpreter reads from its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Emit {
    Created,
    Updated,
    Assigned {
        user_id: UserId,
        name: String,
        previous_agent_id: Option<UserId>,
        reason: AssignedBy,
    },
    Unassigned {
        previous_agent_id: Option<UserId>,
        reason: UnassignReason,
    },
    Queued {
        department_id: DepartmentId,
        position: u32,
        timeout_at: Option<Time>,
        reason: QueueReason,
    },
    Transferred {
        from_department_id: Option<DepartmentId>,
        to_department_id: DepartmentId,
        transferred_by: Option<UserId>,
        reason: TransferReason,
    },
    Resolved,
    Archived,
    Reopened,
    QueueTimeout {
        department_id: Option<DepartmentId>,
        kind: TimeoutKind,
        round: i32,
        waiting_seconds: i64,
    },
}

/// What somebody of the company should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// A deadline found no opening ahead and waits 14 days.
    NoOpening(DepartmentId),
    /// Three agents did not answer: back in the root's queue.
    RedirectsExhausted,
    /// There is no active department at all.
    NoDepartment,
}
