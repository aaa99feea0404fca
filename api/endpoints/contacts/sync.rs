//! Names from a channel's address book, for those we know already.

use domain::id::{ChannelId, ContactId};
use domain::identity::Identity;
use entities::{Contact, NameSource, Text};
use garde::Validate;
use jobs::Nudge;
use providers::NamedPerson;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::change::announce;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::channels;
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::payload::Id;

/// People asked for at once, and pages that are asked for.
const PAGE: usize = 200;
const PAGES: usize = 100;
/// What the columns hold.
const LONGEST: usize = 200;

/// Whose address book.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct SyncWish {
    pub channel_id: Id,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SyncReport {
    /// Contacts whose names changed.
    pub updated: u64,
}

pub(super) async fn sync(cx: &Context, user: &Principal, id: ChannelId) -> Result<SyncReport, ApiError> {
    let scope = cx.company(user.company_id);
    let channel = scope.channels().find_kept(id).await?.ok_or_else(ApiError::not_found)?;
    let access = channels::access(cx, &channel, channels::credentials(&scope, &channel)?)?;
    let provider = cx.providers.of(channel.provider.0);
    let mut updated = 0;
    for page in 0..PAGES {
        let told = provider.people(&access, page * PAGE, PAGE).await.map_err(|failure| {
            tracing::info!(channel = %id, class = ?failure.class, "the address book could not be read");
            ApiError::new(Code::ChannelCannot).with("providerCode", &failure.provider_code)
        })?;
        let told = told.ok_or(Code::ChannelCannot)?;
        let identities: Vec<Identity> = told.people.iter().map(|person| person.identity.clone()).collect();
        let known = scope.people().matching(&identities).await?;
        for person in &told.people {
            let owner = known.iter().find(|owner| owner.find(&person.identity).is_some());
            if let Some(owner) = owner.filter(|owner| renamed(&owner.contact, person).is_some()) {
                updated += u64::from(take(cx, user, owner.contact.id, person).await?);
            }
        }
        if told.is_last {
            break;
        }
    }
    again(|| async {
        let tx = cx.begin(user.company_id).await?;
        audit(&tx, cx, user, Action::Update, Entity::Contact, None, &["name"]).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    Ok(SyncReport { updated })
}

/// Write down what the provider calls somebody we know. `false` = nothing is new.
async fn take(cx: &Context, user: &Principal, contact: ContactId, told: &NamedPerson) -> Result<bool, ApiError> {
    again(|| async {
        let now = cx.clock.now();
        let tx = cx.begin(user.company_id).await?;
        let person = tx.people().lock(contact).await?.filter(entities::Person::is_somebody);
        let Some(mut person) = person else { return Ok(false) };
        let Some(contact) = renamed(&person.contact, told) else { return Ok(false) };
        person.contact = tx.people().save(contact, now).await?;
        let root = cx.directory.company(&tx).await?.root_id();
        announce(&tx, &person, root, now).await?;
        tx.commit().await?;
        Ok(true)
    })
    .await
}

/// What an agent typed stays; everything else is as the provider has it, where it has anything.
fn renamed(contact: &Contact, told: &NamedPerson) -> Option<Contact> {
    let fits = |name: &&String| name.chars().count() <= LONGEST && !name.chars().any(char::is_control);
    let mut new = contact.clone();
    if let Some(name) = told.name.as_ref().filter(fits)
        && contact.name_source != Some(Text(NameSource::Agent))
    {
        new.name = Some(name.clone());
        new.name_source = Some(Text(NameSource::Import));
    }
    if let Some(name) = told.push_name.as_ref().filter(fits) {
        new.push_name = Some(name.clone());
    }
    (new != *contact).then_some(new)
}
