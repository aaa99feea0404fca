//! The events of a batch of statuses.

use std::collections::{BTreeSet, HashMap};

use attendance::{Company, audience};
use domain::clock::Time;
use domain::event::Event;
use domain::id::ConversationId;
use domain::outbox::SendPhase;
use entities::{NewEvent, Scope, StoreError, Writing};

use super::changes::{Changes, Step};

/// `false` = nothing moved.
pub(super) async fn log(
    tx: &Scope<Writing>,
    changes: &Changes,
    company: &Company,
    now: Time,
) -> Result<bool, StoreError> {
    if changes.steps.is_empty() {
        return Ok(false);
    }
    let ids: BTreeSet<ConversationId> = changes.steps.iter().map(|step| step.message().conversation_id).collect();
    let ids: Vec<ConversationId> = ids.into_iter().collect();
    let conversations = tx.conversations().by_ids(&ids).await?;
    let rooms: HashMap<ConversationId, _> =
        conversations.iter().map(|row| (row.id, audience(row, company.root_id()))).collect();
    let event = |step: &Step| {
        let (message, event) = match step {
            Step::Status(message) => (
                message,
                Event::MessageStatus {
                    message_id: message.id,
                    conversation_id: message.conversation_id,
                    status: message.status.0,
                    send_phase: SendPhase::Done,
                    delivered_at: message.delivered_at,
                    read_at: message.read_at,
                },
            ),
            Step::Failed(message) | Step::Recovered(message) => (
                message,
                Event::MessageFailed {
                    message_id: message.id,
                    conversation_id: message.conversation_id,
                    error: message.error(&company.locale),
                    recovered: matches!(step, Step::Recovered(_)),
                },
            ),
        };
        NewEvent {
            event,
            conversation: Some(message.conversation_id),
            contact: Some(message.contact_id),
            audience: rooms.get(&message.conversation_id).cloned().unwrap_or_default(),
        }
    };
    let events: Vec<NewEvent> = changes.steps.iter().map(event).collect();
    tx.log_events(&events, now).await?;
    Ok(true)
}
