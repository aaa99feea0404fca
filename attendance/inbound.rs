//! What customers write, and what is written to them from the phone (SPEC 5.2).

mod meet;
mod store;

use std::sync::Arc;

use chrono::Duration;
use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::flow::{self, CustomerMessage, Input};
use domain::id::MessageId;
use domain::identity::IdentityKind;
use domain::inbound::InboundMessage;
use domain::message::{Direction, Origin};
use domain::parser;
use entities::{Channel, Conversation, Scope, StoreError, Writing};

use self::meet::{Meeting, Strangers, meet};
use crate::directory::{Company, Directory};
use crate::evidence;
use crate::hand::Attendance;
use crate::rows;

/// What became of an event.
pub enum Received<'a> {
    /// Stored, and its step is run: call [`Attendance::finish`].
    Stored(Box<Attendance<'a>>, MessageId),
    /// The same message is there already. The transaction must not commit.
    Duplicate,
    /// A copy of what somebody wrote who was erased since. The transaction must not commit.
    Erased,
    /// It is a message that we are sending right now: look again later.
    Wait,
    /// An echo of a message of ours that is known as sent.
    Ours(MessageId),
    /// An echo of a message of ours of which nobody knew: call [`Attendance::finish`].
    Evidence(Box<Attendance<'a>>, MessageId),
    /// Nobody can tell whose it is.
    Unresolved,
}

/// Store a customer's message and run the flow on it.
pub async fn receive<'a>(
    tx: &'a Scope<Writing>,
    company: &Arc<Company>,
    channel: &Channel,
    message: &InboundMessage,
    received_at: Time,
    now: Time,
) -> Result<Received<'a>, StoreError> {
    let met = match meet(tx, company, channel, message, Strangers::Welcome, now).await? {
        Meeting::Met(met) => *met,
        Meeting::Erased => return Ok(Received::Erased),
        Meeting::Nobody => return Ok(Received::Unresolved),
    };
    let newest = met.newest(tx, channel).await?;
    let person = &met.person;
    let quiet = message.system || person.contact.blocked;
    let text = message.flow_text.as_deref();
    let thanks = |row: &Conversation| {
        let state = rows::state(row, person, None);
        flow::courtesy(&state, text, &company.rules, now)
    };
    let goes_on = newest.as_ref().is_some_and(|episode| {
        let row = &episode.row;
        row.status.is_active() || quiet || thanks(row)
    });
    let runs = !quiet && (!goes_on || newest.as_ref().is_some_and(|episode| episode.row.status.is_active()));
    let mut hand = met.take(tx, company, channel, newest, goes_on, quiet, now).await?;
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
    let company = directory.company(tx).await?;
    // A hidden id may be that of a contact who is known by the phone only, so none is made of it.
    let hidden = message.identities.iter().all(|identity| identity.kind == IdentityKind::WahaLid);
    let strangers = if hidden { Strangers::Unresolved } else { Strangers::Welcome };
    let met = match meet(tx, &company, channel, message, strangers, now).await? {
        Meeting::Met(met) => *met,
        Meeting::Erased => return Ok(Received::Erased),
        // It may be the echo of a message of ours whose answer is on its way: then its key is known soon.
        Meeting::Nobody if message.by_api && !waited_enough => return Ok(Received::Wait),
        Meeting::Nobody => return Ok(Received::Unresolved),
    };
    let contact = met.person.contact.id;
    let sending = tx.outbox().open_sends(channel.id, contact).await?;
    if let Some(id) = evidence::recognise(tx, channel.id, contact, message, &sending, received_at).await? {
        let hand = evidence::record(tx, directory, id, message, now).await?;
        return Ok(hand.map_or(Received::Duplicate, |hand| Received::Evidence(Box::new(hand), id)));
    }
    if !waited_enough && sending.iter().any(|row| row.phase != domain::outbox::Phase::Queued) {
        return Ok(Received::Wait);
    }
    let newest = met.newest(tx, channel).await?;
    let runs = newest.as_ref().is_some_and(|episode| episode.row.status.is_active());
    let mut hand = met.take(tx, &company, channel, newest, runs, true, now).await?;
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
