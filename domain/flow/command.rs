//! What people do to an episode: T21, T24 to T29 and T31.

use chrono::Duration;

use crate::conversation::{AssignedBy, EndReason, Status};
use crate::event::{QueueReason, UnassignReason};
use crate::id::{DepartmentId, UserId};
use crate::texts::TextKey;

use super::assigned;
use super::effect::{Effect, Emit, History};
use super::input::{Agent, Assign, Transfer, Unassign};
use super::turn::Turn;

/// T21; to an episode without assignee, T25 as a first reply before it.
pub(super) fn agent_message(turn: &mut Turn, agent: &Agent) {
    if !turn.next.status.is_active() {
        return;
    }
    turn.next.last_message_at = turn.now;
    if turn.next.status == Status::Open {
        turn.supersede();
        take(turn, agent, None, AssignedBy::Own, Some(agent.user_id), EndReason::Reassigned);
    }
    if turn.next.status == Status::Assigned {
        assigned::answered(turn);
    }
}

/// T25 by hand. The same assignee again changes nothing.
pub(super) fn assign(turn: &mut Turn, assign: &Assign) {
    if !turn.next.status.is_active() || turn.next.assigned_user_id == Some(assign.agent.user_id) {
        return;
    }
    turn.supersede();
    let by = if assign.by == Some(assign.agent.user_id) { AssignedBy::Own } else { AssignedBy::User };
    take(turn, &assign.agent, None, by, assign.by, EndReason::Reassigned);
    introduce(turn, &assign.agent, assign.named_recently);
}

fn introduce(turn: &mut Turn, agent: &Agent, named_recently: bool) {
    if turn.rules.settings.assigned_message_enabled && !named_recently && turn.window_is_open() {
        turn.reply_naming(TextKey::Assigned, agent.user_id, &agent.name);
    }
}

/// The common part of T25. `department_id` = given, else its own, else the agent's primary, else the root.
pub(super) fn take(
    turn: &mut Turn,
    agent: &Agent,
    department_id: Option<DepartmentId>,
    by: AssignedBy,
    actor_id: Option<UserId>,
    end_reason: EndReason,
) {
    let rules = turn.rules;
    let department_id = department_id
        .or(turn.next.department_id)
        .or(agent.primary_department_id)
        .or_else(|| rules.root().map(|root| root.id));
    // A company without any department cannot hand anything to anybody.
    let Some(department_id) = department_id else { return };
    let previous_agent_id = turn.close_assignment(end_reason);
    let deadline = turn.next.is_waiting().then(|| turn.response_deadline(Some(department_id), 0));
    turn.next.hand_to(agent.user_id, department_id, deadline, turn.now);
    turn.effects.push(Effect::OpenAssignment { user_id: agent.user_id, department_id, by, actor_id });
    turn.emit(Emit::Assigned { user_id: agent.user_id, name: agent.name.clone(), previous_agent_id, reason: by });
}

/// T24
pub(super) fn unassign(turn: &mut Turn, unassign: &Unassign) {
    let (end_reason, queue_reason) = match unassign.reason {
        UnassignReason::AgentOffline | UnassignReason::Deactivated => (EndReason::Lost, QueueReason::AgentOffline),
        UnassignReason::Released | UnassignReason::Transfer => (EndReason::Released, QueueReason::Unassigned),
        UnassignReason::Timeout => (EndReason::Timeout, QueueReason::Timeout),
    };
    let Some(agent) = turn.close_assignment(end_reason) else { return };
    turn.emit(Emit::Unassigned { previous_agent_id: Some(agent), reason: unassign.reason });
    let affinity = Duration::minutes(i64::from(turn.rules.settings.affinity_minutes));
    let answered_lately = turn.next.last_agent_at.is_some_and(|at| turn.now - at <= affinity);
    if end_reason == EndReason::Lost && answered_lately {
        turn.next.preferred_user_id = Some(agent);
    }
    let_go(turn, queue_reason);
}

