//! A provider gives somebody another id (SPEC 8.2).

use domain::clock::Time;
use domain::event::Event;
use domain::identity::{Identity, IdentityKind, VerifiedBy};
use domain::inbound::IdentityChange;
use entities::{NewEvent, Person, Scope, StoreError, Writing};

use crate::directory::Company;
use crate::merge::{contact_rooms, merge_asserted};

/// Note somebody's new id: from now on they are written to by it. `false` = nobody is known by any of these, and nobody is made.
pub async fn change_identity(
    tx: &Scope<Writing>,
    company: &Company,
    change: &IdentityChange,
    now: Time,
) -> Result<bool, StoreError> {
    let all: Vec<Identity> = change.known_by.iter().chain([&change.current]).cloned().collect();
    for _ in 0..3 {
        let known = tx.people().lock_matching(&all).await?;
        if known.is_empty() {
            return Ok(false);
        }
        if !known.iter().all(Person::is_there) {
            // Merged or erased while this waited for the lock: the address is another's by now, or nobody's.
            continue;
        }
        let mut people: Vec<Person> = Vec::new();
        for other in known {
            if let Some(one) = people.last_mut()
                && let Some(merged) = merge_asserted(tx, one, &other, company.root_id(), now).await?
            {
                *one = merged;
                continue;
            }
            people.push(other);
        }
        if note(tx, company, people, change, now).await? {
            return Ok(true);
        }
        // Another transaction gave the id to somebody first: it has committed by now, so they can be locked.
    }
    Err(StoreError::invalid("a new id could not be noted"))
}

/// `false` = somebody else has the new id by now.
async fn note(
    tx: &Scope<Writing>,
    company: &Company,
    mut people: Vec<Person>,
    change: &IdentityChange,
    now: Time,
) -> Result<bool, StoreError> {
    // Two that cannot be one: whoever has the new id keeps it, and whoever had the old one gets it if nobody has.
    let mut ids = [&change.current].into_iter().chain(&change.known_by);
    let owner = ids.find_map(|id| people.iter().position(|person| person.find(id).is_some()));
    let alone = people.len() == 1;
    let mut person = people.swap_remove(owner.unwrap_or_default());
    let mut learned = Vec::new();
    for phone in change.known_by.iter().filter(|known| known.kind == IdentityKind::Phone && alone) {
        if person.find(phone).is_none() {
            learned.extend(tx.people().add_identity(person.contact.id, phone, VerifiedBy::Provider, now).await?);
        }
    }
    // The last to be seen is the address for sending.
    if let Some(known) = person.find(&change.current) {
        tx.people().saw(known, &change.current.value, now).await?;
    } else {
        let added = tx.people().add_identity(person.contact.id, &change.current, VerifiedBy::Provider, now).await?;
        let Some(added) = added else { return Ok(false) };
        learned.push(added);
    }
    if learned.is_empty() {
        return Ok(true);
    }
    learned.reverse();
    person.identities.splice(0..0, learned);
    person.contact = tx.people().save(person.contact, now).await?;
    let event = NewEvent {
        event: Event::ContactUpdated { contact: Box::new(person.object(None)) },
        conversation: None,
        contact: Some(person.contact.id),
        audience: contact_rooms(tx, person.contact.id, company.root_id()).await?,
    };
    tx.log_events(&[event], now).await?;
    Ok(true)
}
