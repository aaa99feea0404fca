//! The events of a transaction: made when the conversation is final, so that each carries what everybody will read.

use std::collections::HashMap;

use domain::event::{Event, Room, UnassignReason};
use domain::flow::Emit;
use domain::id::MessageId;
use domain::outbox::{Phase, SendPhase};
use domain::wire;
use entities::{Message, MessageParts, NewEvent, StoreError};

use crate::audience::audience;
use crate::hand::Attendance;
use crate::rows;

/// A message event that waits for the conversation's final state.
pub(crate) enum Told {
    Received(Message),
    Sent(Message),
    Failed(Message),
    /// A step forward, with the phase that is left.
    Status(Message, SendPhase),
    /// Late evidence revived it.
    Recovered(Message),
    /// Its content or what hangs on it changed.
    Updated(Message),
}

impl Told {
    /// The message that the event carries as a whole.
    fn shown(&self) -> Option<&Message> {
        match self {
            Self::Received(message) | Self::Sent(message) | Self::Updated(message) => Some(message),
            Self::Failed(_) | Self::Status(..) | Self::Recovered(_) => None,
        }
    }
}

impl Attendance<'_> {
    pub(crate) async fn events(&mut self) -> Result<Vec<NewEvent>, StoreError> {
        if self.emits.is_empty() && self.told.is_empty() {
            return Ok(Vec::new());
        }
        let view = self.view().await?;
        let rooms = audience(&self.row, self.company.root_id());
        let mut events = Vec::new();
        let created_first = |emit: &Emit| !matches!(emit, Emit::Created);
        let mut emits = std::mem::take(&mut self.emits);
        emits.sort_by_key(created_first);
        let told = std::mem::take(&mut self.told);
        let quoted = self.quoted_by(&told).await?;
        let (created, changed): (Vec<Emit>, Vec<Emit>) =
            emits.into_iter().partition(|emit| matches!(emit, Emit::Created));
        for emit in created {
            self.announce(emit, &view, &rooms, &mut events);
        }
        for told in told {
            events.push(self.new_event(self.message_event(told, &view, &quoted), rooms.clone()));
        }
        for emit in changed {
            self.announce(emit, &view, &rooms, &mut events);
        }
        Ok(events)
    }

    /// What the messages told of are answers to.
    async fn quoted_by(&self, told: &[Told]) -> Result<HashMap<MessageId, wire::ReplyTo>, StoreError> {
        let ids: Vec<MessageId> = told.iter().filter_map(|told| told.shown()?.reply_to_id).collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let quoted = self.tx.messages().find_all(&ids).await?;
        Ok(quoted.into_iter().map(|row| (row.id, row.quoted())).collect())
    }

    fn message_event(
        &self,
        told: Told,
        view: &wire::ConversationEvent,
        quoted: &HashMap<MessageId, wire::ReplyTo>,
    ) -> Event {
        let conversation_id = self.row.id;
        let mut parts =
            MessageParts { locale: self.company.locale.clone(), quoted: quoted.clone(), ..MessageParts::default() };
        match told {
            Told::Received(message) => Event::MessageReceived {
                conversation_id,
                message: Box::new(message.view(&parts)),
                conversation: Box::new(view.clone()),
            },
            Told::Sent(message) => {
                if message.status == domain::message::MessageStatus::Pending {
                    parts.phases.insert(message.id, Phase::Queued);
                }
                if let Some(user) = message.sender_id.and_then(|id| self.users.get(&id)) {
                    parts.senders.insert(user.id, user.name.clone());
                }
                Event::MessageSent { conversation_id, message: Box::new(message.view(&parts)) }
            }
            Told::Failed(message) => Event::MessageFailed {
                message_id: message.id,
                conversation_id,
                error: message.error(&self.company.locale),
                recovered: false,
            },
            Told::Status(message, send_phase) => Event::MessageStatus {
                message_id: message.id,
                conversation_id,
                status: message.status.0,
                send_phase,
                delivered_at: message.delivered_at,
                read_at: message.read_at,
            },
            Told::Recovered(message) => {
                Event::MessageFailed { message_id: message.id, conversation_id, error: None, recovered: true }
            }
            Told::Updated(message) => {
                Event::MessageUpdated { conversation_id, message: Box::new(message.view(&parts)) }
            }
        }
    }

    fn new_event(&self, event: Event, audience: Vec<Room>) -> NewEvent {
        NewEvent { event, conversation: Some(self.row.id), contact: Some(self.row.contact_id), audience }
    }

    fn announce(&self, emit: Emit, view: &wire::ConversationEvent, rooms: &[Room], events: &mut Vec<NewEvent>) {
        let conversation_id = self.row.id;
        let conversation = || Box::new(view.clone());
        let mut rooms = rooms.to_vec();
        let event = match emit {
            Emit::Created => Event::ConversationCreated { conversation: conversation() },
            Emit::Updated => {
                let changed = self.before.as_ref().map(|before| rows::state(before, &self.person_before, None));
                let changed = changed.map(|before| self.state.changed_since(&before)).unwrap_or_default();
                let mut changed: Vec<String> = changed.into_iter().map(str::to_owned).collect();
                if self.person.display_name() != self.person_before.display_name() {
                    changed.push("customerName".to_owned());
                }
                Event::ConversationUpdated { conversation: conversation(), changed }
            }
            Emit::Assigned { user_id, name, previous_agent_id, reason } => {
                if let Some(previous) = previous_agent_id.filter(|previous| *previous != user_id) {
                    // Who lost it is told so, with ids only.
                    let lost = Event::ConversationUnassigned {
                        conversation_id,
                        previous_agent_id: Some(previous),
                        reason: UnassignReason::Transfer,
                    };
                    events.push(self.new_event(lost, vec![Room::User(previous)]));
                }
                Event::ConversationAssigned {
                    conversation_id,
                    conversation: conversation(),
                    agent_id: user_id,
                    agent_name: name,
                    previous_agent_id,
                    reason,
                }
            }
            Emit::Unassigned { previous_agent_id, reason } => {
                rooms.extend(previous_agent_id.map(Room::User));
                Event::ConversationUnassigned { conversation_id, previous_agent_id, reason }
            }
            Emit::Queued { department_id, position, timeout_at, reason } => {
                Event::ConversationQueued { conversation_id, department_id, position, timeout_at, reason }
            }
            Emit::Transferred { from_department_id, to_department_id, transferred_by, reason } => {
                rooms.extend(from_department_id.map(Room::Department));
                rooms.extend(self.letting_go.map(|(user, _)| Room::User(user)));
                Event::ConversationTransferred {
                    conversation_id,
                    customer_name: view.customer_name.clone(),
                    from_department_id,
                    to_department_id,
                    transferred_by,
                    reason,
                }
            }
            Emit::Resolved => Event::ConversationResolved { conversation_id, conversation: conversation() },
            Emit::Archived => Event::ConversationArchived { conversation_id, conversation: conversation() },
            Emit::Reopened => Event::ConversationReopened { conversation_id, conversation: conversation() },
            Emit::QueueTimeout { department_id, kind, round, waiting_seconds } => {
                rooms = vec![Room::Supervisors(self.row.company_id)];
                Event::QueueTimeout { conversation_id, department_id, kind, round, waiting_seconds }
            }
        };
        rooms.sort_unstable();
        rooms.dedup();
        events.push(self.new_event(event, rooms));
    }
}
