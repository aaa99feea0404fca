//! The part of a conversation that the flow reads and writes, and the rules that the database checks too.

use crate::clock::Time;
use crate::conversation::{FlowState, StartedBy, Status, SuggestionState};
use crate::deadline::Deadline;
use crate::id::{DepartmentId, UserId};

use super::question::Question;

/// What the flow knows of the contact. It changes in a step too: see `Effect::SaveHistory` and `Effect::SaveClosedText`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Name or push name; never a phone.
    pub name: Option<String>,
    pub last_department_id: Option<DepartmentId>,
    pub last_attendant_id: Option<UserId>,
    pub last_attended_at: Option<Time>,
    pub last_closed_text_at: Option<Time>,
    pub last_closed_period: Option<Time>,
}

/// One episode: columns of `conversations` by their names, with what the flow needs of the question and the contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub protocol: String,
    pub contact: Contact,
    pub status: Status,
    pub flow_state: FlowState,
    pub department_id: Option<DepartmentId>,
    pub assigned_user_id: Option<UserId>,
    /// Whom the next automatic pick prefers.
    pub preferred_user_id: Option<UserId>,
    /// `timeout_kind` and `timeout_at`.
    pub deadline: Option<Deadline>,
    pub timeout_round: i32,
    pub redirect_count: i32,
    /// Since when the customer waits for a human.
    pub queued_at: Option<Time>,
    pub idle_since: Option<Time>,
    pub routed_at: Option<Time>,
    pub assigned_at: Option<Time>,
    pub greeting_sent_at: Option<Time>,
    pub greeting_failures: i32,
    /// The message of `menu_message_id`.
    pub question: Option<Question>,
    pub suggested_department_id: Option<DepartmentId>,
    pub suggested_user_id: Option<UserId>,
    pub suggestion_state: Option<SuggestionState>,
    pub invalid_count: i32,
    pub queue_notice_sent_at: Option<Time>,
    pub first_customer_at: Option<Time>,
    pub first_response_at: Option<Time>,
    pub last_message_at: Time,
    pub last_customer_at: Option<Time>,
    pub last_agent_at: Option<Time>,
    /// META's window; `None` = the channel has none.
    pub window_expires_at: Option<Time>,
    pub bot_paused_until: Option<Time>,
    pub last_department_id: Option<DepartmentId>,
    pub last_attendant_id: Option<UserId>,
    pub resolved_at: Option<Time>,
    pub resolved_by_id: Option<UserId>,
    pub archived_at: Option<Time>,
    pub started_by: StartedBy,
    pub unread_count: i32,
}

impl State {
    /// A new episode (T1): OPEN, GREETING, nothing said yet. `paused_until` = an unexpired pause of the episode before.
    pub fn new(
        protocol: String,
        contact: Contact,
        started_by: StartedBy,
        paused_until: Option<Time>,
        now: Time,
    ) -> Self {
        Self {
            protocol,
            status: Status::Open,
            flow_state: FlowState::Greeting,
            department_id: None,
            assigned_user_id: None,
            preferred_user_id: None,
            deadline: None,
            timeout_round: 0,
            redirect_count: 0,
            queued_at: None,
            idle_since: None,
            routed_at: None,
            assigned_at: None,
            greeting_sent_at: None,
            greeting_failures: 0,
            question: None,
            suggested_department_id: None,
            suggested_user_id: None,
            suggestion_state: None,
            invalid_count: 0,
            queue_notice_sent_at: None,
            first_customer_at: None,
            first_response_at: None,
            last_message_at: now,
            last_customer_at: None,
            last_agent_at: None,
            window_expires_at: None,
            bot_paused_until: paused_until.filter(|until| *until > now),
            last_department_id: contact.last_department_id,
            last_attendant_id: contact.last_attendant_id,
            resolved_at: None,
            resolved_by_id: None,
            archived_at: None,
            started_by,
            unread_count: 0,
            contact,
        }
    }

    /// An episode made only to hold what needs no answer: an echo (T32, with its pause), a system message, a blocked contact.
    pub fn new_resolved(
        protocol: String,
        contact: Contact,
        started_by: StartedBy,
        paused_until: Option<Time>,
        now: Time,
    ) -> Self {
        let mut state = Self::new(protocol, contact, started_by, paused_until, now);
        state.close(None, now);
        state
    }

