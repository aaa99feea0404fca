//! T8 to T13: the menu is out, or on its way.

use super::super::*;
use crate::conversation::SuggestionState;
use FlowState::DepartmentSelected;
use TextKey as K;

#[test]
fn t8_before_the_menu_was_sent_only_names_count() {
    for (text, expected) in [("2", None), ("oi", None), ("quero pagar um boleto", Some(FINANCE))] {
        let mut chat = Chat::new(rules(), contact());
        chat.says("oi", 0);
        chat.says(text, 2);
        assert_eq!(chat.state.department_id, expected, "{text}");
        assert_eq!(chat.state.invalid_count, 0);
    }
    let mut chat = Chat::new(rules(), contact());
    chat.says("oi", 0);
    // A send that takes three seconds has left.
    chat.phase(Phase::Sending { since: t(0) });
    chat.says("2", 3);
    assert_eq!(chat.state.department_id, Some(FINANCE));
}

#[test]
fn t8_before_the_suggestion_was_sent_a_word_counts_and_a_digit_does_not() {
    for (text, state) in [
        ("1", SuggestionState::Asked),
        ("sim", SuggestionState::Accepted),
        ("não", SuggestionState::Declined),
        ("suporte", SuggestionState::Declined),
    ] {
        let mut chat = Chat::new(rules(), returning());
        chat.says("oi", 0);
        chat.says(text, 1);
        assert_eq!(chat.state.suggestion_state, Some(state), "{text}");
    }
}

#[test]
fn t8_the_question_is_judged_as_it_was_when_the_message_came() {
    let mut chat = Chat::greeted(rules());
    chat.sent(10);
    chat.run(says("2", t(5)), None, t(20));
    assert_eq!(chat.state.department_id, None);
}

#[test]
fn t8a_right_after_the_menu_nonsense_is_not_counted() {
    let mut chat = Chat::greeted(rules());
    chat.sent(30);
    chat.says("???", 32);
    assert_eq!((chat.keys(), chat.state.invalid_count), (vec![], 0));
    chat.says("2", 32);
    assert_eq!(chat.state.department_id, Some(FINANCE));
}

#[test]
fn t9_a_greeting_that_failed_is_tried_once_more_and_then_routed() {
    let mut chat = Chat::greeted(rules());
    chat.phase(Phase::Failed);
    chat.says("oi?", 20);
    assert_eq!(chat.keys(), [K::Greeting]);
    chat.phase(Phase::Failed);
    chat.says("oi??", 40);
    assert_eq!(chat.state.department_id, Some(SALES));
    let mut chat = Chat::greeted(rules());
    chat.phase(Phase::OutcomeUnknown);
    chat.says("2", 20);
    assert_eq!(chat.state.department_id, Some(FINANCE));
}

#[test]
fn t10_a_menu_number_routes_to_that_department() {
    let chat = Chat::queued();
    chat.is(Status::Open, DepartmentSelected);
    assert_eq!((chat.state.department_id, chat.state.queued_at), (Some(FINANCE), Some(t(20))));
    assert_eq!(chat.deadline(), (TimeoutKind::Queue, 320));
    assert_eq!(chat.last.effects[0], Effect::SupersedeQueuedBotTexts);
}

#[test]
fn t10_a_department_that_is_gone_brings_the_menu_again() {
    let mut chat = Chat::greeted(rules());
    chat.rules.departments[1].is_active = false;
    chat.says("2", 20);
    assert_eq!((chat.keys(), chat.state.invalid_count), (vec![K::MenuBlock], 0));
    assert_eq!(chat.state.question.as_ref().unwrap().departments, [SALES, SUPPORT]);
}

#[test]
fn t10b_a_late_yes_still_routes() {
    let mut chat = Chat::asked();
    chat.expires(None);
    let mut digit = chat.clone();
    chat.sent(130);
    chat.says("sim", 200);
    assert_eq!((chat.state.department_id, chat.state.preferred_user_id), (Some(FINANCE), Some(user(1).user_id)));
    digit.sent(130).says("1", 200);
    assert_eq!(digit.state.department_id, Some(SALES));
}

#[test]
fn t11a_a_picture_or_a_hasty_line_is_not_an_answer() {
    let mut chat = Chat::greeted(rules());
    let picture = CustomerMessage { text: None, received_at: t(60), window_expires_at: None };
    chat.run(Input::Customer(picture), None, t(60));
    assert_eq!((chat.keys(), chat.state.invalid_count), (vec![], 0));
    chat.says("tenho uma dúvida", 10);
    assert_eq!((chat.keys(), chat.state.invalid_count), (vec![], 0));
}

#[test]
fn t11_t12_nonsense_is_asked_again_and_then_handed_over() {
    let mut chat = Chat::greeted(rules());
    chat.says("abacaxi", 11);
    assert_eq!((chat.keys(), chat.state.invalid_count), (vec![K::InvalidChoice, K::MenuBlock], 1));
    chat.sent(12).says("abacaxi", 40);
    assert_eq!(chat.state.invalid_count, 2);
    chat.sent(41).says("abacaxi", 80);
    assert_eq!(chat.keys(), [K::Handover, K::QueueNotice]);
    assert_eq!(chat.state.department_id, Some(SALES));
}

#[test]
fn t13_silence_goes_to_the_root() {
    let mut chat = Chat::greeted(rules());
    let mut unsent = chat.clone();
    chat.expires(Some(&user(1)));
    assert_eq!(chat.keys(), [K::MenuTimeout, K::Assigned]);
    assert_eq!(chat.state.department_id, Some(SALES));
    unsent.phase(Phase::Queued).expires(None);
    assert_eq!(unsent.keys(), [K::QueueNotice]);
}
