//! The events of a transaction: made when the conversation is final, so that each carries what everybody will read.

use domain::event::{Event, Room};
use domain::flow::Emit;
use domain::id::{MediaId, MessageId};
use domain::message::MessageStatus;
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
        let parts = self.parts_of(&told).await?;
        let (created, changed): (Vec<Emit>, Vec<Emit>) =
            emits.into_iter().partition(|emit| matches!(emit, Emit::Created));
        for emit in created {
            self.announce(emit, &view, &rooms, &mut events);
        }
        let has_received = told.iter().any(|told| matches!(told, Told::Received(_)));
        let mut messages: Vec<NewEvent> = Vec::new();
        for told in told {
            messages.push(self.new_event(self.message_event(told, &view, &parts), rooms.clone()));
        }
        // Who has it open and loses it must be gone before the messages of this step come: they are not for them any more. A
        // customer's message shows by itself where the conversation is now.
        let is_lost = !has_received && !self.losing(&rooms).is_empty();
        if !is_lost {
            events.append(&mut messages);
        }
        for emit in changed {
            self.announce(emit, &view, &rooms, &mut events);
        }
        events.append(&mut messages);
        Ok(events)
    }

    /// What the messages that are shown as a whole take from other rows.
    async fn parts_of(&mut self, told: &[Told]) -> Result<MessageParts, StoreError> {
        let mut parts = MessageParts { locale: self.company.locale.clone(), ..MessageParts::default() };
        let shown: Vec<&Message> = told.iter().filter_map(Told::shown).collect();
        let quoted: Vec<MessageId> = shown.iter().filter_map(|message| message.reply_to_id).collect();
        if !quoted.is_empty() {
            let quoted = self.tx.messages().find_all(&quoted).await?;
            parts.quoted = quoted.into_iter().map(|row| (row.id, row.quoted())).collect();
        }
        for id in shown.iter().filter_map(|message| message.sender_id) {
            if !self.users.contains_key(&id)
                && let Some(user) = self.tx.agents().find(id).await?
            {
                self.users.insert(id, user);
            }
            parts.senders.extend(self.users.get(&id).map(|user| (id, user.name.clone())));
        }
        let attached: Vec<MediaId> = shown.iter().filter_map(|message| message.media_id).collect();
        let unread: Vec<MediaId> = attached.iter().filter(|id| !self.media.contains_key(id)).copied().collect();
        let read = self.tx.media().find_all(&unread).await?;
        self.media.extend(read.into_iter().map(|row| (row.id, row)));
        parts.media = attached.iter().filter_map(|id| Some((*id, self.media.get(id)?.view()))).collect();
        let mut waiting = Vec::new();
        for message in told {
            match message {
                // Stored in this very step: nobody has tried to send it.
                Told::Sent(message) if message.status == MessageStatus::Pending => {
                    parts.phases.insert(message.id, Phase::Queued);
                }
                Told::Updated(message) if message.status == MessageStatus::Pending => waiting.push(message.id),
                _ => {}
            }
        }
        if !waiting.is_empty() {
            let rows = self.tx.outbox().of(&waiting).await?;
            parts.phases.extend(rows.into_iter().map(|row| (row.message_id, row.phase.0)));
        }
        Ok(parts)
    }

    fn message_event(&self, told: Told, view: &wire::ConversationEvent, parts: &MessageParts) -> Event {
        let conversation_id = self.row.id;
        match told {
            Told::Received(message) => Event::MessageReceived {
                conversation_id,
                message: Box::new(message.view(parts)),
                conversation: Box::new(view.clone()),
            },
            Told::Sent(message) => Event::MessageSent { conversation_id, message: Box::new(message.view(parts)) },
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
            Told::Updated(message) => Event::MessageUpdated { conversation_id, message: Box::new(message.view(parts)) },
        }
    }

    fn new_event(&self, event: Event, audience: Vec<Room>) -> NewEvent {
        NewEvent { event, conversation: Some(self.row.id), contact: Some(self.row.contact_id), audience }
    }

    /// Who could see the conversation before this transaction and cannot any more, as the rooms that hear of it without content.
    fn losing(&self, rooms: &[Room]) -> Vec<Room> {
        let Some(before) = &self.before else { return Vec::new() };
        let root = self.company.root_id();
        let seen_by = audience(before, root).into_iter().chain(before.last_attendant_id.map(Room::User));
        let still = self.row.last_attendant_id.map(Room::User);
        seen_by.filter(|room| !rooms.contains(room) && Some(*room) != still).filter_map(Room::losing).collect()
    }

    fn announce(&self, emit: Emit, view: &wire::ConversationEvent, rooms: &[Room], events: &mut Vec<NewEvent>) {
        let conversation_id = self.row.id;
        let conversation = || Box::new(view.clone());
        let shown = Some(conversation());
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
                if self.tags != self.tags_before {
                    changed.push("tags".to_owned());
                }
                Event::ConversationUpdated { conversation: conversation(), changed }
            }
            Emit::Assigned { user_id, name, previous_agent_id, reason } => {
                rooms.extend(self.losing(&rooms));
                Event::ConversationAssigned {
                    conversation_id,
                    conversation: shown,
                    agent_id: user_id,
                    agent_name: name,
                    previous_agent_id,
                    // An answer that takes the conversation ends the wait in the same step: the row has forgotten it.
                    queued_at: view.queued_at.or(self.before.as_ref().and_then(|before| before.queued_at)),
                    reason,
                }
            }
            Emit::Unassigned { previous_agent_id, reason } => {
                rooms.extend(self.losing(&rooms));
                Event::ConversationUnassigned { conversation_id, conversation: shown, previous_agent_id, reason }
            }
            Emit::Queued { department_id, position, timeout_at, reason } => {
                rooms.extend(self.losing(&rooms));
                Event::ConversationQueued {
                    conversation_id,
                    conversation: shown,
                    department_id,
                    position,
                    timeout_at,
                    reason,
                }
            }
            Emit::Transferred { from_department_id, to_department_id, transferred_by, reason } => {
                rooms.extend(self.losing(&rooms));
                Event::ConversationTransferred {
                    conversation_id,
                    conversation: shown,
                    customer_name: view.customer_name.clone(),
                    from_department_id,
                    to_department_id,
                    transferred_by,
                    reason,
                }
            }
            Emit::Resolved => {
                rooms.extend(self.losing(&rooms));
                Event::ConversationResolved { conversation_id, conversation: shown }
            }
            Emit::Archived => {
                rooms.extend(self.losing(&rooms));
                Event::ConversationArchived { conversation_id, conversation: shown }
            }
            Emit::Reopened => {
                rooms.extend(self.losing(&rooms));
                Event::ConversationReopened { conversation_id, conversation: shown }
            }
            Emit::QueueTimeout { department_id, kind, round, waiting_seconds } => {
                rooms = vec![Room::Supervisors(self.row.company_id)];
                let customer_name = view.customer_name.clone();
                Event::QueueTimeout { conversation_id, customer_name, department_id, kind, round, waiting_seconds }
            }
        };
        rooms.sort_unstable();
        rooms.dedup();
        events.push(self.new_event(event, rooms));
    }
}
