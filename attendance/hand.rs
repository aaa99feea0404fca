//! One conversation in hand: its contact is locked, its rows are read, and whatever happens to it is written once, at the end.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::clock::Time;
use domain::conversation::{EndReason, FlowState, Status};
use domain::flow::{self, Effect, Emit, Input, State, Step};
use domain::id::{ConversationId, DepartmentId, UserId};
use domain::wire;
use entities::{
    Assignment, Channel, Conversation, ConversationParts, NameSource, Person, Scope, StoreError, Text, User, Writing,
};

use crate::directory::{Company, Directory};
use crate::events::Told;
use crate::pick::letting_go;
use crate::rows;

/// What to tell others once the transaction is committed. Lost, it costs time and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct After {
    /// Messages were queued: push `send-outbound`.
    pub send: bool,
    /// Queues that may have become shorter or an agent who became freer: push `route-conversation`.
    pub drain: BTreeSet<DepartmentId>,
}

impl After {
    pub fn and(&mut self, other: Self) {
        self.send |= other.send;
        self.drain.extend(other.drain);
    }
}

/// A conversation in hand.
pub struct Attendance<'a> {
    pub(crate) tx: &'a Scope<Writing>,
    pub(crate) company: Arc<Company>,
    pub(crate) now: Time,
    pub person: Person,
    pub channel: Channel,
    pub row: Conversation,
    pub(crate) state: State,
    /// As it was read, to know what to write.
    pub(crate) before: Option<Conversation>,
    pub(crate) person_before: Person,
    /// Users that this transaction has read, for names and events.
    pub(crate) users: HashMap<UserId, User>,
    pub(crate) letting_go: Option<(UserId, EndReason)>,
    pub(crate) emits: Vec<Emit>,
    /// Message events, made when the conversation is final.
    pub(crate) told: Vec<Told>,
    pub(crate) after: After,
}

impl<'a> Attendance<'a> {
    /// Take an existing conversation in hand. The contact's lock comes first, the conversation is read after it.
    pub async fn open(
        tx: &'a Scope<Writing>,
        directory: &Directory,
        id: ConversationId,
        now: Time,
    ) -> Result<Option<Self>, StoreError> {
        let Some(glimpse) = tx.conversations().find(id).await? else { return Ok(None) };
        let Some(person) = tx.people().lock(glimpse.contact_id).await? else { return Ok(None) };
        let Some(row) = tx.conversations().find(id).await? else { return Ok(None) };
        let Some(channel) = tx.channels().find(row.channel_id).await? else { return Ok(None) };
        let company = directory.company(tx).await?;
        Self::with(tx, company, person, channel, row, now).await.map(Some)
    }

    /// The same, for a caller that has locked the contact already.
    pub(crate) async fn with(
        tx: &'a Scope<Writing>,
        company: Arc<Company>,
        person: Person,
        channel: Channel,
        row: Conversation,
        now: Time,
    ) -> Result<Self, StoreError> {
        let question = match (row.flow_state.0, row.menu_message_id) {
            // Only these two states ask what became of their question.
            (FlowState::Greeting | FlowState::AwaitingRoutingConfirmation, Some(id)) if row.status == Status::Open => {
                let message = tx.messages().find(id).await?;
                let outbox = tx.outbox().of(&[id]).await?;
                message.map(|message| rows::question(&message, outbox.first()))
            }
            _ => None,
        };
        let state = rows::state(&row, &person, question);
        Ok(Self::assemble(tx, company, person, channel, row.clone(), Some(row), state, now))
    }

