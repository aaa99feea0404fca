//! T28 to T34: the end of an episode, and what may follow or begin without it; and deadlines that are none.

use super::super::*;
use crate::conversation::EndReason;
use FlowState::{Assigned, DepartmentSelected, Resolved};
use TextKey as K;

fn resolve() -> Input {
    Input::Resolve { by: Some(user(1).user_id), last_human_sender: None, say_goodbye: true }
}

#[test]
fn t30a_a_thank_you_after_the_end_opens_nothing() {
    let mut chat = Chat::assigned();
    chat.run(resolve(), None, t(100));
    assert!(courtesy(&chat.state, Some("Muito obrigada!"), &chat.rules, t(700)));
    assert!(!courtesy(&chat.state, Some("Muito obrigada!"), &chat.rules, t(701)));
    assert!(!courtesy(&chat.state, Some("ok, e o boleto?"), &chat.rules, t(200)));
    assert!(!courtesy(&chat.state, None, &chat.rules, t(200)));
    chat.rules.settings.courtesy_minutes = 0;
    assert!(!courtesy(&chat.state, Some("ok"), &chat.rules, t(100)));
}

#[test]
fn t28_the_end_says_goodbye_and_remembers_who() {
    let mut chat = Chat::assigned();
    let mut shut = chat.clone();
    chat.run(resolve(), None, t(100));
    chat.is(Status::Resolved, Resolved);
    assert_eq!(chat.keys(), [K::Closing]);
    assert!(chat.has(&Effect::SaveHistory(History {
        department_id: Some(FINANCE),
        attendant_id: Some(user(1).user_id),
        attended_at: t(100)
    })));
    assert_eq!((chat.state.department_id, chat.state.unread_count), (Some(FINANCE), 0));
    let before = chat.state.clone();
    chat.run(resolve(), None, t(200));
    assert_eq!(chat.state, before);
    shut.state.window_expires_at = Some(t(99));
    shut.run(resolve(), None, t(100));
    assert_eq!(shut.keys(), []);
}

#[test]
fn t29_archiving_resolves_first_and_silently() {
    let mut chat = Chat::assigned();
    chat.run(Input::Archive { by: None, last_human_sender: None }, None, t(100));
    chat.is(Status::Archived, Resolved);
    assert_eq!(chat.keys(), []);
    assert!(chat.has(&Effect::CloseAssignment { user_id: user(1).user_id, reason: EndReason::Resolved }));
}

#[test]
fn t31_reopening_gives_it_to_the_caller_or_back() {
    let mut chat = Chat::assigned();
    chat.run(resolve(), None, t(100));
    let mut back = chat.clone();
    chat.run(Input::Reopen { to: Some(user(3)) }, None, t(200));
    chat.is(Status::Assigned, Assigned);
    assert_eq!((chat.state.assigned_user_id, chat.state.resolved_at), (Some(user(3).user_id), None));
    // The customer wrote last and was never answered.
    back.run(Input::Reopen { to: None }, None, t(200));
    back.is(Status::Open, DepartmentSelected);
    assert_eq!(back.state.queued_at, Some(t(20)));
}

#[test]
fn t32_an_echo_alone_makes_a_closed_episode() {
    let state = State::new_resolved("p".into(), contact(), StartedBy::Customer, Some(t(60)), t(0));
    state.check().unwrap();
    assert_eq!((state.status, state.bot_paused_until), (Status::Resolved, Some(t(60))));
}

#[test]
fn t34_a_start_is_silent() {
    let by_agent = Start::Agent { agent: user(1), department_id: None, by: Some(user(1).user_id) };
    let step = start("p".into(), contact(), StartedBy::Agent, &by_agent, &rules(), t(0));
    step.next.check().unwrap();
    assert_eq!((step.next.status, step.next.department_id), (Status::Assigned, Some(SUPPORT)));
    assert_eq!((step.next.deadline, step.message(&rules())), (None, None));
    let step = start("p".into(), contact(), StartedBy::Api, &Start::Department(None), &rules(), t(0));
    step.next.check().unwrap();
    assert_eq!((step.next.department_id, step.next.idle_since), (Some(SALES), Some(t(0))));
}

#[test]
fn a_deadline_that_is_no_longer_the_rows_does_nothing() {
    let mut chat = Chat::greeted(rules());
    let old = chat.state.deadline.unwrap();
    chat.says("2", 20);
    let before = chat.state.clone();
    chat.run(Input::Deadline(old), Some(&user(1)), old.at);
    assert_eq!((chat.state.clone(), chat.last.effects.clone()), (before, vec![]));
}

#[test]
fn a_menu_without_a_timeout_waits_for_ever() {
    let mut rules = rules();
    rules.settings.menu_timeout_minutes = 0;
    let chat = Chat::greeted(rules);
    assert_eq!(chat.state.deadline, None);
}
