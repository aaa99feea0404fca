//! All replies of a step as the one message that is stored.

use crate::id::{DepartmentId, UserId};
use crate::rules::Rules;
use crate::texts::{self, Paragraph, TextKey, Vars};

use super::Step;
use super::effect::{Effect, Reply};
use super::question::QuestionKind;
use super::state::State;

/// A bot text to store: with it, the interpreter sets `menu_message_id` when it is a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotMessage {
    pub text: String,
    /// The texts it is made of, for `metadata`.
    pub keys: Vec<TextKey>,
    /// Set when it is the conversation's question from now on.
    pub question: Option<QuestionKind>,
    /// What the menu in it lists, in its order.
    pub departments: Vec<DepartmentId>,
    /// Whom it names: an assignment within a minute does not name them again.
    pub agent_id: Option<UserId>,
}

pub(super) fn compose(step: &Step, rules: &Rules) -> Option<BotMessage> {
    let replies: Vec<&Reply> = step
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Reply(reply) => Some(reply),
            _ => None,
        })
        .collect();
    // `assigned` says nothing new beside a text that names the agent already.
    let redirected = replies.iter().any(|reply| reply.key == TextKey::TimeoutRedirect);
    let said: Vec<&&Reply> = replies.iter().filter(|reply| !(redirected && reply.key == TextKey::Assigned)).collect();
    let paragraphs: Vec<Paragraph> = said.iter().map(|reply| paragraph(reply, &step.next, rules)).collect();
    let text = texts::merge(&paragraphs)?;
    let question = said.iter().rev().find_map(|reply| asks(reply.key));
    let departments = match (question, &step.next.question) {
        (Some(QuestionKind::Menu), Some(question)) => question.departments.clone(),
        (Some(QuestionKind::Menu | QuestionKind::Suggestion) | None, _) => Vec::new(),
    };
    Some(BotMessage {
        text,
        keys: said.iter().map(|reply| reply.key).collect(),
        question,
        departments,
        agent_id: said.iter().rev().find_map(|reply| reply.agent.as_ref().map(|(user_id, _)| *user_id)),
    })
}

fn asks(key: TextKey) -> Option<QuestionKind> {
    match key {
        TextKey::Greeting | TextKey::MenuBlock | TextKey::MenuAgain => Some(QuestionKind::Menu),
        TextKey::Suggestion | TextKey::SuggestionReprompt => Some(QuestionKind::Suggestion),
        TextKey::GreetingSingle
        | TextKey::InvalidChoice
        | TextKey::Handover
        | TextKey::MenuTimeout
        | TextKey::SuggestionExpired
        | TextKey::Assigned
        | TextKey::QueueNotice
        | TextKey::OutOfHours
        | TextKey::Transferred
        | TextKey::TimeoutRedirect
        | TextKey::Closing => None,
    }
}

fn paragraph(reply: &Reply, state: &State, rules: &Rules) -> Paragraph {
    let department = reply.department_id.and_then(|id| rules.department(id));
    let position = reply.position.map(|position| match position {
        1000.. => "999+".to_owned(),
        position => position.to_string(),
    });
    let vars = Vars {
        company: Some(rules.company_name.clone()),
        menu: Some(texts::menu(rules)),
        department: department.map(|department| department.name.clone()),
        agent: reply.agent.as_ref().map(|(_, name)| name.clone()),
        position,
        protocol: Some(state.protocol.clone()),
        hours: reply.hours.clone(),
        name: state.contact.name.clone(),
        minutes: department.map(|department| department.response_timeout_minutes.to_string()),
    };
    texts::render(&reply.key.template(rules), &vars)
}
