//! What a conversation carries: the company's tags, and the caller's own pin.

use domain::wire;
use entities::PIN_LIMIT;
use garde::Validate;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path};
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::commands::run::{Command, run};
use super::sight;
use crate::again::again;
use crate::auth::User;
use crate::context::Context;
use crate::endpoints::Tag;
use crate::error::{ApiError, Language};
use crate::payload::{Body, Id, NoContent, Reply};

/// Tags and pins of conversations.
pub struct ConversationMarks;

/// The tags that it shall carry, and no others.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct ConversationTags {
    #[garde(length(max = 50))]
    pub tag_ids: Vec<Id>,
}

#[OpenApi(prefix_path = "/api/conversations", tag = "Tag::Conversations")]
impl ConversationMarks {
    /// Say which tags a conversation carries.
    #[oai(path = "/:id/tags", method = "put", operation_id = "setConversationTags")]
    async fn tags(
        &self,
        User(user): User,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<ConversationTags>,
    ) -> Result<Reply<wire::Conversation>, ApiError> {
        let command = Command::Tag { tags: body.0.tag_ids.iter().map(|id| id.0).collect() };
        run(&cx, &user, *language.0, id.0, if_match.0.as_deref(), &command).await
    }

    /// Keep a conversation at the top of one's own list.
    #[oai(path = "/:id/pin", method = "put", operation_id = "pinConversation")]
    async fn pin(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<NoContent, ApiError> {
        again(|| async {
            let tx = cx.begin(user.company_id).await?;
            sight::find(&tx, &user, id.0).await?;
            tx.users().lock(user.user_id).await?;
            let pins = tx.pins(user.user_id).await?;
            if pins.len() >= PIN_LIMIT && !pins.contains(&id.0) {
                return Err(ApiError::validation("id", format!("at most {PIN_LIMIT} pins")));
            }
            tx.pin(user.user_id, id.0, cx.clock.now()).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        Ok(NoContent)
    }

    /// Let go of one's own pin.
    #[oai(path = "/:id/pin", method = "delete", operation_id = "unpinConversation")]
    async fn unpin(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<NoContent, ApiError> {
        again(|| async {
            let tx = cx.begin(user.company_id).await?;
            sight::find(&tx, &user, id.0).await?;
            tx.unpin(user.user_id, id.0).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        Ok(NoContent)
    }
}
