//! Texts that go, in a log that is kept longer.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QuerySelect as _, Set,
};
use serde_json::Value;

use super::nothing;
use crate::Conversation;
use crate::error::StoreError;
use crate::scope::{Scope, Writing};
use crate::tables::event;

/// Events that show a message or what a provider said of it.
const WITH_TEXTS: [&str; 4] = ["message-received", "message-sent", "message-updated", "message-failed"];

/// An event with everything but the texts of its message, so that what is counted from it stays the same.
fn without_texts(mut payload: Value) -> Value {
    if let Some(message) = payload.get_mut("message").and_then(Value::as_object_mut) {
        for name in ["content", "template", "replyTo", "error"] {
            message.insert(name.to_owned(), Value::Null);
        }
        message.insert("metadata".to_owned(), nothing());
        if let Some(media) = message.get_mut("media").and_then(Value::as_object_mut) {
            media.insert("fileName".to_owned(), Value::Null);
        }
    } else {
        payload["error"] = nothing();
    }
    payload
}

impl Scope<Writing> {
    /// Take what up to `limit` events of a conversation tell of its messages' texts: the log may be kept longer than the messages.
    pub(super) async fn forget_logged(&self, conversation: &Conversation, limit: u64) -> Result<u64, StoreError> {
        use event::Column;

        let left = event::Entity::find()
            .filter(Column::CompanyId.eq(self.company))
            .filter(Column::ContactId.eq(conversation.contact_id))
            .filter(Column::ConversationId.eq(conversation.id))
            .filter(Column::Name.is_in(WITH_TEXTS))
            .filter(Expr::cust("CAST(events.payload AS text) NOT LIKE '%\"expired\"%'"))
            .limit(limit)
            .all(&self.db())
            .await?;
        let count = left.len() as u64;
        for row in left {
            let payload = without_texts(row.payload.clone());
            let mut row = row.into_active_model();
            row.payload = Set(payload);
            row.update(&self.db()).await?;
        }
        Ok(count)
    }
}
