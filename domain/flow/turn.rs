//! One step in the making: the state as it becomes, the effects so far, and the moves that several rows share.

use crate::clock::Time;
use crate::conversation::{EndReason, FlowState, SuggestionState, TimeoutKind};
use crate::deadline::{Deadline, backoff_minutes};
use crate::event::QueueReason;
use crate::hours;
use crate::id::{DepartmentId, UserId};
use crate::rules::{Closure, Department, Rules};
use crate::texts::{MENU_LIMIT, TextKey};

use super::Step;
use super::effect::{Effect, Emit, Notice, Reply, Route};
use super::input::CustomerMessage;
use super::question::{Question, QuestionKind, menu_deadline, suggestion_deadline};
use super::state::State;

pub(super) struct Turn<'a> {
    pub(super) before: &'a State,
    pub(super) next: State,
    pub(super) effects: Vec<Effect>,
    pub(super) rules: &'a Rules,
    pub(super) now: Time,
}

impl<'a> Turn<'a> {
    pub(super) fn new(state: &'a State, rules: &'a Rules, now: Time) -> Self {
        Self { before: state, next: state.clone(), effects: Vec::new(), rules, now }
    }

    /// The second half of a step that routed or searched has events of its own: nothing is added to it.
    pub(super) fn finish_half(self) -> Step {
        Step { next: self.next, effects: self.effects }
    }

    pub(super) fn finish(mut self, from_customer: bool) -> Step {
        let asked = |flow_state| matches!(flow_state, FlowState::Greeting | FlowState::AwaitingRoutingConfirmation);
        if asked(self.before.flow_state) && self.before.flow_state != self.next.flow_state {
            self.supersede();
        }
        // A customer's message carries the changes of its step in its own event; a route or search brings its own.
        let told =
            self.effects.iter().any(|effect| matches!(effect, Effect::Emit(_) | Effect::Route(_) | Effect::Search(_)));
        if !from_customer && !told && self.next != *self.before {
            self.emit(Emit::Updated);
        }
        self.finish_half()
    }

    /// The state goes back to what it was.
    pub(super) fn ignore(&mut self) {
        self.next = self.before.clone();
    }

    /// SPEC 5.2, point 4.
    pub(super) fn received(&mut self, message: &CustomerMessage) {
        let next = &mut self.next;
        next.last_message_at = self.now;
        next.last_customer_at = Some(self.now);
        next.first_customer_at = next.first_customer_at.or(Some(self.now));
        next.unread_count = next.unread_count.saturating_add(1);
        next.window_expires_at = message.window_expires_at.max(next.window_expires_at);
    }

    pub(super) fn emit(&mut self, event: Emit) {
        self.effects.push(Effect::Emit(event));
    }

    /// First of all: what this step itself says must not fall to it.
    pub(super) fn supersede(&mut self) {
        if !self.effects.contains(&Effect::SupersedeQueuedBotTexts) {
            self.effects.insert(0, Effect::SupersedeQueuedBotTexts);
        }
    }

    pub(super) fn window_is_open(&self) -> bool {
        self.next.window_expires_at.is_none_or(|until| until > self.now)
    }

    pub(super) fn reply(&mut self, key: TextKey) {
        self.reply_with(Reply {
            key,
            department_id: self.next.department_id,
            agent: None,
            position: None,
            hours: None,
        });
    }

    pub(super) fn reply_about(&mut self, key: TextKey, department_id: Option<DepartmentId>) {
        self.reply_with(Reply { key, department_id, agent: None, position: None, hours: None });
    }

    pub(super) fn reply_naming(&mut self, key: TextKey, user_id: UserId, name: &str) {
        let department_id = self.next.department_id;
        let agent = Some((user_id, name.to_owned()));
        self.reply_with(Reply { key, department_id, agent, position: None, hours: None });
    }

    pub(super) fn reply_with(&mut self, reply: Reply) {
        self.next.last_message_at = self.now;
        self.effects.push(Effect::Reply(reply));
    }

