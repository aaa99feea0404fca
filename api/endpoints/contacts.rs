//! Contacts: whom the company knows.

mod body;
mod change;
mod erase;
mod sync;

use std::collections::HashMap;

use domain::clock::Time;
use domain::id::ContactId;
use domain::wire;
use entities::{ContactFilter, ConversationFilter, ConversationOrder, Mode, Person, Scope};
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Tag;
use super::conversations::{cut, sight};
use crate::auth::{Actor, Caller, User, need};
use crate::context::Context;
use crate::cursor::Position;
use crate::error::{ApiError, Language};
use crate::payload::{Body, Created, Page, Reply};
use crate::query;
use crate::views;

pub(crate) use body::person_rule;
pub use body::{ContactChange, MergeWish, NewContact};
pub(crate) use change::typed_phone;
pub use erase::{ErasedTable, ErasureReceipt};
pub use sync::{SyncReport, SyncWish};

pub struct ContactsApi;

/// After which contact the next page begins.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    at: Option<Time>,
    id: ContactId,
}

impl Position for Place {
    const LIST: &'static str = "contacts";
}

/// After which conversation of a contact the next page begins.
#[derive(Debug, Serialize, Deserialize)]
struct Episode {
    contact: ContactId,
    at: Time,
    id: Uuid,
}

impl Position for Episode {
    const LIST: &'static str = "contacts.conversations";
}

#[OpenApi(prefix_path = "/api/contacts", tag = "Tag::Contacts")]
impl ContactsApi {
    /// List the contacts that the caller may see: who wrote last comes first, who never wrote at the end.
    #[oai(path = "/", method = "get", operation_id = "listContacts")]
    async fn list(
        &self,
        who: Caller<need::ContactsRead>,
        cx: Context,
        /// Part of a name, an e-mail address or a phone in any format.
        search: Query<Option<String>>,
        #[oai(name = "tagId")] tag_id: Query<Option<String>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<wire::Contact>>, ApiError> {
        let limit = query::limit(limit.0)?;
        let place = cx.cursors.read_optional::<Place>(cursor.0.as_deref())?;
        let search = search.0.map(|text| text.replace('\0', "").trim().to_owned()).filter(|text| !text.is_empty());
        let filter = ContactFilter { visible: sight::all(&who), search, tag: query::id(tag_id.0.as_deref()) };
        let scope = cx.company(who.company_id());
        let after = place.map(|place| (place.at, place.id));
        let rows = scope.people().list(&filter, after, u64::from(limit) + 1).await?;
        let (rows, last) = cut(rows, limit);
        let place = last.map(|last| Place { at: last.contact.last_message_at, id: last.contact.id });
        let next_cursor = place.map(|place| cx.cursors.write(&place)).transpose()?;
        Ok(Reply::new(Page { items: objects(&scope, &who, rows).await?, next_cursor }))
    }

    /// Write somebody down who has not written yet.
    #[oai(path = "/", method = "post", operation_id = "createContact")]
    async fn create(
        &self,
        who: Caller<need::ContactsWrite>,
        cx: Context,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<NewContact>,
    ) -> Result<Created<wire::Contact>, ApiError> {
        let outcome = change::create(&cx, &who, key.0.as_deref(), &body.0).await?;
        let scope = cx.company(who.company_id());
        let object = one(&scope, &who, find(&scope, &who, outcome.id).await?).await?;
        Ok(if outcome.replayed { Created::replayed(object) } else { Created::new(object) })
    }

