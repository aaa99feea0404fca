//! One test for each row of SPEC 5.3.

use super::*;
use crate::conversation::{AssignedBy, EndReason, SuggestionState};
use crate::event::{QueueReason, TransferReason, UnassignReason};
use FlowState::{Assigned, AwaitingRoutingConfirmation, DepartmentSelected, Greeting, Resolved, TimeoutRedirect};
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
    let search = super::super::step(&chat.state, Input::Deadline(chat.state.deadline.unwrap()), &chat.rules, t(320));
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