    /// Reply with the menu, in GREETING: sets the question and its deadline.
    pub(super) fn ask_menu(&mut self, keys: &[TextKey]) {
        for key in keys {
            self.reply(*key);
        }
        let departments = self.rules.menu().iter().take(MENU_LIMIT).map(|department| department.id).collect();
        let question = Question::new(QuestionKind::Menu, departments, self.next.question.as_ref(), self.now);
        self.next.question = Some(question);
        self.next.greeting_sent_at = self.next.greeting_sent_at.or(Some(self.now));
        self.next.greet(menu_deadline(self.rules, self.now));
    }

    /// Reply with the suggestion, in AWAITING.
    pub(super) fn ask_suggestion(&mut self, key: TextKey, state: SuggestionState) {
        self.reply_about(key, self.next.suggested_department_id);
        let question = Question::new(QuestionKind::Suggestion, Vec::new(), self.next.question.as_ref(), self.now);
        self.next.question = Some(question);
        self.next.suggestion_state = Some(state);
        self.next.greeting_sent_at = self.next.greeting_sent_at.or(Some(self.now));
        self.next.ask(suggestion_deadline(self.now));
    }

    /// Route(D) of SPEC 5.1; the root when D is inactive or none.
    pub(super) fn route(&mut self, department_id: Option<DepartmentId>, reason: QueueReason) {
        let Some(department) = self.rules.active_or_root(department_id) else {
            self.effects.push(Effect::Notify(Notice::NoDepartment));
            self.next.greet(None);
            self.next.idle(self.now);
            return;
        };
        self.next.timeout_round = 0;
        self.queue_in(department);
        if self.next.is_paused(self.now) {
            self.next.hold();
            return;
        }
        let may_pick = self.rules.settings.auto_assign_enabled && self.rules.is_open(department, self.now);
        self.effects.push(Effect::Route(Route {
            department_id: department.id,
            may_pick,
            preferred: self.next.preferred_user_id,
            reason,
            previous_agent_id: self.before.assigned_user_id,
        }));
    }

    /// Into the queue with its deadline, without a pick.
    pub(super) fn queue_in(&mut self, department: &Department) {
        let deadline = self.open_deadline(TimeoutKind::Queue, Some(department), self.next.timeout_round);
        self.next.enqueue(department.id, deadline, self.now);
    }

    /// QUEUE and RESPONSE count open minutes of the department.
    pub(super) fn open_deadline(&mut self, kind: TimeoutKind, department: Option<&Department>, round: i32) -> Deadline {
        let Some(department) = department else {
            return Deadline { kind, at: self.now + hours::minutes_of(backoff_minutes(5, round)) };
        };
        let minutes = backoff_minutes(department.response_timeout_minutes, round);
        let due = self.rules.calendar(department).open_time_add(self.now, minutes);
        if due.no_opening {
            self.effects.push(Effect::Notify(Notice::NoOpening(department.id)));
        }
        Deadline { kind, at: due.at }
    }

    /// A fresh RESPONSE deadline in the conversation's department.
    pub(super) fn response_deadline(&mut self, department_id: Option<DepartmentId>, round: i32) -> Deadline {
        let rules = self.rules;
        self.open_deadline(TimeoutKind::Response, department_id.and_then(|id| rules.department(id)), round)
    }

    pub(super) fn close_assignment(&mut self, reason: EndReason) -> Option<UserId> {
        let user_id = self.next.assigned_user_id?;
        self.effects.push(Effect::CloseAssignment { user_id, reason });
        Some(user_id)
    }

    /// Say that it is closed, once per contact and closed period. True = said now.
    pub(super) fn say_closed(&mut self, closure: Closure) -> bool {
        // Any such text since the closing instant was within this period, whichever schedule it named.
        let contact = &self.next.contact;
        let told = contact.last_closed_text_at.is_some_and(|at| at >= closure.period)
            || contact.last_closed_period == Some(closure.period);
        if told {
            return false;
        }
        let (rules, now) = (self.rules, self.now);
        let hours = closure.opens_at.map(|opens_at| hours::describe(opens_at, now, rules.timezone, rules.locale));
        self.reply_with(Reply {
            key: TextKey::OutOfHours,
            department_id: self.next.department_id,
            agent: None,
            position: None,
            hours,
        });
        self.next.contact.last_closed_text_at = Some(now);
        self.next.contact.last_closed_period = Some(closure.period);
        self.effects.push(Effect::SaveClosedText { at: now, period: closure.period });
        true
    }
}
