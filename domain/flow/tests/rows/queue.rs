//! T15 to T19: somebody waits, and is found an agent or not.

use super::super::*;
use crate::conversation::AssignedBy;
use crate::event::{QueueReason, UnassignReason};
use FlowState::{Assigned, Greeting, TimeoutRedirect};
use TextKey as K;

#[test]
fn t15_who_waits_is_told_nothing_new_but_may_return_to_the_menu() {
    let mut chat = Chat::queued();
    chat.says("alguém aí?", 30);
    assert_eq!(chat.keys(), []);
    chat.says("Menu", 40);
    chat.is(Status::Open, Greeting);
    assert_eq!((chat.state.queued_at, chat.state.department_id, chat.keys()), (None, None, vec![K::MenuBlock]));
}

#[test]
fn t15_an_idle_customer_queues_again_when_they_write() {
    let mut chat = Chat::assigned();
    chat.run(Input::AgentMessage(user(1)), None, t(30));
    chat.run(Input::Unassign(Unassign { reason: UnassignReason::Released }), None, t(60));
    assert!(chat.state.idle_since.is_some());
    chat.says("voltei", 100);
    assert_eq!((chat.state.queued_at, chat.keys()), (Some(t(100)), vec![K::QueueNotice]));
}

#[test]
fn t15_a_closed_department_is_said_once_a_period() {
    let mut chat = Chat::queued();
    chat.rules = office();
    chat.says("e agora?", 6 * 3600);
    assert_eq!(chat.keys(), [K::OutOfHours]);
    chat.says("e agora?", 7 * 3600);
    assert_eq!(chat.keys(), []);
}

#[test]
fn t16_a_pick_assigns() {
    let chat = Chat::assigned();
    chat.is(Status::Assigned, Assigned);
    assert_eq!(chat.keys(), [K::Assigned]);
    assert_eq!(chat.deadline(), (TimeoutKind::Response, 320));
    assert!(chat.has(&Effect::OpenAssignment {
        user_id: user(1).user_id,
        department_id: FINANCE,
        by: AssignedBy::Auto,
        actor_id: None
    }));
}

#[test]
fn t17_nobody_there_is_said_once() {
    let mut chat = Chat::queued();
    assert_eq!(
        chat.text(),
        "Todos de *Financeiro* estão ocupados.\nVocê é o nº 1 da fila e será atendido assim que possível.\nProtocolo 20261123-00000042."
    );
    assert!(chat.has(&Effect::Emit(Emit::Queued {
        department_id: FINANCE,
        position: 1,
        timeout_at: Some(t(320)),
        reason: QueueReason::New
    })));
    assert_eq!(notice(&chat.state, 1, &chat.rules, t(30)).effects, []);
    chat.state.queue_notice_sent_at = None;
    assert_eq!(notice(&chat.state, 1000, &chat.rules, t(30)).message(&chat.rules).unwrap().keys, [K::QueueNotice]);
    chat.rules.settings.queue_notice.enabled = false;
    assert_eq!(notice(&chat.state, 1, &chat.rules, t(30)).effects, []);
}

#[test]
fn t17_a_closed_department_is_named_as_closed() {
    let mut chat = Chat::greeted(rules());
    chat.rules.departments[1].hours =
        Some(crate::company::Schedule { weekly: crate::company::Weekly::default(), holidays: vec![] });
    chat.run(says("2", t(20)), Some(&user(1)), t(20));
    assert_eq!(chat.keys(), [K::OutOfHours]);
    assert!(chat.has(&Effect::Notify(Notice::NoOpening(FINANCE))));
    // No opening ahead: the sentence that would name it is left out.
    assert!(chat.text().starts_with("Nosso atendimento está fechado agora.\nSua mensagem"));
}

#[test]
fn t18_the_queue_deadline_finds_somebody() {
    let mut chat = Chat::queued();
    chat.expires(Some(&user(2)));
    chat.is(Status::Assigned, TimeoutRedirect);
    assert_eq!(chat.keys(), [K::TimeoutRedirect]);
    assert_eq!((chat.state.redirect_count, chat.deadline()), (1, (TimeoutKind::Response, 620)));
}

#[test]
fn t19_the_queue_deadline_finds_nobody_and_waits_longer() {
    let mut chat = Chat::queued();
    chat.expires(None);
    assert_eq!((chat.keys(), chat.state.timeout_round), (vec![], 1));
    assert_eq!(chat.deadline(), (TimeoutKind::Queue, 320 + 600));
    assert!(chat.has(&Effect::Emit(Emit::QueueTimeout {
        department_id: Some(FINANCE),
        kind: TimeoutKind::Queue,
        round: 1,
        waiting_seconds: 300
    })));
    chat.expires(None);
    assert_eq!(chat.deadline(), (TimeoutKind::Queue, 320 + 600 + 1200));
}
