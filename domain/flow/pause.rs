//! The bot keeps silent for a while: somebody else is talking to the customer.

use chrono::Duration;

use crate::clock::Time;
use crate::conversation::{FlowState, Status};
use crate::event::QueueReason;

use super::turn::Turn;
use super::{assigned, awaiting, greeting};

/// T27
pub(super) fn phone_reply(turn: &mut Turn) {
    if !turn.next.status.is_active() {
        return;
    }
    api_message(turn, false);
    if turn.next.status == Status::Assigned {
        assigned::answered(turn);
    }
    turn.next.first_response_at = turn.next.first_response_at.or(Some(turn.now));
    turn.next.last_agent_at = Some(turn.now);
    turn.next.unread_count = 0;
}

/// T27 of an API key.
pub(super) fn api_message(turn: &mut Turn, keep_bot: bool) {
    if !turn.next.status.is_active() {
        return;
    }
    turn.next.last_message_at = turn.now;
    if !keep_bot {
        turn.supersede();
        pause(turn, None);
    }
}

pub(super) fn pause(turn: &mut Turn, until: Option<Time>) {
    if !turn.next.status.is_active() {
        return;
    }
    let minutes = i64::from(turn.rules.settings.phone_reply_pause_minutes);
    let until = until.unwrap_or(turn.now + Duration::minutes(minutes));
    turn.next.bot_paused_until = Some(until);
    if turn.next.is_paused(turn.now) {
        turn.next.hold();
    }
}

/// `POST …/bot {paused: false}`: the PAUSE deadline fires now.
pub(super) fn unpause(turn: &mut Turn) {
    if turn.next.is_paused(turn.now) {
        end(turn);
    } else if turn.next.status.is_active() {
        turn.next.bot_paused_until = None;
    }
}

/// T33, T33a, T33b
pub(super) fn end(turn: &mut Turn) {
    turn.next.bot_paused_until = None;
    if turn.next.status != Status::Open {
        turn.next.deadline = None;
        return;
    }
    if !turn.next.is_waiting() {
        turn.next.idle(turn.now);
        return;
    }
    match turn.next.flow_state {
        FlowState::Greeting => greeting::resume(turn),
        FlowState::AwaitingRoutingConfirmation => awaiting::timeout(turn),
        FlowState::DepartmentSelected => turn.route(turn.next.department_id, QueueReason::NoAgent),
        // Not states of an OPEN episode.
        FlowState::Assigned | FlowState::TimeoutRedirect | FlowState::Resolved => turn.ignore(),
    }
}
