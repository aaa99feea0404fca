//! How an episode begins without a step of the bot.

use chrono::Duration;

use crate::clock::Time;
use crate::conversation::{AssignedBy, EndReason, StartedBy, Status};
use crate::id::{DepartmentId, UserId};
use crate::parser;
use crate::rules::Rules;

use super::Step;
use super::command;
use super::effect::Emit;
use super::input::Agent;
use super::state::{Contact, State};
use super::turn::Turn;

/// `YYYYMMDD-` and eight digits: the day in the company's timezone, and `draw`, any number, for the rest.
pub fn protocol(rules: &Rules, draw: u32, now: Time) -> String {
    format!("{}-{:08}", now.with_timezone(&rules.timezone).format("%Y%m%d"), draw % 100_000_000)
}

/// T30a: politeness after the end is stored in the ended episode, without a step and without unread.
pub fn courtesy(newest: &State, text: Option<&str>, rules: &Rules, now: Time) -> bool {
    let minutes = i64::from(rules.settings.courtesy_minutes);
    let ended = newest.resolved_at.filter(|_| newest.status == Status::Resolved);
    minutes > 0
        && ended.is_some_and(|at| now - at <= Duration::minutes(minutes))
        && text.is_some_and(parser::is_courtesy)
}

/// T34: who is to attend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Started by an agent for themself, or by a key for `agent`.
    Agent { agent: Agent, department_id: Option<DepartmentId>, by: Option<UserId> },
    /// By a key: idle in a department, the root when `None` or inactive.
    Department(Option<DepartmentId>),
}

/// T34: an episode that the company begins. No text.
pub fn start(protocol: String, contact: Contact, started_by: StartedBy, how: &Start, rules: &Rules, now: Time) -> Step {
    let state = State::new(protocol, contact, started_by, None, now);
    let mut turn = Turn::new(&state, rules, now);
    turn.emit(Emit::Created);
    match how {
        Start::Agent { agent, department_id, by } => {
            command::take(&mut turn, agent, *department_id, AssignedBy::Start, *by, EndReason::Reassigned);
        }
        Start::Department(department_id) => match rules.active_or_root(*department_id) {
            Some(department) => turn.next.shelve(department.id, now),
            None => turn.next.idle(now),
        },
    }
    turn.finish_half()
}
