//! One thing done to many conversations, each judged alone and in a transaction of its own.

use domain::id::{DepartmentId, UserId};
use garde::Validate;
use poem::http::StatusCode;
use poem_openapi::OpenApi;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::commands::run::{Command, attempt};
use crate::again::again;
use crate::audit::{Action, Entity, audit_alone};
use crate::auth::{Principal, User};
use crate::context::Context;
use crate::endpoints::Tag;
use crate::error::{ApiError, Code};
use crate::payload::{Body, Id, Reply};

/// Many conversations at once.
pub struct BulkApi;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BulkAction {
    /// Without a word to the customer, unless `sendMessage`.
    Resolve,
    Archive,
    /// To `userId`, or to the caller.
    Assign,
    /// To `departmentId`, and there to `userId` if said.
    Transfer,
    /// Carry `tagIds` and no others.
    Tag,
    Read,
}

/// What is to be done, and to which.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct BulkWish {
    /// Up to 100.
    #[garde(length(min = 1, max = 100))]
    pub ids: Vec<Id>,
    pub action: BulkAction,
    #[serde(default)]
    pub user_id: Option<Id>,
    #[serde(default)]
    pub department_id: Option<Id>,
    #[serde(default)]
    #[garde(inner(length(max = 50)))]
    pub tag_ids: Option<Vec<Id>>,
    /// Supervisors: beyond the agent's capacity.
    #[serde(default)]
    pub force: bool,
    #[serde(default)]
    pub send_message: bool,
}

/// What came of each, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BulkAnswer {
    pub results: Vec<BulkResult>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BulkResult {
    pub id: Uuid,
    /// As the answer would have been for this one alone: 200, 404, 409..
    pub status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
}

impl BulkWish {
    fn command(&self, user: &Principal) -> Result<Command, ApiError> {
        self.says_nothing_in_vain()?;
        let to: Option<UserId> = self.user_id.map(|id| id.0);
        Ok(match self.action {
            BulkAction::Resolve => Command::Resolve { say_goodbye: self.send_message },
            BulkAction::Archive => Command::Archive,
            BulkAction::Assign => Command::Assign { to: to.unwrap_or(user.user_id), force: self.force },
            BulkAction::Transfer => {
                let department: Option<DepartmentId> = self.department_id.map(|id| id.0);
                let department = department.ok_or_else(|| ApiError::validation("departmentId", "required"))?;
                Command::Transfer { department, to, force: self.force, note: None }
            }
            BulkAction::Tag => {
                let tags = self.tag_ids.as_ref().ok_or_else(|| ApiError::validation("tagIds", "required"))?;
                Command::Tag { tags: tags.iter().map(|id| id.0).collect() }
            }
            BulkAction::Read => Command::Read,
        })
    }

    /// Refuse what the action does not use: whoever sent it expects something to come of it.
    fn says_nothing_in_vain(&self) -> Result<(), ApiError> {
        let uses: &[&str] = match self.action {
            BulkAction::Assign => &["userId"],
            BulkAction::Transfer => &["userId", "departmentId"],
            BulkAction::Tag => &["tagIds"],
            BulkAction::Resolve | BulkAction::Archive | BulkAction::Read => &[],
        };
        let said = [
            ("userId", self.user_id.is_some()),
            ("departmentId", self.department_id.is_some()),
            ("tagIds", self.tag_ids.is_some()),
        ];
        match said.into_iter().find(|(field, said)| *said && !uses.contains(field)) {
            Some((field, _)) => Err(ApiError::validation(field, "not used by this action")),
            None => Ok(()),
        }
    }

    /// As in the audit trail of one that failed.
    fn attempted(&self) -> Action {
        match self.action {
            BulkAction::Resolve => Action::Resolve,
            BulkAction::Archive => Action::Archive,
            BulkAction::Assign => Action::Assign,
            BulkAction::Transfer => Action::Transfer,
            BulkAction::Tag | BulkAction::Read => Action::Update,
        }
    }
}

#[OpenApi(prefix_path = "/api/conversations", tag = "Tag::Conversations")]
impl BulkApi {
    /// Do one thing to many conversations. Each is judged alone: one that cannot be done keeps no other from it.
    #[oai(path = "/bulk", method = "post", operation_id = "bulkConversations")]
    async fn bulk(&self, User(user): User, cx: Context, body: Body<BulkWish>) -> Result<Reply<BulkAnswer>, ApiError> {
        let wish = body.0;
        let command = wish.command(&user)?;
        let mut results = Vec::with_capacity(wish.ids.len());
        for Id(id) in &wish.ids {
            // Boxed: an attendance is a large thing to carry in every future above.
            let done = again(|| Box::pin(attempt(&cx, &user, *id, None, &command))).await;
            let (status, code) = match done {
                Ok((_, after)) => {
                    if let Some(after) = after {
                        cx.told(user.company_id, after).await;
                    }
                    (StatusCode::OK, None)
                }
                Err(error) => (error.code().status(), Some(error.code())),
            };
            if code.is_some() && wish.action != BulkAction::Read {
                let entry = cx.request.entry(Some(&user), wish.attempted(), Entity::Conversation, Some(*id), status);
                audit_alone(&cx, Some(user.company_id), entry).await;
            }
            results.push(BulkResult { id: *id, status: status.as_u16(), code });
        }
        Ok(Reply::new(BulkAnswer { results }))
    }
}
