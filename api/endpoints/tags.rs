//! The company's marks for conversations and contacts.

use domain::event::Event;
use domain::id::new_id;
use domain::wire::TagRef;
use entities::Tag as Row;
use garde::Validate;
use jobs::Nudge;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::Tag;
use super::departments::color_rule;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::{Principal, User};
use crate::context::Context;
use crate::error::ApiError;
use crate::idempotency::idempotent;
use crate::payload::{Body, Created, List, NoContent, Reply};
use crate::presence::company_event;

pub struct TagsApi;

/// A tag to be made.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
pub struct NewTag {
    /// Unique in the company, whatever the case of its letters.
    #[garde(custom(tag_name_rule))]
    pub name: String,
    /// `#rrggbb`.
    #[garde(inner(custom(color_rule)))]
    pub color: Option<String>,
}

/// What is to be changed of a tag. What is absent stays.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(default)]
pub struct TagChange {
    #[garde(inner(custom(tag_name_rule)))]
    pub name: Option<String>,
    #[garde(inner(custom(color_rule)))]
    pub color: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
fn tag_name_rule(name: &str, _context: &()) -> garde::Result {
    let valid = (1..=40).contains(&name.trim().chars().count()) && !name.chars().any(char::is_control);
    if valid { Ok(()) } else { Err(garde::Error::new("between 1 and 40 characters")) }
}

fn taken() -> ApiError {
    ApiError::validation("name", "another tag has this name")
}

#[OpenApi(prefix_path = "/api/tags", tag = "Tag::Conversations")]
impl TagsApi {
    /// List the tags of the company, by name.
    #[oai(path = "/", method = "get", operation_id = "listTags")]
    async fn list(&self, User(user): User, cx: Context) -> Result<List<TagRef>, ApiError> {
        let rows = cx.company(user.company_id).tags().list().await?;
        Ok(List::new(rows.iter().map(Row::brief).collect(), None))
    }

    /// Add a tag.
    #[oai(path = "/", method = "post", operation_id = "createTag")]
    async fn create(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<NewTag>,
    ) -> Result<Created<TagRef>, ApiError> {
        user.supervisor()?;
        let (cx, user, new) = (&cx, &user, &body.0);
        let request = json!(["createTag", new]);
        let outcome = idempotent(cx, user, key.0.as_deref(), &request, |ticket| async move {
            let ticket = &ticket;
            again(|| async move {
                let now = cx.clock.now();
                let tx = cx.begin(user.company_id).await?;
                let row = Row {
                    id: new_id(),
                    company_id: user.company_id,
                    name: new.name.trim().to_owned(),
                    color: new.color.clone().unwrap_or_else(|| "#6366f1".to_owned()),
                    created_at: now,
                    updated_at: now,
                };
                let id = row.id;
                if !tx.tags().insert(row).await? {
                    return Err(taken());
                }
                ticket.done(&tx, id).await?;
                tx.log_events(&[company_event(user.company_id, Event::TagsUpdated { id: Some(id) })], now).await?;
                audit(&tx, cx, user, Action::Create, Entity::Tag, Some(id), &[]).await?;
                tx.commit().await?;
                Ok(id)
            })
            .await
        })
        .await?;
        told(cx).await;
        let row = cx.company(user.company_id).tags().find(outcome.id).await?.ok_or_else(ApiError::not_found)?;
        Ok(if outcome.replayed { Created::replayed(row.brief()) } else { Created::new(row.brief()) })
    }

    /// Change a tag, wherever it is carried.
    #[oai(path = "/:id", method = "patch", operation_id = "updateTag")]
    async fn update(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        body: Body<TagChange>,
    ) -> Result<Reply<TagRef>, ApiError> {
        user.supervisor()?;
        let row = again(|| change(&cx, &user, id.0, &body.0)).await;
        let row = row.map_err(|error| if error.is_duplicate() { taken() } else { error })?;
        told(&cx).await;
        Ok(Reply::new(row.brief()))
    }

    /// Delete a tag: nothing carries it any more.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteTag")]
    async fn delete(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<NoContent, ApiError> {
        user.supervisor()?;
        again(|| async {
            let now = cx.clock.now();
            let tx = cx.begin(user.company_id).await?;
            if !tx.tags().delete(id.0).await? {
                return Err(ApiError::not_found());
            }
            tx.log_events(&[company_event(user.company_id, Event::TagsUpdated { id: Some(id.0) })], now).await?;
            audit(&tx, &cx, &user, Action::Delete, Entity::Tag, Some(id.0), &[]).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        told(&cx).await;
        Ok(NoContent)
    }
}

async fn change(cx: &Context, user: &Principal, id: Uuid, change: &TagChange) -> Result<Row, ApiError> {
    let now = cx.clock.now();
    let tx = cx.begin(user.company_id).await?;
    let mut row = tx.tags().find(id).await?.ok_or_else(ApiError::not_found)?;
    let mut changed = Vec::new();
    if let Some(name) = &change.name {
        name.trim().clone_into(&mut row.name);
        changed.push("name");
    }
    if let Some(color) = &change.color {
        row.color.clone_from(color);
        changed.push("color");
    }
    let row = tx.tags().save(row, now).await?;
    tx.log_events(&[company_event(user.company_id, Event::TagsUpdated { id: Some(id) })], now).await?;
    audit(&tx, cx, user, Action::Update, Entity::Tag, Some(id), &changed).await?;
    tx.commit().await?;
    Ok(row)
}

async fn told(cx: &Context) {
    cx.nudge(Nudge::Events { seq: String::new() }).await;
}