/// Back to the queue of its department while the customer waits; else idle, without a text.
fn let_go(turn: &mut Turn, reason: QueueReason) {
    turn.next.bot_paused_until = None;
    if turn.next.is_waiting() {
        turn.next.queued_at = turn.next.queued_at.or(turn.next.last_customer_at);
        turn.route(turn.next.department_id, reason);
    } else if let Some(department) = turn.rules.active_or_root(turn.next.department_id) {
        turn.next.shelve(department.id, turn.now);
    } else {
        turn.next.greet(None);
        turn.next.idle(turn.now);
    }
}

/// T26
pub(super) fn transfer(turn: &mut Turn, transfer: &Transfer) {
    if !turn.next.status.is_active() {
        return;
    }
    let from_department_id = turn.next.department_id;
    turn.next.bot_paused_until = None;
    turn.emit(Emit::Transferred {
        from_department_id,
        to_department_id: transfer.department_id,
        transferred_by: transfer.by,
        reason: transfer.reason,
    });
    if turn.rules.settings.transfer_message_enabled && turn.window_is_open() {
        turn.reply_about(TextKey::Transferred, Some(transfer.department_id));
    }
    if let Some(agent) = &transfer.agent {
        turn.supersede();
        let to = Some(transfer.department_id);
        take(turn, agent, to, AssignedBy::Transfer, transfer.by, EndReason::Transfer);
        introduce(turn, agent, transfer.named_recently);
    } else {
        if let Some(agent) = turn.close_assignment(EndReason::Transfer) {
            turn.emit(Emit::Unassigned { previous_agent_id: Some(agent), reason: UnassignReason::Transfer });
        }
        turn.next.preferred_user_id = None;
        turn.route(Some(transfer.department_id), QueueReason::Transfer);
    }
}

/// T28
pub(super) fn resolve(turn: &mut Turn, by: Option<UserId>, last_human_sender: Option<UserId>, say_goodbye: bool) {
    if !turn.next.status.is_active() {
        return;
    }
    turn.supersede();
    if say_goodbye && turn.rules.settings.closing_message_enabled && turn.window_is_open() {
        turn.reply(TextKey::Closing);
    }
    close(turn, by, last_human_sender);
    turn.emit(Emit::Resolved);
}

fn close(turn: &mut Turn, by: Option<UserId>, last_human_sender: Option<UserId>) {
    let attendant = turn.next.assigned_user_id.or(last_human_sender);
    turn.close_assignment(EndReason::Resolved);
    let next = &mut turn.next;
    next.last_department_id = next.department_id.or(next.last_department_id);
    next.last_attendant_id = attendant.or(next.last_attendant_id);
    let contact = &mut next.contact;
    contact.last_department_id = next.department_id.or(contact.last_department_id);
    contact.last_attendant_id = attendant.or(contact.last_attendant_id);
    // An episode that reached neither department nor human attended nobody.
    if next.department_id.is_some() || attendant.is_some() {
        contact.last_attended_at = Some(turn.now);
        turn.effects.push(Effect::SaveHistory(History {
            department_id: contact.last_department_id,
            attendant_id: contact.last_attendant_id,
            attended_at: turn.now,
        }));
    }
    next.close(by, turn.now);
}

/// T29
pub(super) fn archive(turn: &mut Turn, by: Option<UserId>, last_human_sender: Option<UserId>) {
    match turn.next.status {
        Status::Archived => return,
        Status::Open | Status::Assigned => {
            turn.supersede();
            close(turn, by, last_human_sender);
        }
        Status::Resolved => {}
    }
    turn.next.put_away(turn.now);
    turn.emit(Emit::Archived);
}

/// T31. That no other episode is active, the interpreter has made sure.
pub(super) fn reopen(turn: &mut Turn, to: Option<&Agent>) {
    if turn.next.status.is_active() {
        return;
    }
    turn.emit(Emit::Reopened);
    let next = &mut turn.next;
    next.resolved_at = None;
    next.resolved_by_id = None;
    next.archived_at = None;
    next.queued_at = None;
    next.timeout_round = 0;
    next.redirect_count = 0;
    next.bot_paused_until = None;
    match to {
        Some(agent) => {
            take(turn, agent, None, AssignedBy::Own, Some(agent.user_id), EndReason::Reassigned);
        }
        None => let_go(turn, QueueReason::Unassigned),
    }
}
