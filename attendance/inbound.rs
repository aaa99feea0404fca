//! What customers write, and what is written to them from the phone (SPEC 5.2).

use std::sync::Arc;

use chrono::Duration;
use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::conversation::StartedBy;
use domain::flow::{self, CustomerMessage, Emit, Input, State};
use domain::id::{MessageId, new_id};
use domain::identity::{Identity, VerifiedBy};
use domain::inbound::InboundMessage;
use domain::message::{Direction, MessageStatus, Origin};
use domain::parser;
use entities::{Channel, Conversation, Message, Person, Scope, StoreError, Text, Writing};

use crate::directory::{Company, Directory};
use crate::events::Told;
use crate::hand::Attendance;
use crate::rows;

/// What became of an event.
pub enum Received<'a> {
    /// Stored, and its step is run: call [`Attendance::finish`].
    Stored(Box<Attendance<'a>>, MessageId),
    /// The same message is there already. The transaction must not commit.
    Duplicate,
    /// It is a message that we are sending right now: look again later.
    Wait,
    /// An echo of a message of ours: evidence that it was sent.
    Ours(MessageId),
    /// Nobody can tell whose it is.
    Unresolved,
}

/// A last-seen time is written when it is this old.
const SEEN_EVERY: Duration = Duration::minutes(10);

/// Store a customer's message and run the flow on it.
pub async fn receive<'a>(
    tx: &'a Scope<Writing>,
    directory: &Directory,
    channel: &Channel,
    message: &InboundMessage,
    received_at: Time,
    now: Time,
) -> Result<Received<'a>, StoreError> {
    let Some(person) = person(tx, message, now).await? else { return Ok(Received::Unresolved) };
    let company = directory.company(tx).await?;
    let newest = tx.conversations().current(channel.id, person.contact.id).await?;
    let quiet = message.system || person.contact.blocked;
    let text = message.flow_text.as_deref();
    let thanks = |row: &Conversation| {
        let state = rows::state(row, &person, None);
        flow::courtesy(&state, text, &company.rules, now)
    };
    let existing = newest.filter(|row| row.status.is_active() || quiet || thanks(row));
    let runs = !quiet && existing.as_ref().is_none_or(|row| row.status.is_active());
    let mut hand = match existing {
        Some(row) => Attendance::with(tx, company, person, channel.clone(), row, now).await?,
        None => begin(tx, company, person, channel, quiet, now).await?,
    };
    let stored = hand.store_inbound(message, received_at, Direction::Inbound, Origin::Customer).await?;
    let Some(id) = stored else { return Ok(Received::Duplicate) };
    hand.note_push_name(message);
    if runs {
        if text.is_some_and(parser::is_opt_out) {
            hand.person.contact.opted_out_at = Some(now);
        }
        let window = (channel.provider == ProviderKind::Meta)
            .then(|| message.provider_time.unwrap_or(received_at) + Duration::hours(24));
        let input = CustomerMessage { text: message.flow_text.clone(), received_at, window_expires_at: window };
        hand.run(Input::Customer(input), "message").await?;
    } else {
        hand.row.last_message_at = now;
    }
    Ok(Received::Stored(Box::new(hand), id))
}

/// Store what the company wrote from the handset or another client: the bot keeps silent for a while.
pub async fn receive_echo<'a>(
    tx: &'a Scope<Writing>,
    directory: &Directory,
    channel: &Channel,
    message: &InboundMessage,
    received_at: Time,
    waited_enough: bool,
    now: Time,
) -> Result<Received<'a>, StoreError> {
    if let Some(own) = tx.messages().own(channel.id, &message.provider_key).await? {
        return Ok(Received::Ours(own.id));
    }
    if message.identities.is_empty() {
        return Ok(Received::Unresolved);
    }
    let Some(person) = person(tx, message, now).await? else { return Ok(Received::Unresolved) };
    let sending = tx.outbox().open_sends(channel.id, person.contact.id).await?;
    if !waited_enough && sending.iter().any(|row| row.phase != domain::outbox::Phase::Queued) {
        return Ok(Received::Wait);
    }
    let company = directory.company(tx).await?;
    let newest = tx.conversations().current(channel.id, person.contact.id).await?;
    let active = newest.filter(|row| row.status.is_active());
    let runs = active.is_some();
    let mut hand = match active {
        Some(row) => Attendance::with(tx, company, person, channel.clone(), row, now).await?,
        None => begin(tx, company, person, channel, true, now).await?,
    };
    let Some(id) = hand.store_inbound(message, received_at, Direction::Outbound, Origin::Phone).await? else {
        return Ok(Received::Duplicate);
    };
    if runs {
        hand.run(Input::PhoneReply, "phone").await?;
    } else {
        // T32: the pause outlives the closed episode that holds the echo.
        let minutes = hand.company.rules.settings.phone_reply_pause_minutes;
        hand.row.bot_paused_until = Some(now + Duration::minutes(i64::from(minutes)));
        hand.row.last_message_at = now;
    }
    Ok(Received::Stored(Box::new(hand), id))
}

