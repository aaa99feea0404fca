//! One constructor per state: status, flow state and timestamps change together, here only.

use crate::clock::Time;
use crate::conversation::{FlowState, Status, TimeoutKind};
use crate::deadline::Deadline;
use crate::id::{DepartmentId, UserId};

use super::state::State;

impl State {
    /// OPEN, GREETING: no department, nobody assigned.
    pub(super) fn greet(&mut self, deadline: Option<Deadline>) {
        self.status = Status::Open;
        self.flow_state = FlowState::Greeting;
        self.department_id = None;
        self.assigned_user_id = None;
        self.preferred_user_id = None;
        self.queued_at = None;
        self.routed_at = None;
        self.idle_since = None;
        self.deadline = deadline;
    }

    /// OPEN, AWAITING: a suggestion was asked.
    pub(super) fn ask(&mut self, deadline: Deadline) {
        self.greet(Some(deadline));
        self.flow_state = FlowState::AwaitingRoutingConfirmation;
    }

    /// OPEN, `DEPARTMENT_SELECTED`, in the queue. An earlier `queued_at` is kept: who waited longest stays first.
    pub(super) fn enqueue(&mut self, department_id: DepartmentId, deadline: Deadline, now: Time) {
        self.status = Status::Open;
        self.flow_state = FlowState::DepartmentSelected;
        self.department_id = Some(department_id);
        self.assigned_user_id = None;
        self.routed_at = Some(now);
        self.queued_at = self.queued_at.or(Some(now));
        self.idle_since = None;
        self.deadline = Some(deadline);
    }

    /// OPEN, `DEPARTMENT_SELECTED`, idle: its department is known, and nobody waits.
    pub(super) fn shelve(&mut self, department_id: DepartmentId, now: Time) {
        self.status = Status::Open;
        self.flow_state = FlowState::DepartmentSelected;
        self.department_id = Some(department_id);
        self.assigned_user_id = None;
        self.queued_at = Some(now);
        self.idle(now);
    }

    /// Nobody waits for anything. The flow state stays.
    pub(super) fn idle(&mut self, now: Time) {
        self.idle_since = Some(now);
        self.deadline = None;
    }

    /// OPEN under a pause: its end is the deadline.
    pub(super) fn hold(&mut self) {
        if let (Status::Open, Some(at)) = (self.status, self.bot_paused_until) {
            self.idle_since = None;
            self.deadline = Some(Deadline { kind: TimeoutKind::Pause, at });
        }
    }

    /// ASSIGNED.
    pub(super) fn hand_to(
        &mut self,
        user_id: UserId,
        department_id: DepartmentId,
        deadline: Option<Deadline>,
        now: Time,
    ) {
        self.status = Status::Assigned;
        self.flow_state = FlowState::Assigned;
        self.department_id = Some(department_id);
        self.assigned_user_id = Some(user_id);
        self.preferred_user_id = None;
        self.assigned_at = Some(now);
        self.idle_since = None;
        self.deadline = deadline;
    }

    /// ASSIGNED, `TIMEOUT_REDIRECT`: until that agent's first message.
    pub(super) fn redirect_to(
        &mut self,
        user_id: UserId,
        department_id: DepartmentId,
        deadline: Option<Deadline>,
        now: Time,
    ) {
        self.hand_to(user_id, department_id, deadline, now);
        self.flow_state = FlowState::TimeoutRedirect;
    }

    /// RESOLVED. The department is kept.
    pub(super) fn close(&mut self, by: Option<UserId>, now: Time) {
        self.status = Status::Resolved;
        self.flow_state = FlowState::Resolved;
        self.assigned_user_id = None;
        self.preferred_user_id = None;
        self.idle_since = None;
        self.deadline = None;
        self.unread_count = 0;
        self.resolved_at = Some(now);
        self.resolved_by_id = by;
    }

    /// ARCHIVED, from RESOLVED.
    pub(super) fn put_away(&mut self, now: Time) {
        self.status = Status::Archived;
        self.archived_at = Some(now);
    }
}
