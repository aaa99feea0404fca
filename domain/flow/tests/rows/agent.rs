//! T20 to T26: with an agent, who answers, is silent, or changes.

use super::super::*;
use crate::conversation::EndReason;
use crate::event::{TransferReason, UnassignReason};
use FlowState::{Assigned, DepartmentSelected, TimeoutRedirect};
use TextKey as K;

#[test]
fn t20_t21_the_agent_answers_and_the_customer_waits_again() {
    let mut chat = Chat::assigned();
    chat.run(Input::AgentMessage(user(1)), None, t(30));
    assert_eq!((chat.state.deadline, chat.state.queued_at), (None, None));
    assert_eq!(chat.state.first_response_at, Some(t(30)));
    chat.says("obrigado", 40);
    assert_eq!((chat.keys(), chat.deadline()), (vec![], (TimeoutKind::Response, 340)));
    chat.says("mais uma coisa", 50);
    assert_eq!(chat.deadline(), (TimeoutKind::Response, 340));
}

#[test]
fn t22_silence_of_the_agent_finds_another() {
    let mut chat = Chat::assigned();
    let search = crate::flow::step(&chat.state, Input::Deadline(chat.state.deadline.unwrap()), &chat.rules, t(320));
    let search = search.search().unwrap().clone();
    assert_eq!((search.departments, search.except), (vec![FINANCE, SALES, SUPPORT], Some(user(1).user_id)));
    chat.expires(Some(&user(2)));
    chat.is(Status::Assigned, TimeoutRedirect);
    assert_eq!(chat.keys(), [K::TimeoutRedirect]);
    assert!(chat.has(&Effect::CloseAssignment { user_id: user(1).user_id, reason: EndReason::Timeout }));
    // The second one is not told.
    chat.expires(Some(&user(1)));
    assert_eq!(chat.keys(), []);
}

#[test]
fn t22_three_redirects_end_in_the_roots_queue() {
    let mut chat = Chat::assigned();
    for n in [2, 1, 2] {
        chat.expires(Some(&user(n)));
    }
    chat.expires(Some(&user(1)));
    chat.is(Status::Open, DepartmentSelected);
    assert_eq!((chat.state.department_id, chat.keys()), (Some(SALES), vec![]));
    assert!(chat.has(&Effect::Notify(Notice::RedirectsExhausted)));
    let drained = picked(&chat.state, &user(3), None, &chat.rules, t(9000));
    assert_eq!(drained.message(&chat.rules), None);
}

#[test]
fn t22_after_an_answer_one_redirect_and_then_it_stays() {
    let mut chat = Chat::assigned();
    chat.run(Input::AgentMessage(user(1)), None, t(30));
    chat.says("e?", 40);
    chat.expires(Some(&user(2)));
    assert_eq!(chat.state.assigned_user_id, Some(user(2).user_id));
    chat.expires(Some(&user(1)));
    assert_eq!(chat.state.assigned_user_id, Some(user(2).user_id));
    assert_eq!(chat.state.timeout_round, 1);
}

#[test]
fn t23_nobody_else_leaves_it_with_its_agent() {
    let mut chat = Chat::assigned();
    chat.expires(None);
    chat.is(Status::Assigned, Assigned);
    assert_eq!(chat.deadline(), (TimeoutKind::Response, 320 + 600));
}

#[test]
fn t24_a_lost_agent_gives_the_waiting_back_and_is_preferred() {
    let mut chat = Chat::assigned();
    chat.run(Input::AgentMessage(user(1)), None, t(30));
    chat.says("e?", 40);
    let lost = Input::Unassign(Unassign { reason: UnassignReason::AgentOffline });
    let step = chat.run(lost, Some(&user(2)), t(60)).clone();
    assert_eq!(step.route().unwrap().preferred, Some(user(1).user_id));
    assert_eq!(chat.state.assigned_user_id, Some(user(2).user_id));
    assert_eq!(chat.state.queued_at, Some(t(40)));
    assert!(chat.has(&Effect::CloseAssignment { user_id: user(1).user_id, reason: EndReason::Lost }));
}

#[test]
fn t24_releasing_who_does_not_wait_is_silent() {
    let mut chat = Chat::assigned();
    chat.run(Input::AgentMessage(user(1)), None, t(30));
    chat.run(Input::Unassign(Unassign { reason: UnassignReason::Released }), Some(&user(2)), t(60));
    chat.is(Status::Open, DepartmentSelected);
    assert_eq!((chat.keys(), chat.state.idle_since, chat.state.deadline), (vec![], Some(t(60)), None));
}

#[test]
fn t25_by_hand_introduces_the_agent_unless_just_named() {
    let assign = |named_recently| Input::Assign(Assign { agent: user(2), by: Some(user(9).user_id), named_recently });
    let mut chat = Chat::assigned();
    let mut named = chat.clone();
    chat.run(assign(false), None, t(60));
    assert_eq!((chat.keys(), chat.state.department_id), (vec![K::Assigned], Some(FINANCE)));
    assert!(chat.has(&Effect::CloseAssignment { user_id: user(1).user_id, reason: EndReason::Reassigned }));
    assert_eq!(chat.deadline(), (TimeoutKind::Response, 360));
    named.run(assign(true), None, t(60));
    assert_eq!(named.keys(), []);
    chat.run(assign(false), None, t(70));
    assert_eq!(chat.last.effects, []);
}

#[test]
fn t25_a_first_reply_takes_it_without_a_text() {
    let mut chat = Chat::greeted(rules());
    chat.run(Input::AgentMessage(user(1)), None, t(5));
    chat.is(Status::Assigned, Assigned);
    assert_eq!((chat.keys(), chat.state.department_id, chat.state.deadline), (vec![], Some(SUPPORT), None));
    assert_eq!(chat.last.effects[0], Effect::SupersedeQueuedBotTexts);
}

#[test]
fn t26_a_transfer_tells_and_routes() {
    let transfer = |agent| {
        Input::Transfer(Transfer {
            department_id: SUPPORT,
            agent,
            by: Some(user(1).user_id),
            reason: TransferReason::Manual,
            named_recently: false,
        })
    };
    let mut chat = Chat::assigned();
    let mut by_hand = chat.clone();
    chat.run(transfer(None), None, t(60));
    chat.is(Status::Open, DepartmentSelected);
    assert_eq!(chat.keys(), [K::Transferred, K::QueueNotice]);
    assert_eq!((chat.state.department_id, chat.state.queued_at), (Some(SUPPORT), Some(t(20))));
    by_hand.run(transfer(Some(user(2))), None, t(60));
    assert_eq!(by_hand.keys(), [K::Transferred, K::Assigned]);
    assert_eq!(by_hand.state.assigned_user_id, Some(user(2).user_id));
}