/// The contact behind an event, locked; made when nobody knows it. `None` when the event names nobody.
async fn person(tx: &Scope<Writing>, message: &InboundMessage, now: Time) -> Result<Option<Person>, StoreError> {
    let Some(address) = message.identities.first() else { return Ok(None) };
    for _ in 0..3 {
        let mut known = tx.people().lock_matching(&message.identities).await?;
        if known.is_empty() {
            if let Some(made) = tx.people().create(&message.identities, message.push_name.as_deref(), now).await? {
                return Ok(Some(made));
            }
            // Another transaction made one of them first: it has committed by now, so it can be locked.
            continue;
        }
        // Two people for one event: the address it came from decides.
        let owner = known.iter().position(|person| find(person, address).is_some()).unwrap_or(0);
        let alone = known.len() == 1;
        let mut person = known.swap_remove(owner);
        touch(tx, &mut person, message, alone, now).await?;
        return Ok(Some(person));
    }
    Err(StoreError::invalid("a contact could neither be found nor made"))
}

fn find<'p>(person: &'p Person, identity: &Identity) -> Option<&'p entities::ContactIdentity> {
    person.identities.iter().find(|known| known.kind == identity.kind && known.canonical == identity.canonical)
}

/// Note the spelling and the time of what was seen, and an identity that the provider itself adds.
async fn touch(
    tx: &Scope<Writing>,
    person: &mut Person,
    message: &InboundMessage,
    alone: bool,
    now: Time,
) -> Result<(), StoreError> {
    for identity in &message.identities {
        match find(person, identity) {
            Some(known) => {
                let old = known.last_seen_at.is_none_or(|at| now - at > SEEN_EVERY);
                if old || known.value != identity.value {
                    tx.people().saw(known, &identity.value, now).await?;
                }
            }
            None if alone && message.asserts_pair => {
                if let Some(added) =
                    tx.people().add_identity(person.contact.id, identity, VerifiedBy::Provider, now).await?
                {
                    person.identities.push(added);
                }
            }
            None => {}
        }
    }
    if person.contact.last_message_at.is_none_or(|at| now - at > SEEN_EVERY) {
        person.contact.last_message_at = Some(now);
        person.contact = tx.people().save(person.contact.clone(), now).await?;
    }
    Ok(())
}

/// T1: a new episode; `closed` makes one that only holds what needs no answer.
async fn begin<'a>(
    tx: &'a Scope<Writing>,
    company: Arc<Company>,
    person: Person,
    channel: &Channel,
    closed: bool,
    now: Time,
) -> Result<Attendance<'a>, StoreError> {
    let paused_until = tx
        .conversations()
        .current(channel.id, person.contact.id)
        .await?
        .and_then(|before| before.bot_paused_until)
        .filter(|until| *until > now);
    for _ in 0..5 {
        let protocol = flow::protocol(&company.rules, rand::random(), now);
        let contact = rows::contact(&person);
        let state = if closed {
            State::new_resolved(protocol, contact, StartedBy::Customer, paused_until, now)
        } else {
            State::new(protocol, contact, StartedBy::Customer, paused_until, now)
        };
        let mut row = blank(&company, channel, &person, &state, now);
        rows::write(&mut row, &state)?;
        // A protocol drawn before is drawn again: under the contact's lock nothing else can conflict.
        if let Some(row) = tx.conversations().insert(row).await? {
            let mut hand =
                Attendance::assemble(tx, company, person, channel.clone(), row.clone(), Some(row), state, now);
            hand.emit(Emit::Created);
            return Ok(hand);
        }
    }
    Err(StoreError::invalid("no protocol number could be drawn"))
}

