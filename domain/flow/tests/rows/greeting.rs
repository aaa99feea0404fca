//! T1 to T7: the first message of an episode.

use super::super::*;
use crate::conversation::SuggestionState;
use crate::event::QueueReason;
use FlowState::{Assigned, AwaitingRoutingConfirmation, DepartmentSelected, Greeting};
use TextKey as K;

#[test]
fn t1_a_new_episode_inherits_an_unexpired_pause() {
    let make = |until| State::new("p".into(), contact(), StartedBy::Customer, Some(until), t(0));
    assert_eq!(make(t(60)).bot_paused_until, Some(t(60)));
    assert_eq!(make(t(0)).bot_paused_until, None);
    assert_eq!(protocol(&rules(), 1_234_567_890, t(13 * 3600)), "20261124-34567890");
}

#[test]
fn t7_a_paused_bot_is_silent() {
    let mut chat = Chat::new(rules(), contact());
    chat.state.bot_paused_until = Some(t(60));
    chat.says("oi", 0);
    assert_eq!(chat.keys(), []);
    assert_eq!(chat.deadline(), (TimeoutKind::Pause, 60));
    assert_eq!(chat.state.unread_count, 1);
}

#[test]
fn t2_out_of_hours_queues_at_once() {
    let night = 8 * 3600;
    let mut chat = Chat::new(office(), returning());
    chat.says("oi", night);
    chat.is(Status::Open, DepartmentSelected);
    assert_eq!(chat.state.department_id, Some(FINANCE));
    assert_eq!(chat.keys(), [K::OutOfHours]);
    assert!(chat.text().contains("Abrimos amanhã às 08:00."), "{}", chat.text());
    // 8:00 of tomorrow and five minutes.
    assert_eq!(chat.state.deadline.unwrap().at, t(20 * 3600 + 300));
    assert!(matches!(
        chat.last.effects.last(),
        Some(Effect::Emit(Emit::Queued { reason: QueueReason::OutOfHours, .. }))
    ));
    chat.says("alô?", night + 60);
    assert_eq!(chat.keys(), []);
}

#[test]
fn t2_every_department_closed_is_out_of_hours_too() {
    let mut rules = rules();
    for department in &mut rules.departments {
        department.hours = Some(crate::company::Schedule::default());
    }
    let mut chat = Chat::new(rules.clone(), contact());
    chat.says("oi", 8 * 3600);
    assert_eq!((chat.keys(), chat.state.department_id), (vec![K::OutOfHours], Some(SALES)));
    rules.departments[1].hours = None;
    let mut chat = Chat::new(rules, contact());
    chat.says("oi", 8 * 3600);
    assert_eq!(chat.keys(), [K::Greeting]);
}

#[test]
fn t5_a_single_department_needs_no_menu() {
    let mut one = rules();
    one.departments.truncate(1);
    let mut chat = Chat::new(one, returning());
    let step = chat.run(says("oi", t(0)), Some(&user(1)), t(0)).clone();
    assert_eq!(step.route().unwrap().preferred, Some(user(1).user_id));
    chat.is(Status::Assigned, Assigned);
    assert_eq!(chat.keys(), [K::GreetingSingle, K::Assigned]);
    assert_eq!(
        chat.text(),
        "Bem-vindo à Acme! 👋\n\nVocê está sendo atendido por *Ana 1*, de *Vendas*.\nProtocolo 20261123-00000042."
    );
}

#[test]
fn t3_a_returning_customer_is_asked() {
    let chat = Chat::asked();
    chat.is(Status::Open, AwaitingRoutingConfirmation);
    assert_eq!(chat.keys(), [K::Suggestion]);
    assert!(chat.text().starts_with("Olá de novo, Bia!\nDa última vez você falou com *Financeiro*."));
    assert_eq!(chat.deadline(), (TimeoutKind::Suggestion, 120));
    assert_eq!(chat.state.suggestion_state, Some(SuggestionState::Asked));
    assert_eq!(question_sent(&chat.state, &chat.rules, t(30)).unwrap().at, t(150));
}

#[test]
fn t3_but_not_when_it_is_long_ago_or_the_department_is_gone() {
    let mut old = rules();
    old.settings.suggestion_max_age_days = 1;
    let mut chat = Chat::new(old, returning());
    chat.says("oi", 1);
    assert_eq!(chat.keys(), [K::Greeting]);
    let mut gone = rules();
    gone.departments[1].is_active = false;
    let mut chat = Chat::new(gone, returning());
    chat.says("oi", 0);
    assert_eq!(chat.keys(), [K::Greeting]);
}

#[test]
fn t6_a_new_customer_gets_the_menu() {
    let chat = Chat::greeted(rules());
    chat.is(Status::Open, Greeting);
    let message = chat.last.message(&chat.rules).unwrap();
    assert_eq!(
        message.text,
        "Bem-vindo à Acme! 👋\n\nEscolha o departamento:\n1 - Vendas\n2 - Financeiro\n3 - Suporte\n\nDigite o número da opção desejada."
    );
    assert_eq!((message.question, message.departments), (Some(QuestionKind::Menu), vec![SALES, FINANCE, SUPPORT]));
    assert_eq!(chat.deadline(), (TimeoutKind::Menu, 900));
    assert_eq!(chat.state.greeting_sent_at, Some(t(0)));
}
