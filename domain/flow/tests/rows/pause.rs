//! T27 and T33: the bot is paused, and is so no longer.

use super::super::*;
use FlowState::{Assigned, Greeting};
use TextKey as K;

#[test]
fn t33_an_idle_greeting_wakes_up() {
    let mut chat = Chat::greeted(rules());
    chat.state.idle_since = Some(t(10));
    chat.state.deadline = None;
    let mut other = chat.clone();
    chat.says("bom dia", 20);
    assert_eq!((chat.keys(), chat.state.idle_since), (vec![K::MenuBlock], None));
    other.says("financeiro", 20);
    assert_eq!(other.state.department_id, Some(FINANCE));
}

#[test]
fn t33_the_end_of_a_pause_answers_who_waits() {
    let mut chat = Chat::greeted(rules());
    chat.run(Input::PhoneReply, None, t(5));
    chat.says("alguém?", 10);
    chat.expires(None);
    assert_eq!(chat.keys(), [K::MenuBlock]);
    chat.is(Status::Open, Greeting);

    let mut chat = Chat::asked();
    chat.run(Input::Pause { until: Some(t(50)) }, None, t(5));
    assert_eq!(chat.deadline(), (TimeoutKind::Pause, 50));
    chat.run(Input::Unpause, None, t(9));
    assert_eq!(chat.keys(), [K::SuggestionExpired, K::MenuBlock]);
}

#[test]
fn t33a_the_end_of_a_pause_routes_and_keeps_the_place() {
    let mut chat = Chat::queued();
    chat.run(Input::Pause { until: None }, None, t(30));
    chat.says("oi?", 40);
    chat.run(Input::Unpause, Some(&user(1)), t(50));
    chat.is(Status::Assigned, Assigned);
    assert_eq!(chat.state.queued_at, Some(t(20)));
}

#[test]
fn t33b_the_end_of_a_pause_leaves_who_does_not_wait_alone() {
    let mut chat = Chat::greeted(rules());
    chat.run(Input::PhoneReply, None, t(5));
    let at = chat.expires(None);
    assert_eq!((chat.state.idle_since, chat.state.deadline), (Some(at), None));
    assert_eq!(chat.keys(), []);
}

#[test]
fn t27_a_phone_reply_silences_the_bot() {
    let mut chat = Chat::greeted(rules());
    chat.run(Input::PhoneReply, None, t(5));
    assert_eq!(chat.deadline(), (TimeoutKind::Pause, 5 + 7200));
    assert_eq!((chat.state.unread_count, chat.state.last_agent_at), (0, Some(t(5))));
    assert!(chat.has(&Effect::SupersedeQueuedBotTexts));
    chat.says("2", 20);
    assert_eq!((chat.keys(), chat.state.department_id), (vec![], None));

    let mut chat = Chat::assigned();
    chat.run(Input::PhoneReply, None, t(30));
    assert_eq!((chat.state.deadline, chat.state.first_response_at), (None, Some(t(30))));
}

#[test]
fn t27_a_keys_message_pauses_unless_it_keeps_the_bot() {
    let mut chat = Chat::greeted(rules());
    chat.run(Input::ApiMessage { keep_bot: true }, None, t(5));
    assert_eq!((chat.deadline().0, chat.state.unread_count), (TimeoutKind::Menu, 1));
    chat.run(Input::ApiMessage { keep_bot: false }, None, t(6));
    assert_eq!((chat.deadline().0, chat.state.unread_count), (TimeoutKind::Pause, 1));
    assert_eq!(chat.state.first_response_at, None);
}
