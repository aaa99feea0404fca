//! What colleagues tell each other about a conversation. Whom they mention is told.

use std::collections::HashMap;

use domain::clock::Time;
use domain::event::{Event, Room};
use domain::id::{ConversationId, DepartmentId, UserId, new_id};
use domain::wire;
use entities::{Conversation, ConversationNote, Mode, NewEvent, Scope, Writing};
use garde::Validate;
use jobs::Nudge;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{cut, sight};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::{Principal, User};
use crate::context::Context;
use crate::cursor::Position;
use crate::endpoints::Tag;
use crate::error::{ApiError, Code};
use crate::idempotency::idempotent;
use crate::payload::{Body, Created, NoContent, Page, Reply};

/// Notes on conversations.
pub struct NotesApi;

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
pub struct NoteText {
    /// 1 to 4000 characters; `@[userId]` mentions a colleague.
    #[garde(custom(content_rule))]
    pub content: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
pub(super) fn content_rule(content: &str, _context: &()) -> garde::Result {
    let valid = !content.trim().is_empty() && content.chars().count() <= 4000 && !content.contains('\0');
    if valid { Ok(()) } else { Err(garde::Error::new("between 1 and 4000 characters")) }
}

/// After which note the next page begins.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    conversation: ConversationId,
    at: Time,
    id: Uuid,
}

impl Position for Place {
    const LIST: &'static str = "notes";
}

