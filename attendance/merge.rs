//! Two contacts that are one person: said by the provider, or by somebody who knows.

use domain::clock::Time;
use domain::event::{Event, Room};
use domain::id::{ContactId, DepartmentId};
use entities::{NameSource, NewEvent, Person, Scope, StoreError, Text, Writing};

use crate::audience::audience;

/// Conversations whose viewers hear of what happens to a contact: the newest ones.
const HEARD_BY: u64 = 20;

/// Who hears of a contact: those who see one of its conversations; of somebody without any, everybody.
pub async fn contact_rooms(
    tx: &Scope<Writing>,
    contact: ContactId,
    root: Option<DepartmentId>,
) -> Result<Vec<Room>, StoreError> {
    let conversations = tx.people().newest_of(contact, HEARD_BY).await?;
    let mut rooms: Vec<Room> = conversations.iter().flat_map(|row| audience(row, root)).collect();
    if rooms.is_empty() {
        rooms.push(Room::Company(tx.company));
    }
    rooms.sort_unstable();
    rooms.dedup();
    Ok(rooms)
}

/// The provider says that these two, who are locked, are one. They become one unless an agent named both, or both are being attended
/// on one channel.
pub(crate) async fn merge_asserted(
    tx: &Scope<Writing>,
    one: &Person,
    other: &Person,
    root: Option<DepartmentId>,
    now: Time,
) -> Result<Option<Person>, StoreError> {
    let named = |person: &Person| person.contact.name_source == Some(Text(NameSource::Agent));
    if named(one) && named(other) || tx.people().clash(one.contact.id, other.contact.id).await? {
        return Ok(None);
    }
    let age = |person: &Person| (person.contact.created_at, person.contact.id);
    let (older, younger) = if age(one) <= age(other) { (one, other) } else { (other, one) };
    Ok(Some(merge_contacts(tx, older.clone(), younger.clone(), root, now).await?))
}

/// Everything of `from` becomes `into`'s. Both are locked, and are not both attended on one channel.
pub async fn merge_contacts(
    tx: &Scope<Writing>,
    into: Person,
    from: Person,
    root: Option<DepartmentId>,
    now: Time,
) -> Result<Person, StoreError> {
    let from_id = from.contact.id;
    let merged = tx.people().merge(into, from, now).await?;
    let contact_id = merged.contact.id;
    let audience = contact_rooms(tx, contact_id, root).await?;
    let events = [
        Event::ContactMerged { contact_id, from_id },
        Event::ContactUpdated { contact: Box::new(merged.object(None)) },
    ];
    let events = events.map(|event| NewEvent {
        event,
        conversation: None,
        contact: Some(contact_id),
        audience: audience.clone(),
    });
    tx.log_events(&events, now).await?;
    Ok(merged)
}
