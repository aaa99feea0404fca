//! Texts that are written often: the company's and one's own, with variables (SPEC 3.8).

mod body;
mod change;

use domain::quick_reply::{self, QuickReplyScope, Values};
use domain::wire;
use entities::QuickReplyFilter;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Tag;
use super::conversations::sight;
use crate::auth::{Principal, User};
use crate::context::Context;
use crate::cursor::Position;
use crate::error::ApiError;
use crate::payload::{Body, Created, List, NoContent, Reply};
use crate::query;

pub use body::{NewQuickReply, QuickReplyChange, RenderWish};

pub struct QuickRepliesApi;

/// A text that is ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rendered {
    pub content: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Place {
    title: String,
    id: Uuid,
}

impl Position for Place {
    const LIST: &'static str = "quick-replies";
}

#[OpenApi(prefix_path = "/api/quick-replies", tag = "Tag::Messages")]
impl QuickRepliesApi {
    /// List the company's quick replies and one's own, by title.
    #[oai(path = "/", method = "get", operation_id = "listQuickReplies")]
    async fn list(
        &self,
        User(user): User,
        cx: Context,
        /// Part of the title, the content or the shortcut.
        search: Query<Option<String>>,
        category: Query<Option<String>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<List<wire::QuickReply>, ApiError> {
        let limit = query::limit(limit.0)?;
        let after = cx.cursors.read_optional::<Place>(cursor.0.as_deref())?;
        let clean = |text: String| text.replace('\0', "").trim().to_owned();
        let filter = QuickReplyFilter {
            search: search.0.map(clean).filter(|text| !text.is_empty()),
            category: category.0.map(clean),
            after: after.map(|place| (place.title, place.id)),
        };
        let scope = cx.company(user.company_id);
        let rows = scope.quick_replies().list(user.user_id, &filter, u64::from(limit) + 1).await?;
        let (rows, last) = super::conversations::cut(rows, limit);
        let next = last.map(|row| cx.cursors.write(&Place { title: row.title, id: row.id })).transpose()?;
        Ok(List::new(rows.iter().map(view).collect(), next))
    }

    /// Add a quick reply: one's own, or, as a supervisor, the company's.
    #[oai(path = "/", method = "post", operation_id = "createQuickReply")]
    async fn create(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<NewQuickReply>,
    ) -> Result<Created<wire::QuickReply>, ApiError> {
        let outcome = change::create(&cx, &user, key.0.as_deref(), &body.0).await?;
        let row = find(&cx, &user, outcome.id).await?;
        Ok(if outcome.replayed { Created::replayed(view(&row)) } else { Created::new(view(&row)) })
    }

    /// Change a quick reply.
    #[oai(path = "/:id", method = "patch", operation_id = "updateQuickReply")]
    async fn update(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        body: Body<QuickReplyChange>,
    ) -> Result<Reply<wire::QuickReply>, ApiError> {
        Ok(Reply::new(view(&change::update(&cx, &user, id.0, &body.0).await?)))
    }

    /// Delete a quick reply.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteQuickReply")]
    async fn delete(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<NoContent, ApiError> {
        change::delete(&cx, &user, id.0).await?;
        Ok(NoContent)
    }

    /// Fill the variables of a quick reply for one conversation.
    #[oai(path = "/:id/render", method = "post", operation_id = "renderQuickReply")]
    async fn render(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        body: Body<RenderWish>,
    ) -> Result<Reply<Rendered>, ApiError> {
        let reply = find(&cx, &user, id.0).await?;
        let scope = cx.company(user.company_id);
        let row = sight::find(&scope, &user, body.0.conversation_id.0).await?;
        let person = scope.people().find_all(&[row.contact_id]).await?.pop().ok_or_else(ApiError::not_found)?;
        let company = cx.directory.company(&scope).await?;
        let department = company.department(row.department_id.or(user.department_id));
        let values = Values {
            customer_name: person.display_name(),
            customer_phone: person.phone().map(str::to_owned),
            agent_name: Some(user.name.clone()),
            department_name: department.map(|department| department.name.clone()),
            company_name: Some(company.rules.company_name.clone()),
            protocol: Some(row.protocol.clone()),
            greeting: Some(quick_reply::greeting(&company.rules, cx.clock.now()).to_owned()),
        };
        Ok(Reply::new(Rendered { content: quick_reply::render(&reply.content, &values) }))
    }
}

async fn find(cx: &Context, user: &Principal, id: Uuid) -> Result<entities::QuickReply, ApiError> {
    let found = cx.company(user.company_id).quick_replies().find(user.user_id, id).await?;
    found.ok_or_else(ApiError::not_found)
}

/// The company's belong to supervisors.
fn may_keep(user: &Principal, scope: QuickReplyScope) -> Result<(), ApiError> {
    match scope {
        QuickReplyScope::Company => user.supervisor(),
        QuickReplyScope::Personal => Ok(()),
    }
}

fn view(row: &entities::QuickReply) -> wire::QuickReply {
    wire::QuickReply {
        id: row.id,
        title: row.title.clone(),
        content: row.content.clone(),
        shortcut: row.shortcut.clone(),
        category: row.category.clone(),
        scope: row.scope.0,
        owner_id: row.owner_id,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
