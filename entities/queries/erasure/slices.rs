//! What is written of a person, a few rows at a time: nobody else waits long for the writer.

use domain::clock::Time;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QuerySelect as _, Set,
};
use serde_json::{Value, json};

use super::{Erased, Erasure, nothing};
use crate::error::StoreError;
use crate::scope::Writing;
use crate::tables::{audit_log, conversation, conversation_note, event, message, webhook_delivery};

impl Erasure<'_, Writing> {
    /// One slice of what is written of the person, at most `limit` rows of each table. Nothing left = all zero.
    pub async fn slice(&self, limit: u64, now: Time) -> Result<Vec<Erased>, StoreError> {
        let written = vec![
            ("messages", self.texts(limit, now).await?),
            ("events", self.events(limit).await?),
            ("conversation_notes", self.notes(limit).await?),
        ];
        if written.iter().any(|(_, rows)| *rows > 0) {
            return Ok(written);
        }
        Ok(vec![
            ("conversations", self.remarks(limit).await?),
            ("webhook_deliveries", self.excerpts(limit).await?),
            ("audit_logs", self.audit(limit).await?),
        ])
    }

    async fn texts(&self, limit: u64, now: Time) -> Result<u64, StoreError> {
        use message::Column;
        let left = message::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::CompanyId.eq(self.scope.company))
            .filter(Column::ContactId.eq(self.contact))
            .filter(Column::Metadata.ne(nothing()))
            .limit(limit)
            .into_tuple::<uuid::Uuid>();
        let ids = left.all(&self.scope.db()).await?;
        self.scope.forget_revisions(&ids).await?;
        let texts = message::Entity::update_many()
            .set(message::ActiveModel {
                content: Set(None),
                media_id: Set(None),
                whatsapp_message_id: Set(None),
                provider_key: Set(None),
                error_detail: Set(None),
                reply_to_provider_id: Set(None),
                client_id: Set(None),
                template: Set(None),
                metadata: Set(nothing()),
                updated_at: Set(now),
                ..Default::default()
            })
            .filter(Column::CompanyId.eq(self.scope.company))
            .filter(Column::Id.is_in(ids));
        Ok(texts.exec(&self.scope.db()).await?.rows_affected)
    }

    /// Each event keeps what it was about, as ids.
    async fn events(&self, limit: u64) -> Result<u64, StoreError> {
        let db = self.scope.db();
        let of_person = event::Column::ContactId
            .eq(self.contact)
            .or(event::Column::ConversationId.in_subquery(self.conversations()));
        let left = event::Entity::find()
            .filter(event::Column::CompanyId.eq(self.scope.company))
            .filter(of_person)
            .filter(Expr::cust("CAST(events.payload AS text) NOT LIKE '%\"erased\"%'"))
            .limit(limit)
            .all(&db)
            .await?;
        let count = left.len() as u64;
        for row in left {
            let payload = ids_of(&row.payload);
            let mut row = row.into_active_model();
            row.payload = Set(payload);
            row.update(&db).await?;
        }
        Ok(count)
    }

    async fn notes(&self, limit: u64) -> Result<u64, StoreError> {
        let some = Query::select()
            .column(conversation_note::Column::Id)
            .from(conversation_note::Entity)
            .and_where(conversation_note::Column::CompanyId.eq(self.scope.company))
            .and_where(conversation_note::Column::ConversationId.in_subquery(self.conversations()))
            .limit(limit)
            .to_owned();
        let notes = conversation_note::Entity::delete_many()
            .filter(conversation_note::Column::CompanyId.eq(self.scope.company))
            .filter(conversation_note::Column::Id.in_subquery(some));
        Ok(notes.exec(&self.scope.db()).await?.rows_affected)
    }

    /// What was noted beside the conversations.
    async fn remarks(&self, limit: u64) -> Result<u64, StoreError> {
        use conversation::Column;
        let some = Query::select()
            .column(Column::Id)
            .from(conversation::Entity)
            .and_where(Column::CompanyId.eq(self.scope.company))
            .and_where(Column::ContactId.eq(self.contact))
            .and_where(Column::Metadata.ne(nothing()))
            .limit(limit)
            .to_owned();
        let remarks = conversation::Entity::update_many()
            .col_expr(Column::Metadata, Expr::value(nothing()))
            .filter(Column::CompanyId.eq(self.scope.company))
            .filter(Column::Id.in_subquery(some));
        Ok(remarks.exec(&self.scope.db()).await?.rows_affected)
    }

    /// What integrators answered.
    async fn excerpts(&self, limit: u64) -> Result<u64, StoreError> {
        use webhook_delivery::Column;
        let some = Query::select()
            .column(Column::Id)
            .from(webhook_delivery::Entity)
            .and_where(Column::CompanyId.eq(self.scope.company))
            .and_where(Column::ConversationId.in_subquery(self.conversations()))
            .and_where(Column::ResponseExcerpt.is_not_null().or(Column::LastError.is_not_null()))
            .limit(limit)
            .to_owned();
        let excerpts = webhook_delivery::Entity::update_many()
            .col_expr(Column::ResponseExcerpt, Expr::value(Option::<String>::None))
            .col_expr(Column::LastError, Expr::value(Option::<String>::None))
            .filter(Column::CompanyId.eq(self.scope.company))
            .filter(Column::Id.in_subquery(some));
        Ok(excerpts.exec(&self.scope.db()).await?.rows_affected)
    }

    async fn audit(&self, limit: u64) -> Result<u64, StoreError> {
        use audit_log::Column;
        let some = Query::select()
            .column(Column::Id)
            .from(audit_log::Entity)
            .and_where(Column::CompanyId.eq(self.scope.company))
            .and_where(Column::EntityId.is_in(self.about().await?))
            .and_where(Column::Metadata.ne(nothing()))
            .limit(limit)
            .to_owned();
        let entries = audit_log::Entity::update_many()
            .col_expr(Column::Metadata, Expr::value(nothing()))
            .filter(Column::CompanyId.eq(self.scope.company))
            .filter(Column::Id.in_subquery(some));
        Ok(entries.exec(&self.scope.db()).await?.rows_affected)
    }
}

/// What an event is about: its own ids, and those of the conversation and message it showed.
fn ids_of(payload: &Value) -> Value {
    let mut ids = nothing();
    for (name, value) in payload.as_object().into_iter().flatten() {
        if name.ends_with("Id") && value.is_string() || name == "status" {
            ids[name] = value.clone();
        }
        if let Some(id) = value.get("id").filter(|id| id.is_string()) {
            ids[name] = json!({"id": id});
        }
    }
    ids
}
