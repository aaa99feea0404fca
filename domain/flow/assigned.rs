//! ASSIGNED and `TIMEOUT_REDIRECT`: a human has it; and the search for another when they do not answer (6.5).

use crate::clock::Time;
use crate::conversation::{AssignedBy, EndReason, FlowState, TimeoutKind};
use crate::deadline::{Redirect, redirect};
use crate::event::{TransferReason, UnassignReason};
use crate::id::DepartmentId;
use crate::rules::Rules;
use crate::texts::TextKey;

use super::Step;
use super::effect::{Effect, Emit, Notice, Search};
use super::input::Agent;
use super::state::State;
use super::turn::Turn;

/// T20
pub(super) fn message(turn: &mut Turn) {
    if turn.next.deadline.is_none() {
        turn.next.deadline = Some(turn.response_deadline(turn.next.department_id, 0));
    }
}

/// T21
pub(super) fn answered(turn: &mut Turn) {
    let next = &mut turn.next;
    next.first_response_at = next.first_response_at.or(Some(turn.now));
    next.last_agent_at = Some(turn.now);
    next.flow_state = FlowState::Assigned;
    next.deadline = None;
    next.queued_at = None;
    next.timeout_round = 0;
    next.redirect_count = 0;
}

/// T22, T23
pub(super) fn timeout(turn: &mut Turn) {
    match redirect(turn.next.first_response_at.is_some(), turn.next.redirect_count) {
        Redirect::Allowed => search(turn, TimeoutKind::Response),
        Redirect::Stay => rearm(turn, TimeoutKind::Response),
        Redirect::BackToQueue => back_to_queue(turn),
    }
}

fn back_to_queue(turn: &mut Turn) {
    let Some(root) = turn.rules.root() else {
        rearm(turn, TimeoutKind::Response);
        return;
    };
    queue_timeout(turn, TimeoutKind::Response);
    let previous_agent_id = turn.close_assignment(EndReason::Timeout);
    turn.next.bot_paused_until = None;
    // The round is kept, and nobody is picked at once: the drain takes it in its turn.
    turn.queue_in(root);
    turn.effects.push(Effect::Notify(Notice::RedirectsExhausted));
    turn.emit(Emit::Unassigned { previous_agent_id, reason: UnassignReason::Timeout });
}

/// Own department, then the root, then the rest by position; only those open now.
pub(super) fn search(turn: &mut Turn, kind: TimeoutKind) {
    let rules = turn.rules;
    let mut departments: Vec<DepartmentId> = Vec::new();
    let own = turn.next.department_id.and_then(|id| rules.active(id));
    for department in own.into_iter().chain(rules.root()).chain(rules.menu()) {
        if !departments.contains(&department.id) && rules.is_open(department, turn.now) {
            departments.push(department.id);
        }
    }
    if departments.is_empty() || !rules.settings.auto_assign_enabled {
        rearm(turn, kind);
        return;
    }
    turn.effects.push(Effect::Search(Search { kind, departments, except: turn.next.assigned_user_id }));
}

/// T18, T22: the search found an agent through `department_id`.
pub fn found(state: &State, agent: &Agent, department_id: DepartmentId, rules: &Rules, now: Time) -> Step {
    let mut turn = Turn::new(state, rules, now);
    let first = state.redirect_count == 0;
    let previous_agent_id = turn.close_assignment(EndReason::Timeout);
    turn.next.redirect_count += 1;
    let deadline = turn.response_deadline(Some(department_id), 0);
    turn.next.redirect_to(agent.user_id, department_id, Some(deadline), now);
    turn.effects.push(Effect::OpenAssignment {
        user_id: agent.user_id,
        department_id,
        by: AssignedBy::Timeout,
        actor_id: None,
    });
    if first {
        turn.reply_naming(TextKey::TimeoutRedirect, agent.user_id, &agent.name);
    }
    if state.department_id != Some(department_id) {
        turn.emit(Emit::Transferred {
            from_department_id: state.department_id,
            to_department_id: department_id,
            transferred_by: None,
            reason: TransferReason::Timeout,
        });
    }
    turn.emit(Emit::Assigned {
        user_id: agent.user_id,
        name: agent.name.clone(),
        previous_agent_id,
        reason: AssignedBy::Timeout,
    });
    turn.finish_half()
}

/// T19, T23: nobody anywhere. `kind` = that of the search.
pub fn none_found(state: &State, kind: TimeoutKind, rules: &Rules, now: Time) -> Step {
    let mut turn = Turn::new(state, rules, now);
    rearm(&mut turn, kind);
    turn.finish_half()
}

/// The next firing comes later, and the supervisors hear of this one.
fn rearm(turn: &mut Turn, kind: TimeoutKind) {
    turn.next.timeout_round = turn.next.timeout_round.saturating_add(1);
    let rules = turn.rules;
    let department = turn.next.department_id.and_then(|id| rules.department(id));
    turn.next.deadline = Some(turn.open_deadline(kind, department, turn.next.timeout_round));
    queue_timeout(turn, kind);
}

fn queue_timeout(turn: &mut Turn, kind: TimeoutKind) {
    let since = turn.next.queued_at.or(turn.next.waiting_since()).unwrap_or(turn.now);
    turn.emit(Emit::QueueTimeout {
        department_id: turn.next.department_id,
        kind,
        round: turn.next.timeout_round,
        waiting_seconds: (turn.now - since).num_seconds().max(0),
    });
}
