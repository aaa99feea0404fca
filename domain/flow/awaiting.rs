//! AWAITING: a returning customer was asked whether to go where they were last time.

use crate::conversation::SuggestionState;
use crate::event::QueueReason;
use crate::id::DepartmentId;
use crate::parser::{self, Answer};
use crate::texts::TextKey;

use super::greeting::{TOO_SOON, choose};
use super::input::CustomerMessage;
use super::question::Seen;
use super::turn::Turn;

pub(super) fn message(turn: &mut Turn, message: &CustomerMessage) {
    // T33
    if turn.next.idle_since.is_some() {
        timeout(turn);
        return;
    }
    let text = message.text.as_deref();
    let at = message.received_at;
    let answer = text.and_then(parser::answer);
    let named = choose(turn, text).filter(|choice| !choice.by_number).map(|choice| choice.department_id);
    let suggested = turn.next.suggested_department_id.and_then(|id| turn.rules.active(id));
    let question = turn.next.question.clone();
    if let Some(question) = &question {
        // T8
        if question.seen_at(at) == Seen::Unsent && !question.earlier_sent {
            match (answer, named) {
                (Some(answer), _) if !answer.is_digit() => answered(turn, answer),
                (_, Some(department_id)) => declined_for(turn, department_id),
                (Some(_) | None, None) => {}
            }
            return;
        }
        // T8a
        if question.is_fresh_at(at) && answer.is_none() && named.is_none() {
            return;
        }
    }
    // T14g
    let failed = question.as_ref().is_some_and(|question| question.seen_at(at) == Seen::Failed);
    if suggested.is_none() || failed {
        turn.next.suggestion_state = Some(SuggestionState::Declined);
        turn.ask_menu(&[TextKey::Greeting]);
        return;
    }
    if let Some(answer) = answer {
        answered(turn, answer);
        return;
    }
    if let Some(department_id) = named {
        declined_for(turn, department_id);
        return;
    }
    // T11a
    let too_soon = question.is_some_and(|question| at <= question.created_at + TOO_SOON);
    if text.is_none_or(|text| text.trim().is_empty()) || too_soon {
        return;
    }
    match turn.next.suggestion_state {
        // T14d
        Some(SuggestionState::Asked) => {
            turn.ask_suggestion(TextKey::SuggestionReprompt, SuggestionState::Reprompted);
        }
        // T14e
        Some(
            SuggestionState::Reprompted
            | SuggestionState::Accepted
            | SuggestionState::Declined
            | SuggestionState::Expired,
        )
        | None => decline(turn),
    }
}

fn answered(turn: &mut Turn, answer: Answer) {
    match answer {
        // T14a
        Answer::Accept { .. } => {
            turn.next.suggestion_state = Some(SuggestionState::Accepted);
            turn.next.preferred_user_id = turn.next.suggested_user_id;
            turn.route(turn.next.suggested_department_id, QueueReason::New);
        }
        Answer::Decline { .. } => decline(turn),
    }
}

/// T14b
fn decline(turn: &mut Turn) {
    turn.next.suggestion_state = Some(SuggestionState::Declined);
    turn.next.invalid_count = 0;
    turn.ask_menu(&[TextKey::MenuAgain]);
}

/// T14c
fn declined_for(turn: &mut Turn, department_id: DepartmentId) {
    turn.next.suggestion_state = Some(SuggestionState::Declined);
    turn.route(Some(department_id), QueueReason::New);
}

/// T14f, also when an idle episode wakes up here, or a pause ends (T33).
pub(super) fn timeout(turn: &mut Turn) {
    turn.next.suggestion_state = Some(SuggestionState::Expired);
    turn.ask_menu(&[TextKey::SuggestionExpired, TextKey::MenuBlock]);
}
