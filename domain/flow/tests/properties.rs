//! The invariants under SPEC 5.3, over random histories.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::event::{TransferReason, UnassignReason};

/// Something that happens, some time after what happened before.
#[derive(Debug, Clone)]
enum Happens {
    Says(&'static str),
    Picture,
    DeadlineFires,
    QuestionSent,
    QuestionFails,
    QuestionUnknown,
    AgentWrites(u128),
    PhoneReplies,
    KeyWrites(bool),
    Pauses,
    Unpauses,
    Assigns(u128),
    Releases,
    Loses,
    Transfers(u128, Option<u128>),
    Resolves,
    Archives,
    Reopens(Option<u128>),
    DepartmentCloses(usize),
    Read,
}

fn happens() -> impl Strategy<Value = Happens> {
    use Happens as H;
    let words = vec![
        "oi", "1", "2", "3", "9", "sim", "não", "suporte", "boleto", "menu", "obrigado", "???", "", "abacaxi", "👍",
    ];
    prop_oneof![
        8 => prop::sample::select(words).prop_map(H::Says),
        1 => Just(H::Picture),
        5 => Just(H::DeadlineFires),
        5 => Just(H::QuestionSent),
        1 => Just(H::QuestionFails),
        1 => Just(H::QuestionUnknown),
        2 => (1..4u128).prop_map(H::AgentWrites),
        1 => Just(H::PhoneReplies),
        1 => any::<bool>().prop_map(H::KeyWrites),
        1 => Just(H::Pauses),
        1 => Just(H::Unpauses),
        1 => (1..4u128).prop_map(H::Assigns),
        1 => Just(H::Releases),
        1 => Just(H::Loses),
        1 => (1..4u128, prop::option::of(1..4u128)).prop_map(|(to, agent)| H::Transfers(to, agent)),
        1 => Just(H::Resolves),
        1 => Just(H::Archives),
        1 => prop::option::of(1..4u128).prop_map(H::Reopens),
        1 => (0..3usize).prop_map(H::DepartmentCloses),
        1 => Just(H::Read),
    ]
}

fn company() -> impl Strategy<Value = Rules> {
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), 1..4usize);
    (switches, prop::sample::select(vec![0u32, 15])).prop_map(|((hours, auto, menu, suggest, count), timeout)| {
        let mut rules = rules();
        rules.settings.business_hours.enabled = hours;
        rules.settings.business_hours.out_of_hours_mode =
            if menu { crate::company::OutOfHoursMode::Menu } else { crate::company::OutOfHoursMode::Queue };
        rules.settings.auto_assign_enabled = auto;
        rules.settings.suggestion_enabled = suggest;
        rules.settings.menu_timeout_minutes = timeout;
        rules.departments.truncate(count);
        rules
    })
}

/// What was said in the episode, and what of it arrived.
#[derive(Default)]
struct Phone {
    pending: Option<Vec<TextKey>>,
    greetings: u32,
    suggestions: u32,
}

impl Phone {
    fn deliver(&mut self) {
        for key in self.pending.take().unwrap_or_default() {
            self.greetings += u32::from(key == TextKey::Greeting);
            self.suggestions += u32::from(key == TextKey::Suggestion);
        }
    }
}

fn input(what: &Happens, chat: &mut Chat, phone: &mut Phone, at: Time) -> Option<Input> {
    use Happens as H;
    let agent = |n: u128| user(n);
    Some(match what {
        H::Says(text) => says(text, at),
        H::Picture => Input::Customer(CustomerMessage { text: None, received_at: at, window_expires_at: None }),
        H::DeadlineFires => Input::Deadline(chat.state.deadline?),
        H::QuestionSent | H::QuestionUnknown | H::QuestionFails => {
            let question = chat.state.question.as_mut()?;
            if question.phase == Phase::Queued {
                question.phase = match what {
                    H::QuestionSent => Phase::Sent { since: None, at },
                    H::QuestionUnknown => Phase::OutcomeUnknown,
                    _ => Phase::Failed,
                };
                if question.phase == Phase::Failed {
                    phone.pending = None;
                } else {
                    phone.deliver();
                }
            }
            return None;
        }
        H::AgentWrites(n) => Input::AgentMessage(agent(*n)),
        H::PhoneReplies => Input::PhoneReply,
        H::KeyWrites(keep_bot) => Input::ApiMessage { keep_bot: *keep_bot },
        H::Pauses => Input::Pause { until: None },
        H::Unpauses => Input::Unpause,
        H::Assigns(n) => Input::Assign(Assign { agent: agent(*n), by: None, named_recently: false }),
        H::Releases => Input::Unassign(Unassign { reason: UnassignReason::Released }),
        H::Loses => Input::Unassign(Unassign { reason: UnassignReason::AgentOffline }),
        H::Transfers(to, n) => Input::Transfer(Transfer {
            department_id: Uuid::from_u128(*to),
            agent: n.map(agent),
            by: None,
            reason: TransferReason::Manual,
            named_recently: false,
        }),
        H::Resolves => Input::Resolve { by: None, last_human_sender: None, say_goodbye: true },
        H::Archives => Input::Archive { by: None, last_human_sender: None },
        H::Reopens(n) => Input::Reopen { to: n.map(agent) },
        H::DepartmentCloses(index) => {
            // Never the root.
            if let Some(department) = chat.rules.departments.get_mut(*index).filter(|department| !department.is_root) {
                department.is_active = !department.is_active;
            }
            return None;
        }
        H::Read => Input::Read,
    })
}