    /// OPEN, and the bot keeps silent.
    pub fn is_paused(&self, now: Time) -> bool {
        self.status == Status::Open && self.bot_paused_until.is_some_and(|until| until > now)
    }

    /// The customer wrote last.
    pub fn is_waiting(&self) -> bool {
        self.last_customer_at > self.last_agent_at
    }

    /// `waitingSince` on the wire.
    pub fn waiting_since(&self) -> Option<Time> {
        self.last_customer_at.filter(|_| self.status.is_active() && self.is_waiting())
    }

    /// In the queue of its department: somebody waits there, and no pause holds it.
    pub fn is_queued(&self, now: Time) -> bool {
        self.status == Status::Open
            && self.flow_state == FlowState::DepartmentSelected
            && self.idle_since.is_none()
            && !self.is_paused(now)
    }

    /// The rules (a) to (f) of SPEC 2, which the database checks too.
    pub fn check(&self) -> Result<(), &'static str> {
        let deadline = self.deadline.is_some();
        if (self.status == Status::Assigned) != self.assigned_user_id.is_some() {
            return Err("(a) ASSIGNED without an assignee, or an assignee without ASSIGNED");
        }
        let fits = match self.status {
            Status::Open => matches!(
                self.flow_state,
                FlowState::Greeting | FlowState::AwaitingRoutingConfirmation | FlowState::DepartmentSelected
            ),
            Status::Assigned => matches!(self.flow_state, FlowState::Assigned | FlowState::TimeoutRedirect),
            Status::Resolved | Status::Archived => self.flow_state == FlowState::Resolved,
        };
        if !fits {
            return Err("(b) a flow state that its status does not allow");
        }
        match self.flow_state {
            FlowState::DepartmentSelected if self.department_id.is_none() || self.queued_at.is_none() => {
                return Err("(c) DEPARTMENT_SELECTED without a department or the start of its wait");
            }
            FlowState::Assigned if self.department_id.is_none() => return Err("(c) ASSIGNED without a department"),
            FlowState::Greeting
            | FlowState::DepartmentSelected
            | FlowState::Assigned
            | FlowState::AwaitingRoutingConfirmation
            | FlowState::TimeoutRedirect
            | FlowState::Resolved => {}
        }
        // (d) holds by the type of `deadline`.
        if !self.status.is_active() && deadline {
            return Err("(e) a deadline on a closed episode");
        }
        if self.idle_since.is_some() && (self.status != Status::Open || deadline) {
            return Err("(f) idle, but not OPEN or with a deadline");
        }
        Ok(())
    }

    /// The names on the wire of what differs from `before`, for `conversation-updated`.
    pub fn changed_since(&self, before: &State) -> Vec<&'static str> {
        let names = [
            ("status", self.status != before.status),
            ("flowState", self.flow_state != before.flow_state),
            ("departmentId", self.department_id != before.department_id),
            ("assignedUserId", self.assigned_user_id != before.assigned_user_id),
            ("preferredUserId", self.preferred_user_id != before.preferred_user_id),
            ("timeoutAt", self.deadline.map(|d| d.at) != before.deadline.map(|d| d.at)),
            ("timeoutKind", self.deadline.map(|d| d.kind) != before.deadline.map(|d| d.kind)),
            ("queuedAt", self.queued_at != before.queued_at),
            ("idleSince", self.idle_since != before.idle_since),
            ("routedAt", self.routed_at != before.routed_at),
            ("assignedAt", self.assigned_at != before.assigned_at),
            ("greetingSentAt", self.greeting_sent_at != before.greeting_sent_at),
            ("firstResponseAt", self.first_response_at != before.first_response_at),
            ("waitingSince", self.waiting_since() != before.waiting_since()),
            ("botPausedUntil", self.bot_paused_until != before.bot_paused_until),
            ("lastDepartmentId", self.last_department_id != before.last_department_id),
            ("lastAttendantId", self.last_attendant_id != before.last_attendant_id),
            ("windowExpiresAt", self.window_expires_at != before.window_expires_at),
            ("resolvedAt", self.resolved_at != before.resolved_at),
            ("resolvedById", self.resolved_by_id != before.resolved_by_id),
            ("unreadCount", self.unread_count != before.unread_count),
            ("lastMessageAt", self.last_message_at != before.last_message_at),
        ];
        names.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}
