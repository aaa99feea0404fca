//! The flow of an episode (SPEC 5.3): a pure function from where it stands and what happened to where it goes and what to do.
//!
//! `T` numbers in comments are the rows of that table. A step that routes or searches is finished by the interpreter, which reads
//! the candidates under their locks and then calls [`picked`], [`not_picked`], [`found`] or [`none_found`], and joins the two
//! with [`Step::and`]: their replies are one message.

mod assigned;
mod awaiting;
mod command;
mod compose;
mod effect;
mod greeting;
mod input;
mod moves;
mod pause;
mod question;
mod queue;
mod start;
mod state;
mod turn;

use crate::clock::Time;
use crate::conversation::{FlowState, TimeoutKind};
use crate::deadline::Deadline;
use crate::rules::Rules;

pub use assigned::{found, none_found};
pub use compose::BotMessage;
pub use effect::{Effect, Emit, History, Notice, Reply, Route, Search};
pub use input::{Agent, Assign, CustomerMessage, Input, Transfer, Unassign};
pub use question::{Phase, Question, QuestionKind, question_sent};
pub use queue::{not_picked, notice, picked};
pub use start::{Start, courtesy, protocol, start};
pub use state::{Contact, State};

use turn::Turn;

/// Where an episode goes, and what is to be done on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub next: State,
    /// In order.
    pub effects: Vec<Effect>,
}

impl Step {
    /// This step, then the one that finished its route or search.
    #[must_use]
    pub fn and(mut self, then: Step) -> Step {
        self.effects.extend(then.effects);
        Step { next: then.next, effects: self.effects }
    }

    /// The department to pick for, when the step routes.
    pub fn route(&self) -> Option<&Route> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Route(route) => Some(route),
            _ => None,
        })
    }

    /// Where to look for an agent, when a deadline asks for it.
    pub fn search(&self) -> Option<&Search> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Search(search) => Some(search),
            _ => None,
        })
    }

    /// The one message of the step, if it says anything.
    pub fn message(&self, rules: &Rules) -> Option<BotMessage> {
        compose::compose(self, rules)
    }
}

/// Decide what happens next. Reads nothing, writes nothing, knows no clock.
pub fn step(state: &State, input: Input, rules: &Rules, now: Time) -> Step {
    let mut turn = Turn::new(state, rules, now);
    let from_customer = matches!(input, Input::Customer(_));
    match input {
        Input::Customer(message) => customer(&mut turn, &message),
        Input::Deadline(deadline) => due(&mut turn, deadline),
        Input::AgentMessage(agent) => command::agent_message(&mut turn, &agent),
        Input::PhoneReply => pause::phone_reply(&mut turn),
        Input::ApiMessage { keep_bot } => pause::api_message(&mut turn, keep_bot),
        Input::Pause { until } => pause::pause(&mut turn, until),
        Input::Unpause => pause::unpause(&mut turn),
        Input::Assign(assign) => command::assign(&mut turn, &assign),
        Input::Unassign(unassign) => command::unassign(&mut turn, &unassign),
        Input::Transfer(transfer) => command::transfer(&mut turn, &transfer),
        Input::Resolve { by, last_human_sender, say_goodbye } => {
            command::resolve(&mut turn, by, last_human_sender, say_goodbye);
        }
        Input::Archive { by, last_human_sender } => command::archive(&mut turn, by, last_human_sender),
        Input::Reopen { to } => command::reopen(&mut turn, to.as_ref()),
        Input::Read => turn.next.unread_count = 0,
        Input::Unread => turn.next.unread_count = 1,
        Input::Rearm => rearm(&mut turn),
    }
    turn.finish(from_customer)
}

fn customer(turn: &mut Turn, message: &CustomerMessage) {
    turn.received(message);
    // T7 comes before every other row.
    if turn.next.is_paused(turn.now) {
        turn.next.hold();
        return;
    }
    // The status follows from the flow state: see `State::check`.
    match turn.next.flow_state {
        FlowState::Greeting => greeting::message(turn, message),
        FlowState::AwaitingRoutingConfirmation => awaiting::message(turn, message),
        FlowState::DepartmentSelected => queue::message(turn, message),
        FlowState::Assigned | FlowState::TimeoutRedirect => assigned::message(turn),
        // The interpreter opens a new episode (T1) or stores a courtesy (T30a): the old row is not touched.
        FlowState::Resolved => turn.ignore(),
    }
}

/// A deadline acts only while it is still the row's own.
fn due(turn: &mut Turn, deadline: Deadline) {
    if turn.next.deadline != Some(deadline) {
        return;
    }
    match deadline.kind {
        TimeoutKind::Menu => greeting::timeout(turn),
        TimeoutKind::Suggestion => awaiting::timeout(turn),
        TimeoutKind::Queue => queue::timeout(turn),
        TimeoutKind::Response => assigned::timeout(turn),
        TimeoutKind::Pause => pause::end(turn),
    }
}

/// A deadline that came already is left to fire by the rules of now.
fn rearm(turn: &mut Turn) {
    let Some(deadline) = turn.next.deadline.filter(|deadline| deadline.at > turn.now) else { return };
    if matches!(deadline.kind, TimeoutKind::Queue | TimeoutKind::Response) {
        let rules = turn.rules;
        let department = turn.next.department_id.and_then(|id| rules.department(id));
        turn.next.deadline = Some(turn.open_deadline(deadline.kind, department, turn.next.timeout_round));
    }
}

#[cfg(test)]
mod tests;
