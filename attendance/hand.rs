//! One conversation in hand: its contact is locked, its rows are read, and whatever happens to it is written once, at the end.

mod open;

use std::collections::HashMap;
use std::sync::Arc;

use domain::after::{After, Noted};
use domain::clock::Time;
use domain::conversation::{EndReason, FlowState};
use domain::flow::{self, Effect, Emit, Input, State, Step};
use domain::id::{MediaId, UserId};
use domain::wire;
use entities::{
    Assignment, Channel, Conversation, ConversationParts, Media, NameSource, Person, Scope, StoreError, Tag, Text,
    User, Writing,
};

use crate::directory::Company;
use crate::events::Told;
use crate::pick::letting_go;
use crate::rows;

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
    /// What the conversation carries, by name.
    pub(crate) tags: Vec<wire::TagRef>,
    pub(crate) tags_before: Vec<wire::TagRef>,
    /// Attachments that this transaction has made or read.
    pub(crate) media: HashMap<MediaId, Media>,
    pub(crate) letting_go: Option<(UserId, EndReason)>,
    pub(crate) emits: Vec<Emit>,
    /// Message events, made when the conversation is final.
    pub(crate) told: Vec<Told>,
    pub(crate) after: After,
    pub(crate) reached_further: bool,
}

impl Attendance<'_> {
    /// Whether a department or a user was locked after the contact: then this transaction may lock no other contact.
    pub fn holds_more_than_contact(&self) -> bool {
        self.reached_further
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

    /// Let the conversation carry these tags and no others. `false` = it does so already.
    pub async fn tag(&mut self, tags: &[Tag]) -> Result<bool, StoreError> {
        let wanted: Vec<wire::TagRef> = tags.iter().map(Tag::brief).collect();
        if wanted == self.tags {
            return Ok(false);
        }
        self.tx.tags().set(self.row.id, tags, self.now).await?;
        self.tags = wanted;
        // The row is written, so that its version tells of the change.
        self.row.updated_at = self.now;
        self.emit(Emit::Updated);
        Ok(true)
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
        self.note(&step.next);
        self.state = step.next;
        rows::write(&mut self.row, &self.state)
    }

    /// Whoever is given an agent in the very step that asks for one has waited for no time.
    fn note(&mut self, next: &State) {
        let (from, to) = (self.state.flow_state, next.flow_state);
        self.after.noted.push(Noted::Step { from, to });
        let is_served = |state| matches!(state, FlowState::Assigned | FlowState::TimeoutRedirect);
        if is_served(to) && !is_served(from) {
            let waited = self.now - self.state.queued_at.unwrap_or(self.now);
            self.after.noted.push(Noted::Served { waited });
        }
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
                self.reached_further = true;
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
            tags: &self.tags,
        }))
    }
}