    #[expect(clippy::too_many_arguments, reason = "the one constructor of a struct of many rows")]
    pub(crate) fn assemble(
        tx: &'a Scope<Writing>,
        company: Arc<Company>,
        person: Person,
        channel: Channel,
        row: Conversation,
        before: Option<Conversation>,
        state: State,
        now: Time,
    ) -> Self {
        Self {
            tx,
            company,
            now,
            person_before: person.clone(),
            person,
            channel,
            row,
            state,
            before,
            users: HashMap::new(),
            letting_go: None,
            emits: Vec::new(),
            told: Vec::new(),
            after: After::default(),
        }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    /// The rules and departments that apply.
    pub fn company(&self) -> &Arc<Company> {
        &self.company
    }

    /// Give the customer the name that an agent typed; `None` = what the customer shows again.
    pub fn rename(&mut self, name: Option<String>) {
        let contact = &mut self.person.contact;
        if contact.name == name {
            return;
        }
        contact.name_source = name.as_ref().map(|_| Text(NameSource::Agent));
        contact.name = name;
        self.state.contact.name = self.person.display_name();
        self.emit(Emit::Updated);
    }

    /// Run one step and do what it asks for. `trigger` names the cause in routing decisions.
    pub async fn run(&mut self, input: Input, trigger: &str) -> Result<(), StoreError> {
        let company = Arc::clone(&self.company);
        let step = flow::step(&self.state, input, &company.rules, self.now);
        self.take(step, trigger).await
    }

    /// Do what a step asks for.
    pub(crate) async fn take(&mut self, step: Step, trigger: &str) -> Result<(), StoreError> {
        self.letting_go = letting_go(&step);
        let mut step = self.complete(step, trigger).await?;
        if let Some(text) = step.message(&self.company.rules) {
            self.supersede_if_asked(&step).await?;
            let message = self.store_bot_text(&text, &step.next).await?;
            if text.question.is_some()
                && let Some(question) = &mut step.next.question
            {
                question.message_id = Some(message);
            }
        } else {
            self.supersede_if_asked(&step).await?;
        }
        for effect in &step.effects {
            self.perform(effect).await?;
        }
        self.state = step.next;
        rows::write(&mut self.row, &self.state)
    }

    /// Before the step's own text is stored, which must not fall to it.
    async fn supersede_if_asked(&mut self, step: &Step) -> Result<(), StoreError> {
        if !step.effects.contains(&Effect::SupersedeQueuedBotTexts) || self.before.is_none() {
            return Ok(());
        }
        let ids = self.tx.outbox().supersede_bot_texts(self.row.id, self.now).await?;
        if !ids.is_empty() {
            let failed = self.tx.messages().find_all(&ids).await?;
            self.told.extend(failed.into_iter().map(Told::Failed));
        }
        Ok(())
    }

    async fn perform(&mut self, effect: &Effect) -> Result<(), StoreError> {
        match effect {
            Effect::CloseAssignment { user_id, reason } => {
                self.tx.agents().end_assignment(self.row.id, *reason, self.now).await?;
                self.after.drain.extend(self.tx.agents().memberships(*user_id).await?);
            }
            Effect::OpenAssignment { user_id, department_id, by, actor_id } => {
                let begun = Assignment::begin(
                    self.row.company_id,
                    self.row.id,
                    *user_id,
                    Some(*department_id),
                    *by,
                    *actor_id,
                    self.now,
                );
                self.tx.agents().assign(&begun, self.now).await?;
            }
            Effect::SaveHistory(history) => {
                let contact = &mut self.person.contact;
                contact.last_department_id = history.department_id.or(contact.last_department_id);
                contact.last_attendant_id = history.attendant_id.or(contact.last_attendant_id);
                contact.last_attended_at = Some(history.attended_at);
            }
            Effect::SaveClosedText { at, period } => {
                self.person.contact.last_closed_text_at = Some(*at);
                self.person.contact.last_closed_period = Some(period.to_rfc3339());
            }
            Effect::Emit(emit) => self.emits.push(emit.clone()),
            Effect::Notify(notice) => {
                tracing::warn!(company = %self.row.company_id, conversation = %self.row.id, ?notice, "somebody should look");
            }
            Effect::SupersedeQueuedBotTexts | Effect::Reply(_) | Effect::Route(_) | Effect::Search(_) => {}
        }
        Ok(())
    }

    pub(crate) fn tell(&mut self, told: Told) {
        self.told.push(told);
    }

    pub(crate) fn emit(&mut self, emit: Emit) {
        self.emits.push(emit);
    }

    /// The next number of a message in this conversation.
    pub(crate) fn next_seq(&mut self) -> i64 {
        self.row.message_seq += 1;
        self.row.message_seq
    }

    /// Write the contact, the conversation and the events. The caller commits.
    pub async fn finish(mut self) -> Result<(Conversation, After), StoreError> {
        if self.person.contact != self.person_before.contact {
            let contact = self.person.contact.clone();
            self.person.contact = self.tx.people().save(contact, self.now).await?;
        }
        if self.before.as_ref() != Some(&self.row) {
            self.row = self.tx.conversations().save(self.row.clone(), self.now).await?;
        }
        let events = self.events().await?;
        self.tx.log_events(&events, self.now).await?;
        Ok((self.row, self.after))
    }

    /// The conversation's object as it is now, with its holder read if need be.
    pub async fn view(&mut self) -> Result<wire::ConversationEvent, StoreError> {
        if let Some(id) = self.row.assigned_user_id
            && !self.users.contains_key(&id)
            && let Some(user) = self.tx.agents().find(id).await?
        {
            self.users.insert(id, user);
        }
        Ok(self.row.view(ConversationParts {
            person: &self.person,
            channel: &self.channel,
            department: self.company.department(self.row.department_id),
            assignee: self.row.assigned_user_id.and_then(|id| self.users.get(&id)),
        }))
    }
}