fn check(chat: &Chat, at: Time) {
    let state = &chat.state;
    state.check().unwrap();
    if state.status == Status::Open && state.deadline.is_none() {
        let patient = state.flow_state == FlowState::Greeting && chat.rules.settings.menu_timeout_minutes == 0;
        assert!(state.idle_since.is_some() || patient, "nothing will ever happen to {state:?}");
    }
    if state.is_paused(at) {
        assert_eq!(state.deadline.map(|deadline| deadline.kind), Some(TimeoutKind::Pause));
    }
    let messages: BTreeSet<TextKey> = chat.keys().into_iter().collect();
    let menu = [TextKey::Greeting, TextKey::MenuBlock, TextKey::MenuAgain].iter().any(|key| messages.contains(key));
    assert!(!(menu && messages.contains(&TextKey::OutOfHours)), "out of hours beside a menu");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_history_breaks_an_invariant(
        rules in company(),
        known in any::<bool>(),
        history in prop::collection::vec((happens(), 0..4000i64, prop::option::of(1..4u128)), 1..60),
    ) {
        let mut chat = Chat::new(rules, if known { returning() } else { contact() });
        let mut phone = Phone::default();
        chat.says("oi", 0);
        phone.pending = Some(chat.keys());
        let mut seconds = 0;
        for (what, pause, agent) in history {
            seconds += pause;
            let mut at = t(seconds);
            let Some(input) = input(&what, &mut chat, &mut phone, at) else { continue };
            if let Input::Deadline(deadline) = &input {
                at = at.max(deadline.at);
                seconds = (at - t(0)).num_seconds();
            }
            let superseded_before = chat.state.clone();
            let agent = agent.map(user);
            chat.run(input, agent.as_ref(), at);
            check(&chat, at);
            if chat.has(&Effect::SupersedeQueuedBotTexts) {
                phone.pending = None;
                let asked_now = chat.state.question != superseded_before.question;
                if !asked_now && let Some(question) = chat.state.question.as_mut().filter(|q| q.phase == Phase::Queued) {
                    question.phase = Phase::Failed;
                }
            }
            let message = chat.last.message(&chat.rules);
            if message.as_ref().is_some_and(|message| message.question.is_some()) {
                phone.pending = message.map(|message| message.keys);
            }
        }
        prop_assert!(phone.suggestions <= 1, "{} suggestions", phone.suggestions);
        prop_assert!(phone.greetings <= 1, "{} greetings", phone.greetings);
    }

    #[test]
    fn a_human_is_always_reachable(
        mut rules in company(),
        known in any::<bool>(),
        history in prop::collection::vec((happens(), 0..4000i64, prop::option::of(1..4u128)), 0..30),
    ) {
        rules.settings.auto_assign_enabled = true;
        let mut chat = Chat::new(rules, if known { returning() } else { contact() });
        let mut phone = Phone::default();
        chat.says("oi", 0);
        let mut seconds = 0;
        for (what, pause, agent) in history {
            seconds += pause;
            let mut at = t(seconds);
            let Some(input) = input(&what, &mut chat, &mut phone, at) else { continue };
            if let Input::Deadline(deadline) = &input {
                at = at.max(deadline.at);
                seconds = (at - t(0)).num_seconds();
            }
            chat.run(input, agent.map(user).as_ref(), at);
        }
        // From here on an agent is there, and the customer keeps writing nonsense.
        for _ in 0..60 {
            if chat.state.status != Status::Open {
                break;
            }
            if let Some(question) = &mut chat.state.question && question.phase == Phase::Queued {
                question.phase = Phase::Sent { since: None, at: t(seconds) };
            }
            seconds += 60;
            let at = t(seconds);
            chat.run(says("abacaxi", at), Some(&user(1)), at);
            if let Some(deadline) = chat.state.deadline.filter(|_| chat.state.status == Status::Open) {
                let at = at.max(deadline.at);
                seconds = (at - t(0)).num_seconds();
                chat.run(Input::Deadline(deadline), Some(&user(1)), at);
            }
        }
        prop_assert!(chat.state.status != Status::Open, "{:?}", chat.state);
    }
}