    /// Read a contact.
    #[oai(path = "/:id", method = "get", operation_id = "getContact")]
    async fn one(
        &self,
        who: Caller<need::ContactsRead>,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<Reply<wire::Contact>, ApiError> {
        let scope = cx.company(who.company_id());
        let person = find(&scope, &who, id.0).await?;
        let version = person.contact.version;
        Ok(Reply::new(one(&scope, &who, person).await?).version(version))
    }

    /// Change a contact.
    #[oai(path = "/:id", method = "patch", operation_id = "updateContact")]
    async fn update(
        &self,
        who: Caller<need::ContactsWrite>,
        cx: Context,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<ContactChange>,
    ) -> Result<Reply<wire::Contact>, ApiError> {
        let person = change::update(&cx, &who, id.0, if_match.0.as_deref(), &body.0).await?;
        let version = person.contact.version;
        Ok(Reply::new(one(&cx.company(who.company_id()), &who, person).await?).version(version))
    }

    /// Say that another contact is the same person: all of it becomes this one's, and there is no way back. Refused while both are
    /// attended on one channel.
    #[oai(path = "/:id/merge", method = "post", operation_id = "mergeContacts")]
    async fn merge(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        body: Body<MergeWish>,
    ) -> Result<Reply<wire::Contact>, ApiError> {
        user.supervisor()?;
        let person = change::merge(&cx, &user, id.0, body.0.other_id.0).await?;
        let version = person.contact.version;
        Ok(Reply::new(one(&cx.company(user.company_id), &user, person).await?).version(version))
    }

    /// Take the names that a channel's phone knows: WAHA only. Nobody is added, no conversation begins, and a name that an agent typed
    /// stays.
    #[oai(path = "/sync", method = "post", operation_id = "syncContacts")]
    async fn sync(&self, User(user): User, cx: Context, body: Body<SyncWish>) -> Result<Reply<SyncReport>, ApiError> {
        user.supervisor()?;
        Ok(Reply::new(sync::sync(&cx, &user, body.0.channel_id.0).await?))
    }

    /// Forget a contact: who it was and what was written goes, what was counted stays. There is no way back.
    #[oai(path = "/:id", method = "delete", operation_id = "eraseContact")]
    async fn erase(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<Reply<ErasureReceipt>, ApiError> {
        user.admin()?;
        Ok(Reply::new(erase::erase(&cx, &user, id.0).await?))
    }

    /// List the conversations of a contact that the caller may see, the newest first.
    #[oai(path = "/:id/conversations", method = "get", operation_id = "listContactConversations")]
    async fn conversations(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<wire::Conversation>>, ApiError> {
        let limit = query::limit(limit.0)?;
        let scope = cx.company(who.company_id());
        let contact = find(&scope, &who, id.0).await?.contact.id;
        let place = cx.cursors.read_optional::<Episode>(cursor.0.as_deref())?;
        if place.as_ref().is_some_and(|place| place.contact != contact) {
            return Err(crate::error::Code::InvalidCursor.into());
        }
        let filter = ConversationFilter { contact: Some(contact), ..ConversationFilter::visible(sight::all(&who)) };
        let order = ConversationOrder::Created(place.map(|place| (place.at, place.id)));
        let rows = scope.conversations().list(&filter, order, u64::from(limit) + 1, cx.clock.now()).await?;
        let (rows, last) = cut(rows, limit);
        let place = last.map(|last| Episode { contact, at: last.created_at, id: last.id });
        let next_cursor = place.map(|place| cx.cursors.write(&place)).transpose()?;
        let company = cx.directory.company(&scope).await?;
        let pins = scope.pins(who.user_id()).await?;
        let items = views::conversations::load(&scope, &company, language.tag(), &pins, rows).await?;
        Ok(Reply::new(Page { items, next_cursor }))
    }
}

/// A contact that the caller may see; `not_found` for every other.
async fn find<M: Mode>(scope: &Scope<M>, who: &dyn Actor, id: ContactId) -> Result<Person, ApiError> {
    scope.people().find_visible(id, &sight::all(who)).await?.ok_or_else(ApiError::not_found)
}

/// The objects of these contacts, each with its active conversation. One statement, however many they are.
async fn objects<M: Mode>(
    scope: &Scope<M>,
    who: &dyn Actor,
    people: Vec<Person>,
) -> Result<Vec<wire::Contact>, ApiError> {
    let ids: Vec<ContactId> = people.iter().map(|person| person.contact.id).collect();
    let mut active = HashMap::new();
    for row in scope.people().active_of(&ids, &sight::all(who)).await? {
        active.entry(row.contact_id).or_insert(row);
    }
    Ok(people.iter().map(|person| person.object(active.get(&person.contact.id))).collect())
}

async fn one<M: Mode>(scope: &Scope<M>, who: &dyn Actor, person: Person) -> Result<wire::Contact, ApiError> {
    let object = objects(scope, who, vec![person]).await?.pop();
    object.ok_or_else(|| ApiError::internal("a contact without its object"))
}
