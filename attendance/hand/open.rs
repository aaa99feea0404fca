//! How a conversation comes to hand: the contact's lock first, what is read after it.

use std::collections::HashMap;
use std::sync::Arc;

use domain::clock::Time;
use domain::conversation::FlowState;
use domain::flow::State;
use domain::id::{ContactId, ConversationId};
use entities::{Channel, Conversation, Episode, Person, Scope, StoreError, Writing};

use super::{After, Attendance};
use crate::directory::{Company, Directory};
use crate::rows;

impl<'a> Attendance<'a> {
    /// Take an existing conversation in hand. The contact's lock comes first, the conversation is read after it.
    pub async fn open(
        tx: &'a Scope<Writing>,
        directory: &Directory,
        id: ConversationId,
        now: Time,
    ) -> Result<Option<Self>, StoreError> {
        let Some(glimpse) = tx.conversations().find(id).await? else { return Ok(None) };
        Self::open_of(tx, directory, glimpse.contact_id, id, now).await
    }

    /// The same, for a caller that knows whose conversation it is.
    pub(crate) async fn open_of(
        tx: &'a Scope<Writing>,
        directory: &Directory,
        mut contact: ContactId,
        id: ConversationId,
        now: Time,
    ) -> Result<Option<Self>, StoreError> {
        let (person, episode) = loop {
            let Some(person) = tx.people().lock(contact).await? else { return Ok(None) };
            let Some(episode) = tx.conversations().episode(id).await? else { return Ok(None) };
            if episode.row.contact_id == contact {
                break (person, episode);
            }
            // Merged meanwhile. Nobody waits for the one that is gone while holding the one that is left.
            contact = episode.row.contact_id;
        };
        let Some(channel) = tx.channels().find(episode.row.channel_id).await? else { return Ok(None) };
        let company = directory.company(tx).await?;
        Ok(Some(Self::with(tx, company, person, channel, episode, now)))
    }

    /// The same, for a caller that has locked the contact and read the conversation after it.
    pub(crate) fn with(
        tx: &'a Scope<Writing>,
        company: Arc<Company>,
        person: Person,
        channel: Channel,
        episode: Episode,
        now: Time,
    ) -> Self {
        let Episode { row, question, unsent, holder, tags } = episode;
        // Only these two states ask what became of their question.
        let asks = matches!(row.flow_state.0, FlowState::Greeting | FlowState::AwaitingRoutingConfirmation);
        let question = question.filter(|_| asks).map(|message| rows::question(&message, unsent.as_ref()));
        let state = rows::state(&row, &person, question);
        let mut hand = Self::assemble(tx, company, person, channel, row.clone(), Some(row), state, now);
        hand.users.extend(holder.map(|user| (user.id, user)));
        hand.tags_before.clone_from(&tags);
        hand.tags = tags;
        hand
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
            tags: Vec::new(),
            tags_before: Vec::new(),
            media: HashMap::new(),
            letting_go: None,
            emits: Vec::new(),
            told: Vec::new(),
            after: After::default(),
            reached_further: false,
        }
    }
}
