//! Whom an event is from, and the episode that it belongs to.

use std::sync::Arc;

use chrono::Duration;
use domain::clock::Time;
use domain::conversation::StartedBy;
use domain::flow::{self, Emit, State};
use domain::identity::VerifiedBy;
use domain::inbound::InboundMessage;
use entities::{Channel, Episode, Person, Scope, StoreError, Writing};

use crate::directory::Company;
use crate::hand::Attendance;
use crate::merge::merge_asserted;
use crate::rows;
use crate::start::blank;

/// A last-seen time is written when it is this old.
const SEEN_EVERY: Duration = Duration::minutes(10);

/// Whom an event is from.
pub(super) struct Met {
    pub(super) person: Person,
    /// As the database has them.
    before: Person,
    /// Made just now: there is nothing of theirs to be read.
    is_new: bool,
}

impl Met {
    pub(super) async fn newest(&self, tx: &Scope<Writing>, channel: &Channel) -> Result<Option<Episode>, StoreError> {
        if self.is_new {
            return Ok(None);
        }
        tx.conversations().current(channel.id, self.person.contact.id).await
    }

    /// Go on with the newest episode, or begin one after it.
    #[expect(clippy::too_many_arguments, reason = "everything that was read so far")]
    pub(super) async fn take<'a>(
        self,
        tx: &'a Scope<Writing>,
        company: &Arc<Company>,
        channel: &Channel,
        newest: Option<Episode>,
        goes_on: bool,
        closed: bool,
        now: Time,
    ) -> Result<Attendance<'a>, StoreError> {
        let company = Arc::clone(company);
        let mut hand = match newest {
            Some(episode) if goes_on => Attendance::with(tx, company, self.person, channel.clone(), episode, now),
            earlier => {
                let paused_until =
                    earlier.and_then(|episode| episode.row.bot_paused_until).filter(|until| *until > now);
                begin(tx, company, self.person, channel, closed, paused_until, now).await?
            }
        };
        // What was learned of the contact is written with whatever else the step changes in it.
        hand.person_before = self.before;
        Ok(hand)
    }
}

/// Whether anybody is behind an event.
pub(super) enum Meeting {
    Met(Box<Met>),
    /// The event names nobody, or only somebody who is unknown.
    Nobody,
    /// A late copy of what somebody wrote who was erased since.
    Erased,
}

/// What is done with an event of somebody whom nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strangers {
    /// A contact is made.
    Welcome,
    /// It is nobody's event until somebody is known by its address.
    Unresolved,
}

/// The contact behind an event, locked; made when nobody knows it and `strangers` are welcome.
pub(super) async fn meet(
    tx: &Scope<Writing>,
    company: &Company,
    channel: &Channel,
    message: &InboundMessage,
    strangers: Strangers,
    now: Time,
) -> Result<Meeting, StoreError> {
    let Some(address) = message.identities.first() else { return Ok(Meeting::Nobody) };
    for _ in 0..3 {
        let mut known = tx.people().lock_matching(&message.identities).await?;
        if known.is_empty() {
            // What the provider says of the time is no proof: only the record of the erasure tells whether it is a copy.
            let ids = [message.provider_id.as_str(), message.provider_key.as_str()];
            if !tx.of_erased(channel.id, ids).await?.is_empty() {
                return Ok(Meeting::Erased);
            }
            if strangers == Strangers::Unresolved {
                return Ok(Meeting::Nobody);
            }
            if let Some(person) = tx.people().create(&message.identities, message.push_name.as_deref(), now).await? {
                let met = Met { before: person.clone(), person, is_new: true };
                return Ok(Meeting::Met(Box::new(met)));
            }
            // Another transaction made one of them first: it has committed by now, so it can be locked.
            continue;
        }
        if !known.iter().all(Person::is_there) {
            // Merged or erased while this waited for the lock: the address is another's by now, or nobody's.
            continue;
        }
        if let [one, other] = known.as_slice()
            && message.asserts_pair
            && let Some(merged) = merge_asserted(tx, one, other, company.root_id(), now).await?
        {
            known = vec![merged];
        }
        // Two people for one event: the address it came from decides.
        let owner = known.iter().position(|person| person.find(address).is_some()).unwrap_or(0);
        let alone = known.len() == 1;
        let mut person = known.swap_remove(owner);
        let before = person.clone();
        touch(tx, &mut person, message, alone, now).await?;
        return Ok(Meeting::Met(Box::new(Met { person, before, is_new: false })));
    }
    Err(StoreError::invalid("a contact could neither be found nor made"))
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
        match person.find(identity) {
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
    paused_until: Option<Time>,
    now: Time,
) -> Result<Attendance<'a>, StoreError> {
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
