//! `DEPARTMENT_SELECTED`: the customer waits for a human, or for nothing.

use crate::clock::Time;
use crate::conversation::{AssignedBy, SuggestionState, TimeoutKind};
use crate::event::QueueReason;
use crate::id::UserId;
use crate::parser;
use crate::rules::Rules;
use crate::texts::TextKey;

use super::Step;
use super::assigned;
use super::effect::{Effect, Emit, Reply, Route};
use super::input::{Agent, CustomerMessage};
use super::state::State;
use super::turn::Turn;

/// T15
pub(super) fn message(turn: &mut Turn, message: &CustomerMessage) {
    if message.text.as_deref().is_some_and(parser::is_menu_word) {
        turn.next.suggestion_state = Some(SuggestionState::Declined);
        turn.next.invalid_count = 0;
        turn.next.greet(None);
        turn.ask_menu(&[TextKey::MenuBlock]);
        return;
    }
    if turn.next.idle_since.is_some() {
        turn.next.queued_at = Some(turn.now);
        turn.next.queue_notice_sent_at = None;
        turn.route(turn.next.department_id, QueueReason::New);
        return;
    }
    let department = turn.next.department_id.and_then(|id| turn.rules.department(id));
    if let Some(closure) = department.and_then(|department| turn.rules.closure_of(department, turn.now)) {
        turn.say_closed(closure);
    }
}

/// T18, T19: look everywhere.
pub(super) fn timeout(turn: &mut Turn) {
    assigned::search(turn, TimeoutKind::Queue);
}

/// T16: the pick of a route, or a drain of the queue, found an agent.
///
/// `department_id` is the conversation's. `previous_agent_id` = from the route, `None` for a drain.
pub fn picked(state: &State, agent: &Agent, previous_agent_id: Option<UserId>, rules: &Rules, now: Time) -> Step {
    let mut turn = Turn::new(state, rules, now);
    let Some(department_id) = state.department_id else { return turn.finish_half() };
    // Whoever was redirected in vain three times gets no more texts.
    let quiet = is_quiet(state);
    let deadline = turn.response_deadline(Some(department_id), 0);
    turn.next.hand_to(agent.user_id, department_id, Some(deadline), now);
    turn.effects.push(Effect::OpenAssignment {
        user_id: agent.user_id,
        department_id,
        by: AssignedBy::Auto,
        actor_id: None,
    });
    if rules.settings.assigned_message_enabled && !quiet {
        turn.reply_naming(TextKey::Assigned, agent.user_id, &agent.name);
    }
    turn.emit(Emit::Assigned {
        user_id: agent.user_id,
        name: agent.name.clone(),
        previous_agent_id,
        reason: AssignedBy::Auto,
    });
    turn.finish_half()
}

/// T17: the route found nobody. `position` in the queue from 1; 1000 = 1000 or more.
pub fn not_picked(state: &State, route: &Route, position: u32, rules: &Rules, now: Time) -> Step {
    let mut turn = Turn::new(state, rules, now);
    let closed = say_queued(&mut turn, position);
    turn.emit(Emit::Queued {
        department_id: route.department_id,
        position,
        timeout_at: turn.next.deadline.map(|deadline| deadline.at),
        reason: if closed { QueueReason::OutOfHours } else { route.reason },
    });
    turn.finish_half()
}

/// T17 again, for a waiting conversation of a queue that nobody told yet (`tick`).
pub fn notice(state: &State, position: u32, rules: &Rules, now: Time) -> Step {
    let mut turn = Turn::new(state, rules, now);
    if state.is_queued(now) && rules.settings.queue_notice.enabled && state.queue_notice_sent_at.is_none() {
        say_queued(&mut turn, position);
    }
    turn.finish(false)
}

/// True = the department is closed.
fn say_queued(turn: &mut Turn, position: u32) -> bool {
    let (rules, now) = (turn.rules, turn.now);
    let department = turn.next.department_id.and_then(|id| rules.department(id));
    let closure = department.and_then(|department| rules.closure_of(department, now));
    if !turn.next.is_waiting() || is_quiet(&turn.next) {
        return closure.is_some();
    }
    if let Some(closure) = closure {
        turn.say_closed(closure);
        return true;
    }
    let notice = &rules.settings.queue_notice;
    if notice.enabled && turn.next.queue_notice_sent_at.is_none() {
        turn.reply_with(Reply {
            key: TextKey::QueueNotice,
            department_id: turn.next.department_id,
            agent: None,
            position: notice.position.then_some(position),
            hours: None,
        });
        turn.next.queue_notice_sent_at = Some(now);
    }
    false
}

/// After three redirects without a human's word there are no more texts (6.5).
fn is_quiet(state: &State) -> bool {
    state.first_response_at.is_none() && state.redirect_count >= 3
}
