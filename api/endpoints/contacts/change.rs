use std::collections::BTreeSet;

use attendance::{contact_rooms, merge_contacts};
use domain::clock::Time;
use domain::event::Event;
use domain::id::{ContactId, DepartmentId};
use domain::identity::{Identity, IdentityKind};
use domain::phone;
use entities::{NameSource, NewEvent, Person, Scope, StoreError, Text, Writing};
use jobs::Nudge;
use serde_json::{Value, json};

use super::body::{ContactChange, NewContact};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Actor;
use crate::context::Context;
use crate::endpoints::auth::normal_email;
use crate::endpoints::conversations::sight;
use crate::error::{ApiError, Code};
use crate::etag;
use crate::idempotency::{Outcome, idempotent};

/// A phone as somebody typed it.
pub(crate) fn typed_phone(text: &str) -> Result<Identity, ApiError> {
    let number = phone::parse(text, "55").ok_or_else(|| ApiError::validation("phone", "not a phone number"))?;
    Ok(Identity::new(IdentityKind::Phone, &number))
}

pub(super) async fn create(
    cx: &Context,
    who: &dyn Actor,
    key: Option<&str>,
    new: &NewContact,
) -> Result<Outcome, ApiError> {
    let phone = typed_phone(&new.phone)?;
    let phone = &phone;
    let request = json!(["createContact", new]);
    let outcome = idempotent(cx, who, key, &request, |ticket| async move {
        let ticket = &ticket;
        again(|| async move {
            let now = cx.clock.now();
            let tx = cx.begin(who.company_id()).await?;
            let wanted = entities::NewContact {
                name: Some(new.name.trim().to_owned()),
                email: new.email.as_deref().map(normal_email),
                attributes: Value::Object(new.attributes.clone()),
                phone: phone.clone(),
            };
            let Some(person) = tx.people().write_down(wanted, now).await? else {
                return Err(exists(&tx, who, phone).await?);
            };
            let id = person.contact.id;
            ticket.done(&tx, id).await?;
            let root = cx.directory.company(&tx).await?.root_id();
            announce(&tx, &person, root, now).await?;
            audit(&tx, cx, who, Action::Create, Entity::Contact, Some(id), &[]).await?;
            tx.commit().await?;
            Ok(id)
        })
        .await
    })
    .await?;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    Ok(outcome)
}

/// Whose the phone is, for those who may see them.
async fn exists(tx: &Scope<Writing>, who: &dyn Actor, phone: &Identity) -> Result<ApiError, ApiError> {
    let mut error = ApiError::new(Code::ContactExists);
    if let Some(known) = tx.people().of_identity(phone).await?
        && tx.people().find_visible(known.contact.id, &sight::all(who)).await?.is_some()
    {
        error = error.with("contactId", json!(known.contact.id));
    }
    Ok(error)
}

pub(super) async fn update(
    cx: &Context,
    who: &dyn Actor,
    id: ContactId,
    if_match: Option<&str>,
    change: &ContactChange,
) -> Result<Person, ApiError> {
    let person = again(|| async {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id()).await?;
        let mut person = tx.people().lock(id).await?.ok_or_else(ApiError::not_found)?;
        if tx.people().find_visible(id, &sight::all(who)).await?.is_none() {
            return Err(ApiError::not_found());
        }
        etag::check(if_match, person.contact.version)?;
        let mut changed = apply(&mut person, change, now);
        if let Some(ids) = &change.tags {
            let ids: BTreeSet<_> = ids.iter().map(|id| id.0).collect();
            let tags = tx.tags().find_all(&ids.iter().copied().collect::<Vec<_>>()).await?;
            if tags.len() != ids.len() {
                return Err(ApiError::not_found());
            }
            tx.people().tag(&mut person, &tags, now).await?;
            changed.push("tags");
        }
        if !changed.is_empty() {
            person.contact = tx.people().save(person.contact, now).await?;
            let root = cx.directory.company(&tx).await?.root_id();
            announce(&tx, &person, root, now).await?;
        }
        audit(&tx, cx, who, Action::Update, Entity::Contact, Some(id), &changed).await?;
        tx.commit().await?;
        Ok(person)
    })
    .await?;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    Ok(person)
}

/// Write down what was asked for, and say what that was.
fn apply(person: &mut Person, change: &ContactChange, now: Time) -> Vec<&'static str> {
    let contact = &mut person.contact;
    let mut changed = Vec::new();
    if let Some(name) = &change.name {
        contact.name = name.as_deref().map(|name| name.trim().to_owned());
        contact.name_source = name.as_ref().map(|_| Text(NameSource::Agent));
        changed.push("name");
    }
    if let Some(email) = &change.email {
        contact.email = email.as_deref().map(normal_email);
        changed.push("email");
    }
    if let Some(attributes) = &change.attributes {
        contact.attributes = Value::Object(attributes.clone());
        changed.push("attributes");
    }
    if let Some(blocked) = change.blocked {
        contact.blocked = blocked;
        changed.push("blocked");
    }
    if let Some(opted_out) = change.opted_out {
        contact.opted_out_at = opted_out.then(|| contact.opted_out_at.unwrap_or(now));
        changed.push("optedOut");
    }
    if let Some(note) = &change.note {
        contact.note.clone_from(note);
        changed.push("note");
    }
    changed
}

/// Tell those who see one of the contact's conversations; of somebody without any, everybody.
pub(super) async fn announce(
    tx: &Scope<Writing>,
    person: &Person,
    root: Option<DepartmentId>,
    now: Time,
) -> Result<(), StoreError> {
    let event = Event::ContactUpdated { contact: Box::new(person.object(None)) };
    let audience = contact_rooms(tx, person.contact.id, root).await?;
    let event = NewEvent { event, conversation: None, contact: Some(person.contact.id), audience };
    tx.log_events(&[event], now).await
}

/// Make `other` and `id` one, for good: `id` is left.
pub(super) async fn merge(cx: &Context, who: &dyn Actor, id: ContactId, other: ContactId) -> Result<Person, ApiError> {
    if id == other {
        return Err(ApiError::validation("otherId", "another contact"));
    }
    let merged = again(|| async {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id()).await?;
        let mut both = tx.people().lock_all(&[id, other]).await?;
        both.retain(Person::is_somebody);
        let (Some(into), Some(from)) = (take(&mut both, id), take(&mut both, other)) else {
            return Err(ApiError::not_found());
        };
        if tx.people().clash(id, other).await? {
            return Err(Code::ActiveConversationExists.into());
        }
        let root = cx.directory.company(&tx).await?.root_id();
        let merged = merge_contacts(&tx, into, from, root, now).await?;
        audit(&tx, cx, who, Action::Update, Entity::Contact, Some(id), &["identities"]).await?;
        tx.commit().await?;
        Ok(merged)
    })
    .await?;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    Ok(merged)
}

fn take(people: &mut Vec<Person>, id: ContactId) -> Option<Person> {
    let at = people.iter().position(|person| person.contact.id == id)?;
    Some(people.swap_remove(at))
}