fn blank(company: &Company, channel: &Channel, person: &Person, state: &State, now: Time) -> Conversation {
    Conversation {
        id: new_id(),
        company_id: company.id,
        protocol: state.protocol.clone(),
        channel_id: channel.id,
        contact_id: person.contact.id,
        status: Text(state.status),
        flow_state: Text(state.flow_state),
        department_id: None,
        assigned_user_id: None,
        preferred_user_id: None,
        timeout_at: None,
        timeout_kind: None,
        timeout_round: 0,
        redirect_count: 0,
        nudged_at: None,
        queued_at: None,
        idle_since: None,
        routed_at: None,
        assigned_at: None,
        greeting_sent_at: None,
        greeting_failures: 0,
        menu_message_id: None,
        suggested_department_id: None,
        suggested_user_id: None,
        suggestion_state: None,
        invalid_count: 0,
        queue_notice_sent_at: None,
        first_customer_at: None,
        first_response_at: None,
        last_message_at: now,
        last_customer_at: None,
        last_agent_at: None,
        window_expires_at: None,
        bot_paused_until: None,
        last_department_id: None,
        last_attendant_id: None,
        resolved_at: None,
        resolved_by_id: None,
        archived_at: None,
        started_by: Text(state.started_by),
        unread_count: 0,
        message_seq: 0,
        metadata: serde_json::json!({}),
        version: 0,
        created_at: now,
        updated_at: now,
    }
}

impl Attendance<'_> {
    /// `None` when the same message is there already.
    async fn store_inbound(
        &mut self,
        message: &InboundMessage,
        received_at: Time,
        direction: Direction,
        origin: Origin,
    ) -> Result<Option<MessageId>, StoreError> {
        let seq = self.next_seq();
        let inbound = direction == Direction::Inbound;
        let row = Message {
            id: new_id(),
            company_id: self.row.company_id,
            conversation_id: self.row.id,
            channel_id: self.row.channel_id,
            contact_id: self.row.contact_id,
            seq,
            direction: Text(direction),
            kind: Text(message.kind),
            content: message.content.clone(),
            media_id: None,
            sender_id: None,
            origin: Text(origin),
            is_bot: false,
            status: Text(if inbound { MessageStatus::Delivered } else { MessageStatus::Sent }),
            whatsapp_message_id: Some(message.provider_id.clone()),
            provider_key: Some(message.provider_key.clone()),
            provider_timestamp: message.provider_time,
            sent_at: display_time(message.provider_time, received_at),
            delivered_at: inbound.then_some(received_at),
            read_at: None,
            failed_at: None,
            error_code: None,
            error_provider_code: None,
            error_detail: None,
            reply_to_id: self.quoted(message).await?,
            reply_to_provider_id: message.reply_to_provider_id.clone(),
            client_id: None,
            template: None,
            metadata: message.metadata.clone(),
            edited_at: None,
            revoked_at: None,
            resend_of_id: None,
            created_at: self.now,
            updated_at: self.now,
        };
        if !self.tx.messages().insert(&row).await? {
            return Ok(None);
        }
        let id = row.id;
        self.tell(if inbound { Told::Received(row) } else { Told::Sent(row) });
        Ok(Some(id))
    }

    async fn quoted(&self, message: &InboundMessage) -> Result<Option<MessageId>, StoreError> {
        let Some(key) = &message.reply_to_provider_id else { return Ok(None) };
        Ok(self.tx.messages().by_provider_key(self.row.contact_id, key).await?.map(|quoted| quoted.id))
    }

    /// A push name never overwrites a name that an agent gave.
    fn note_push_name(&mut self, message: &InboundMessage) {
        if let Some(name) = &message.push_name
            && self.person.contact.push_name.as_ref() != Some(name)
        {
            self.person.contact.push_name = Some(name.clone());
            self.state.contact.name = self.person.display_name();
        }
    }
}

/// When to show a message: the provider's second, but never after its arrival; a time from the future is the provider's mistake.
fn display_time(provider: Option<Time>, arrival: Time) -> Time {
    match provider {
        Some(provider) if provider - arrival <= Duration::seconds(60) => {
            arrival.min(provider + Duration::milliseconds(999))
        }
        _ => arrival,
    }
}
