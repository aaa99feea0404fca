//! Between the row of a conversation and the flow's state of it: every column once in each direction.

use chrono::DateTime;
use domain::deadline::Deadline;
use domain::flow::{Contact, Phase, Question, QuestionKind, State};
use domain::id::DepartmentId;
use domain::message::MessageStatus;
use domain::outbox;
use entities::{Conversation, Message, OutboxRow, Person, StoreError, Text};
use serde::{Deserialize, Serialize};

/// What a question's message remembers of it, in `messages.metadata`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Asked {
    /// `MENU` or `SUGGESTION`.
    pub question: String,
    /// What the menu listed, in its order.
    pub departments: Vec<DepartmentId>,
    pub earlier_sent: bool,
    /// When the attempt that was accepted began, and when it was accepted.
    pub started_at: Option<domain::clock::Time>,
    pub accepted_at: Option<domain::clock::Time>,
}

impl Asked {
    pub(crate) fn name(kind: QuestionKind) -> &'static str {
        match kind {
            QuestionKind::Menu => "MENU",
            QuestionKind::Suggestion => "SUGGESTION",
        }
    }
}

/// The question as it stands: its message, and its outbox row while it is not final.
pub(crate) fn question(message: &Message, outbox: Option<&OutboxRow>) -> Question {
    let asked: Asked = serde_json::from_value(message.metadata.clone()).unwrap_or_default();
    let phase = match (outbox, message.status.0) {
        (_, MessageStatus::Sent | MessageStatus::Delivered | MessageStatus::Read) => {
            Phase::Sent { since: asked.started_at, at: asked.accepted_at.unwrap_or(message.updated_at) }
        }
        (_, MessageStatus::Failed) if message.error_code.as_deref() == Some("outcome_unknown") => Phase::OutcomeUnknown,
        (_, MessageStatus::Failed) => Phase::Failed,
        (Some(row), MessageStatus::Pending) => match row.phase.0 {
            outbox::Phase::Queued => Phase::Queued,
            outbox::Phase::Sending => Phase::Sending { since: row.started_at.unwrap_or(message.created_at) },
            outbox::Phase::Unknown => Phase::Unknown,
        },
        (None, MessageStatus::Pending) => Phase::Queued,
    };
    Question {
        message_id: Some(message.id),
        kind: if asked.question == "SUGGESTION" { QuestionKind::Suggestion } else { QuestionKind::Menu },
        departments: asked.departments,
        phase,
        created_at: message.created_at,
        earlier_sent: asked.earlier_sent,
    }
}

pub(crate) fn contact(person: &Person) -> Contact {
    let contact = &person.contact;
    Contact {
        name: person.display_name(),
        last_department_id: contact.last_department_id,
        last_attendant_id: contact.last_attendant_id,
        last_attended_at: contact.last_attended_at,
        last_closed_text_at: contact.last_closed_text_at,
        last_closed_period: contact
            .last_closed_period
            .as_deref()
            .and_then(|period| DateTime::parse_from_rfc3339(period).ok().map(|period| period.to_utc())),
    }
}

pub(crate) fn state(row: &Conversation, person: &Person, question: Option<Question>) -> State {
    State {
        protocol: row.protocol.clone(),
        contact: contact(person),
        status: row.status.0,
        flow_state: row.flow_state.0,
        department_id: row.department_id,
        assigned_user_id: row.assigned_user_id,
        preferred_user_id: row.preferred_user_id,
        deadline: row.timeout_kind.zip(row.timeout_at).map(|(kind, at)| Deadline { kind: kind.0, at }),
        timeout_round: row.timeout_round,
        redirect_count: row.redirect_count,
        queued_at: row.queued_at,
        idle_since: row.idle_since,
        routed_at: row.routed_at,
        assigned_at: row.assigned_at,
        greeting_sent_at: row.greeting_sent_at,
        greeting_failures: row.greeting_failures,
        question,
        suggested_department_id: row.suggested_department_id,
        suggested_user_id: row.suggested_user_id,
        suggestion_state: row.suggestion_state.map(|state| state.0),
        invalid_count: row.invalid_count,
        queue_notice_sent_at: row.queue_notice_sent_at,
        first_customer_at: row.first_customer_at,
        first_response_at: row.first_response_at,
        last_message_at: row.last_message_at,
        last_customer_at: row.last_customer_at,
        last_agent_at: row.last_agent_at,
        window_expires_at: row.window_expires_at,
        bot_paused_until: row.bot_paused_until,
        last_department_id: row.last_department_id,
        last_attendant_id: row.last_attendant_id,
        resolved_at: row.resolved_at,
        resolved_by_id: row.resolved_by_id,
        archived_at: row.archived_at,
        started_by: row.started_by.0,
        unread_count: row.unread_count,
    }
}

/// Write a state back. A new deadline may be nudged at once.
pub(crate) fn write(row: &mut Conversation, state: &State) -> Result<(), StoreError> {
    state.check().map_err(StoreError::invalid)?;
    let deadline = state.deadline.map(|deadline| deadline.at);
    if row.timeout_at != deadline {
        row.nudged_at = None;
    }
    row.status = Text(state.status);
    row.flow_state = Text(state.flow_state);
    row.department_id = state.department_id;
    row.assigned_user_id = state.assigned_user_id;
    row.preferred_user_id = state.preferred_user_id;
    row.timeout_at = deadline;
    row.timeout_kind = state.deadline.map(|deadline| Text(deadline.kind));
    row.timeout_round = state.timeout_round;
    row.redirect_count = state.redirect_count;
    row.queued_at = state.queued_at;
    row.idle_since = state.idle_since;
    row.routed_at = state.routed_at;
    row.assigned_at = state.assigned_at;
    row.greeting_sent_at = state.greeting_sent_at;
    row.greeting_failures = state.greeting_failures;
    if let Some(question) = &state.question {
        row.menu_message_id = question.message_id;
    }
    row.suggested_department_id = state.suggested_department_id;
    row.suggested_user_id = state.suggested_user_id;
    row.suggestion_state = state.suggestion_state.map(Text);
    row.invalid_count = state.invalid_count;
    row.queue_notice_sent_at = state.queue_notice_sent_at;
    row.first_customer_at = state.first_customer_at;
    row.first_response_at = state.first_response_at;
    row.last_message_at = state.last_message_at;
    row.last_customer_at = state.last_customer_at;
    row.last_agent_at = state.last_agent_at;
    row.window_expires_at = state.window_expires_at;
    row.bot_paused_until = state.bot_paused_until;
    row.last_department_id = state.last_department_id;
    row.last_attendant_id = state.last_attendant_id;
    row.resolved_at = state.resolved_at;
    row.resolved_by_id = state.resolved_by_id;
    row.archived_at = state.archived_at;
    row.unread_count = state.unread_count;
    Ok(())
}
