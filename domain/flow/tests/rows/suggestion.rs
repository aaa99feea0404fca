//! T14: a returning customer was asked.

use super::super::*;
use crate::conversation::SuggestionState;
use FlowState::{Assigned, Greeting};
use TextKey as K;

#[test]
fn t14g_a_suggestion_that_failed_or_closed_becomes_the_menu() {
    let mut failed = Chat::asked();
    failed.phase(Phase::Failed).says("sim", 20);
    let mut gone = Chat::asked();
    gone.rules.departments[1].is_active = false;
    gone.says("sim", 20);
    for chat in [failed, gone] {
        chat.is(Status::Open, Greeting);
        assert_eq!(chat.keys(), [K::Greeting]);
        assert_eq!(chat.state.suggestion_state, Some(SuggestionState::Declined));
    }
}

#[test]
fn t14a_yes_goes_back_to_the_same_agent() {
    let mut chat = Chat::asked();
    let step = chat.run(says("Sim, por favor", t(20)), Some(&user(1)), t(20)).clone();
    assert_eq!(step.route().unwrap().preferred, Some(user(1).user_id));
    assert_eq!(chat.state.suggestion_state, Some(SuggestionState::Accepted));
    chat.is(Status::Assigned, Assigned);
}

#[test]
fn t14b_no_brings_the_menu() {
    let mut chat = Chat::asked();
    chat.says("não, obrigado", 20);
    chat.is(Status::Open, Greeting);
    assert_eq!(chat.keys(), [K::MenuAgain]);
    assert!(chat.text().starts_with("Certo! Vamos ao menu.\n\nEscolha o departamento:\n1 - Vendas"));
}

#[test]
fn t14c_another_name_goes_there() {
    let mut chat = Chat::asked();
    chat.says("suporte", 20);
    assert_eq!(chat.state.department_id, Some(SUPPORT));
    assert_eq!(chat.state.suggestion_state, Some(SuggestionState::Declined));
}

#[test]
fn t14d_t14e_nonsense_is_asked_once_more_and_then_the_menu_comes() {
    let mut chat = Chat::asked();
    chat.says("hmm", 20);
    assert_eq!(chat.keys(), [K::SuggestionReprompt]);
    assert_eq!(chat.deadline(), (TimeoutKind::Suggestion, 140));
    chat.sent(21).says("hmm", 60);
    assert_eq!(chat.keys(), [K::MenuAgain]);
}

#[test]
fn t14f_silence_brings_the_menu() {
    let mut chat = Chat::asked();
    chat.expires(None);
    assert_eq!(chat.keys(), [K::SuggestionExpired, K::MenuBlock]);
    assert_eq!(chat.state.suggestion_state, Some(SuggestionState::Expired));
    chat.is(Status::Open, Greeting);
}