#[OpenApi(prefix_path = "/api/conversations", tag = "Tag::Conversations")]
impl NotesApi {
    /// Read the notes on a conversation, oldest first.
    #[oai(path = "/:id/notes", method = "get", operation_id = "listNotes")]
    async fn list(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<Reply<Page<wire::Note>>, ApiError> {
        let limit = crate::query::limit(limit.0)?;
        let scope = cx.company(user.company_id);
        let row = sight::find(&scope, &user, id.0).await?;
        let place: Option<Place> = cx.cursors.read_optional(cursor.0.as_deref())?;
        if place.as_ref().is_some_and(|place| place.conversation != row.id) {
            return Err(Code::InvalidCursor.into());
        }
        let after = place.map(|place| (place.at, place.id));
        let notes = scope.notes().page(row.id, after, u64::from(limit) + 1).await?;
        let (notes, last) = cut(notes, limit);
        let next = last.map(|last| Place { conversation: row.id, at: last.created_at, id: last.id });
        let next_cursor = next.map(|next| cx.cursors.write(&next)).transpose()?;
        Ok(Reply::new(Page { items: views(&scope, notes).await?, next_cursor }))
    }

    /// Write a note. The customer never sees it.
    #[oai(path = "/:id/notes", method = "post", operation_id = "createNote")]
    async fn create(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<NoteText>,
    ) -> Result<Created<wire::Note>, ApiError> {
        let (cx, user, id, new) = (&cx, &user, id.0, &body.0);
        let request = json!(["createNote", id, new]);
        let outcome = idempotent(cx, user, key.0.as_deref(), &request, |ticket| async move {
            let ticket = &ticket;
            again(|| async move {
                let now = cx.clock.now();
                let tx = cx.begin(user.company_id).await?;
                let row = seen(&tx, user, id).await?;
                let root = tx.departments().root().await?.map(|root| root.id);
                let note = add(&tx, user, &row, root, &new.content, now).await?;
                ticket.done(&tx, note).await?;
                audit(&tx, cx, user, Action::Create, Entity::Note, Some(note), &[]).await?;
                tx.commit().await?;
                Ok(note)
            })
            .await
        })
        .await?;
        cx.nudge(Nudge::Events { seq: String::new() }).await;
        let scope = cx.company(user.company_id);
        let note = scope.notes().find(id, outcome.id).await?.ok_or_else(ApiError::not_found)?;
        let view = view(&scope, note).await?;
        Ok(if outcome.replayed { Created::replayed(view) } else { Created::new(view) })
    }

    /// Change what one wrote.
    #[oai(path = "/:id/notes/:note", method = "patch", operation_id = "updateNote")]
    async fn update(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        note: Path<Uuid>,
        body: Body<NoteText>,
    ) -> Result<Reply<wire::Note>, ApiError> {
        let (cx, user, id, note, new) = (&cx, &user, id.0, note.0, &body.0);
        let saved = again(|| async move {
            let now = cx.clock.now();
            let tx = cx.begin(user.company_id).await?;
            let (row, mut found) = own(&tx, user, id, note).await?;
            let before: Vec<UserId> = mentioned(&found);
            let mentions = mentions(&tx, &new.content).await?;
            let fresh: Vec<UserId> = mentions.iter().copied().filter(|id| !before.contains(id)).collect();
            found.content.clone_from(&new.content);
            found.mentions = json!(mentions);
            let found = tx.notes().save(found, now).await?;
            let root = tx.departments().root().await?.map(|root| root.id);
            let event = Event::NoteUpdated { conversation_id: id, note: view(&tx, found.clone()).await? };
            tx.log_events(&events(&row, root, event, &found, &fresh), now).await?;
            audit(&tx, cx, user, Action::Update, Entity::Note, Some(note), &["content"]).await?;
            tx.commit().await?;
            Ok(found)
        })
        .await?;
        cx.nudge(Nudge::Events { seq: String::new() }).await;
        Ok(Reply::new(view(&cx.company(user.company_id), saved).await?))
    }

    /// Take a note back.
    #[oai(path = "/:id/notes/:note", method = "delete", operation_id = "deleteNote")]
    async fn delete(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        note: Path<Uuid>,
    ) -> Result<NoContent, ApiError> {
        let (cx, user, id, note) = (&cx, &user, id.0, note.0);
        again(|| async move {
            let now = cx.clock.now();
            let tx = cx.begin(user.company_id).await?;
            let (row, mut found) = own(&tx, user, id, note).await?;
            found.deleted_at = Some(now);
            let found = tx.notes().save(found, now).await?;
            let root = tx.departments().root().await?.map(|root| root.id);
            let event = Event::NoteDeleted { conversation_id: id, note_id: note };
            tx.log_events(&events(&row, root, event, &found, &[]), now).await?;
            audit(&tx, cx, user, Action::Delete, Entity::Note, Some(note), &[]).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        cx.nudge(Nudge::Events { seq: String::new() }).await;
        Ok(NoContent)
    }
}

/// The conversation, its contact locked, so that its events come in their order.
async fn seen(tx: &Scope<Writing>, user: &Principal, id: ConversationId) -> Result<Conversation, ApiError> {
    let glimpse = tx.conversations().find(id).await?.ok_or_else(ApiError::not_found)?;
    tx.people().lock(glimpse.contact_id).await?;
    sight::find(tx, user, id).await
}

/// A note that the user may change: their own, or any as an administrator.
async fn own(
    tx: &Scope<Writing>,
    user: &Principal,
    id: ConversationId,
    note: Uuid,
) -> Result<(Conversation, ConversationNote), ApiError> {
    let row = seen(tx, user, id).await?;
    let note = tx.notes().find(id, note).await?.ok_or_else(ApiError::not_found)?;
    if note.author_id != user.user_id {
        user.admin()?;
    }
    Ok((row, note))
}

/// Store a note on a conversation whose contact is locked, and tell of it.
pub(super) async fn add(
    tx: &Scope<Writing>,
    author: &Principal,
    row: &Conversation,
    root: Option<DepartmentId>,
    content: &str,
    now: Time,
) -> Result<Uuid, ApiError> {
    let mentions = mentions(tx, content).await?;
    let note = ConversationNote {
        id: new_id(),
        company_id: row.company_id,
        conversation_id: row.id,
        author_id: author.user_id,
        content: content.to_owned(),
        mentions: json!(mentions),
        deleted_at: None,
        created_at: now,
        updated_at: now,
    };
    tx.notes().insert(&note).await?;
    let event = Event::NoteCreated { conversation_id: row.id, note: view(tx, note.clone()).await? };
    tx.log_events(&events(row, root, event, &note, &mentions), now).await?;
    Ok(note.id)
}

/// The event for all who see the conversation, and one for each who is mentioned.
fn events(
    row: &Conversation,
    root: Option<DepartmentId>,
    event: Event,
    note: &ConversationNote,
    mentioned: &[UserId],
) -> Vec<NewEvent> {
    let new = |event, audience| NewEvent { event, conversation: Some(row.id), contact: Some(row.contact_id), audience };
    let mention = |user: &UserId| {
        let event = Event::Mention { conversation_id: row.id, note_id: note.id, author_id: note.author_id };
        new(event, vec![Room::User(*user)])
    };
    let whole = new(event, attendance::audience(row, root));
    std::iter::once(whole).chain(mentioned.iter().filter(|user| **user != note.author_id).map(mention)).collect()
}

/// The active colleagues whom `@[userId]` names, each once.
async fn mentions<M: Mode>(scope: &Scope<M>, content: &str) -> Result<Vec<UserId>, ApiError> {
    let ids = content.split("@[").skip(1).filter_map(|rest| rest.split_once(']'));
    let mut ids: Vec<UserId> = ids.filter_map(|(id, _)| Uuid::parse_str(id.trim()).ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(ids);
    }
    let mut users = scope.users().find_all(&ids).await?;
    users.retain(|user| user.is_active);
    users.sort_by_key(|user| user.id);
    Ok(users.into_iter().map(|user| user.id).collect())
}

fn mentioned(note: &ConversationNote) -> Vec<UserId> {
    serde_json::from_value(note.mentions.clone()).unwrap_or_default()
}

async fn view<M: Mode>(scope: &Scope<M>, note: ConversationNote) -> Result<wire::Note, ApiError> {
    views(scope, vec![note]).await?.pop().ok_or_else(ApiError::not_found)
}

async fn views<M: Mode>(scope: &Scope<M>, notes: Vec<ConversationNote>) -> Result<Vec<wire::Note>, ApiError> {
    let mut authors: Vec<UserId> = notes.iter().map(|note| note.author_id).collect();
    authors.sort_unstable();
    authors.dedup();
    let users = if authors.is_empty() { Vec::new() } else { scope.users().find_all(&authors).await? };
    let names: HashMap<UserId, String> = users.into_iter().map(|user| (user.id, user.name)).collect();
    let view = |note: ConversationNote| wire::Note {
        id: note.id,
        conversation_id: note.conversation_id,
        author: wire::Sender { id: note.author_id, name: names.get(&note.author_id).cloned().unwrap_or_default() },
        mentions: mentioned(&note),
        content: note.content,
        created_at: note.created_at,
        updated_at: note.updated_at,
    };
    Ok(notes.into_iter().map(view).collect())
}
