//! The question: the last menu or suggestion, and whether the customer can have seen it.

use chrono::Duration;

use crate::clock::Time;
use crate::conversation::{FlowState, Status, TimeoutKind};
use crate::deadline::{Deadline, SUGGESTION};
use crate::id::{DepartmentId, MessageId};
use crate::rules::Rules;

use super::state::State;

/// A send that takes this long has probably left.
const SENDING_COUNTS: Duration = Duration::seconds(3);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuestionKind {
    Menu,
    Suggestion,
}

/// How far the question's message got: its outbox phase, or its final status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Queued,
    Sending {
        since: Time,
    },
    Unknown,
    /// SENT, DELIVERED or READ. `since` = the start of the attempt, where known.
    Sent {
        since: Option<Time>,
        at: Time,
    },
    Failed,
    /// FAILED(`outcome_unknown`): counts as sent.
    OutcomeUnknown,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// `None` in a step that asks it: the interpreter stores the message and fills it in.
    pub message_id: Option<MessageId>,
    pub kind: QuestionKind,
    /// What the menu listed, in its order; empty for a suggestion.
    pub departments: Vec<DepartmentId>,
    pub phase: Phase,
    pub created_at: Time,
    /// An earlier question of this kind reached the customer in this episode.
    pub earlier_sent: bool,
}

/// What a question was at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Unsent,
    Sent,
    Failed,
}

impl Question {
    pub(super) fn new(
        kind: QuestionKind,
        departments: Vec<DepartmentId>,
        before: Option<&Question>,
        now: Time,
    ) -> Self {
        let earlier_sent = before
            .is_some_and(|before| before.kind == kind && (before.earlier_sent || before.seen_at(now) == Seen::Sent));
        Self { message_id: None, kind, departments, phase: Phase::Queued, created_at: now, earlier_sent }
    }

    /// Judged at the moment a message was received, which may be before the phase was reached.
    pub(super) fn seen_at(&self, at: Time) -> Seen {
        let left = |since: Time| since + SENDING_COUNTS <= at;
        match self.phase {
            Phase::Sending { since } if left(since) => Seen::Sent,
            Phase::Sent { since, at: sent } if sent <= at || since.is_some_and(left) => Seen::Sent,
            Phase::Unknown | Phase::OutcomeUnknown => Seen::Sent,
            Phase::Queued | Phase::Sending { .. } | Phase::Sent { .. } => Seen::Unsent,
            Phase::Failed => Seen::Failed,
        }
    }

    /// SENT less than three seconds before: hardly read.
    pub(super) fn is_fresh_at(&self, at: Time) -> bool {
        match self.phase {
            Phase::Sent { at: sent, .. } => sent <= at && at < sent + SENDING_COUNTS,
            Phase::Queued | Phase::Sending { .. } | Phase::Unknown | Phase::Failed | Phase::OutcomeUnknown => false,
        }
    }
}

/// The deadline to store when the question's message is recorded as SENT: its time to answer begins now.
pub fn question_sent(state: &State, rules: &Rules, now: Time) -> Option<Deadline> {
    let kind = state.deadline?.kind;
    match (state.status, state.flow_state, kind) {
        (Status::Open, FlowState::Greeting, TimeoutKind::Menu) => menu_deadline(rules, now),
        (Status::Open, FlowState::AwaitingRoutingConfirmation, TimeoutKind::Suggestion) => {
            Some(suggestion_deadline(now))
        }
        _ => None,
    }
}

/// `None` with `menuTimeoutMinutes` 0: the menu waits for ever.
pub(super) fn menu_deadline(rules: &Rules, now: Time) -> Option<Deadline> {
    let minutes = rules.settings.menu_timeout_minutes;
    (minutes > 0).then(|| Deadline { kind: TimeoutKind::Menu, at: now + Duration::minutes(i64::from(minutes)) })
}

pub(super) fn suggestion_deadline(now: Time) -> Deadline {
    Deadline { kind: TimeoutKind::Suggestion, at: now + SUGGESTION }
}
