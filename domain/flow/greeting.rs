//! GREETING: the first answer, and the choice from the menu.

use chrono::Duration;

use crate::conversation::SuggestionState;
use crate::event::QueueReason;
use crate::parser::{self, Answer, Choice};
use crate::texts::TextKey;

use super::input::CustomerMessage;
use super::question::{Question, QuestionKind, Seen};
use super::turn::Turn;

/// What comes this soon after the question was written for what stood before it.
pub(super) const TOO_SOON: Duration = Duration::seconds(10);

/// The first answer of the episode (T2, T5, T3, T6), or the next try after one that failed (T9).
pub(super) fn welcome(turn: &mut Turn) {
    let rules = turn.rules;
    // T2
    if rules.queues_everything(turn.now)
        && let Some(closure) = rules.closure(turn.now)
    {
        turn.say_closed(closure);
        turn.next.greeting_sent_at = Some(turn.now);
        let last = turn.next.contact.last_department_id.filter(|id| rules.active(*id).is_some());
        turn.route(last.filter(|_| rules.settings.suggestion_enabled), QueueReason::OutOfHours);
        return;
    }
    // T5
    if let [only] = rules.menu()[..]
        && rules.settings.skip_menu_when_single_department
    {
        turn.reply_about(TextKey::GreetingSingle, Some(only.id));
        turn.next.greeting_sent_at = Some(turn.now);
        turn.next.preferred_user_id = turn.next.contact.last_attendant_id;
        turn.route(Some(only.id), QueueReason::New);
        return;
    }
    // T3
    let last = turn.next.contact.last_department_id.filter(|id| rules.active(*id).is_some());
    if let Some(department_id) = last
        && rules.settings.suggestion_enabled
        && turn.next.suggestion_state.is_none()
        && is_recent(turn)
    {
        turn.next.suggested_department_id = Some(department_id);
        turn.next.suggested_user_id = turn.next.contact.last_attendant_id;
        turn.ask_suggestion(TextKey::Suggestion, SuggestionState::Asked);
        return;
    }
    // T6
    turn.ask_menu(&[TextKey::Greeting]);
}

fn is_recent(turn: &Turn) -> bool {
    let days = turn.rules.settings.suggestion_max_age_days;
    let age = turn.next.contact.last_attended_at.map(|at| turn.now - at);
    days == 0 || age.is_some_and(|age| age <= Duration::days(i64::from(days)))
}

pub(super) fn message(turn: &mut Turn, message: &CustomerMessage) {
    let text = message.text.as_deref();
    let at = message.received_at;
    let choice = choose(turn, text);
    // T33
    if turn.next.idle_since.is_some() {
        turn.next.idle_since = None;
        match choice {
            Some(choice) => chosen(turn, choice),
            None => resume(turn),
        }
        return;
    }
    if turn.next.greeting_sent_at.is_none() {
        welcome(turn);
        return;
    }
    let named = choice.filter(|choice| !choice.by_number);
    if let Some(question) = turn.next.question.clone() {
        let seen = question.seen_at(at);
        // T8
        if seen == Seen::Unsent && !question.earlier_sent {
            match named {
                Some(choice) => chosen(turn, choice),
                None => accept_late(turn, text),
            }
            return;
        }
        // T8a: whatever is parsed goes to its row below.
        if question.is_fresh_at(at) && choice.is_none() && !accepts_late(turn, text) {
            return;
        }
        // T9
        if seen == Seen::Failed && !question.earlier_sent && named.is_none() {
            turn.next.greeting_failures += 1;
            if turn.next.greeting_failures > 1 {
                turn.route(None, QueueReason::New);
            } else {
                turn.next.greeting_sent_at = None;
                welcome(turn);
            }
            return;
        }
    }
    match choice {
        Some(choice) => chosen(turn, choice),
        None if accepts_late(turn, text) => accept_late(turn, text),
        None => invalid(turn, message),
    }
}

/// T10
fn chosen(turn: &mut Turn, choice: Choice) {
    if turn.rules.active(choice.department_id).is_none() {
        turn.ask_menu(&[TextKey::MenuBlock]);
        return;
    }
    turn.next.invalid_count = 0;
    turn.route(Some(choice.department_id), QueueReason::New);
}

/// T10b: a yes to the suggestion that expired.
fn accept_late(turn: &mut Turn, text: Option<&str>) {
    if accepts_late(turn, text) {
        turn.next.suggestion_state = Some(SuggestionState::Accepted);
        turn.next.preferred_user_id = turn.next.suggested_user_id;
        turn.route(turn.next.suggested_department_id, QueueReason::New);
    }
}

fn accepts_late(turn: &Turn, text: Option<&str>) -> bool {
    turn.next.suggestion_state == Some(SuggestionState::Expired)
        && matches!(text.and_then(parser::answer), Some(Answer::Accept { digit: false }))
}

/// T11a, T11, T12
fn invalid(turn: &mut Turn, message: &CustomerMessage) {
    let too_soon = |question: &Question| message.received_at <= question.created_at + TOO_SOON;
    if message.text.as_deref().is_none_or(|text| text.trim().is_empty())
        || turn.next.question.as_ref().is_some_and(too_soon)
    {
        return;
    }
    turn.next.invalid_count += 1;
    let limit = i32::try_from(turn.rules.settings.max_invalid_choices).unwrap_or(i32::MAX);
    if turn.next.invalid_count < limit {
        turn.ask_menu(&[TextKey::InvalidChoice, TextKey::MenuBlock]);
    } else {
        turn.reply(TextKey::Handover);
        turn.route(None, QueueReason::New);
    }
}

/// T33 without a choice: an idle episode wakes up, or a pause ended while the customer waits.
pub(super) fn resume(turn: &mut Turn) {
    if turn.next.greeting_sent_at.is_none() {
        welcome(turn);
    } else {
        turn.ask_menu(&[TextKey::MenuBlock]);
    }
}

/// T13
pub(super) fn timeout(turn: &mut Turn) {
    let asked = turn.next.question.as_ref().is_some_and(|question| question.seen_at(turn.now) == Seen::Sent);
    if asked {
        turn.reply_about(TextKey::MenuTimeout, turn.rules.root().map(|root| root.id));
    }
    turn.route(None, QueueReason::New);
}

/// A choice in the menu that the customer saw; without one, a number means nothing.
pub(super) fn choose(turn: &Turn, text: Option<&str>) -> Option<Choice> {
    let menu = turn.next.question.as_ref().filter(|question| question.kind == QuestionKind::Menu);
    let seen = menu.map_or(&[][..], |question| &question.departments);
    parser::choice(text?, seen, turn.rules)
}
