//! What a company does not keep for ever: bodies of providers' events, attachments, texts, the audit trail. Everything goes in slices,
//! oldest first, and a slice that was cut off is found again by the next look. Nothing of an open conversation goes.

mod log;

use domain::channel::InboxState;
use domain::clock::Time;
use domain::company::{RetentionDays, Settings};
use domain::id::{CompanyId, ContactId, ConversationId};
use domain::media::MediaState;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Set, Statement,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::{audit_log, company, conversation, inbox_event, media, message, message_attempt, message_revision};
use crate::{Media, Text};

/// The statuses are said as the index says them, so that it is used.
const ENDED: &str = "
    SELECT id, contact_id FROM conversations
    WHERE company_id = $1 AND last_message_at < $2 AND status IN ('RESOLVED', 'ARCHIVED')
        AND (texts_gone_to IS NULL OR texts_gone_to < last_message_at)
    ORDER BY last_message_at LIMIT $3";

/// An ended conversation whose texts are too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct OldTexts {
    pub id: ConversationId,
    pub contact_id: ContactId,
}

/// What stands in place of what a message said.
fn nothing() -> Value {
    json!({"expired": true})
}

impl<M: Mode> System<M> {
    /// How many days each company keeps what.
    pub async fn retentions(&self) -> Result<Vec<(CompanyId, RetentionDays)>, StoreError> {
        let all = company::Entity::find().select_only().column(company::Column::Id).column(company::Column::Settings);
        let all: Vec<(CompanyId, Value)> = all.order_by_asc(company::Column::Id).into_tuple().all(&self.db()).await?;
        let days = |settings: Value| serde_json::from_value::<Settings>(settings).unwrap_or_default().retention_days;
        Ok(all.into_iter().map(|(id, settings)| (id, days(settings))).collect())
    }
}

impl System<Writing> {
    /// Take the bodies of up to `limit` events that came from `after` to before `before`. What was given up or set aside and that
    /// nobody looked at is over with it. The rows stay, so that a second copy is still known.
    pub async fn forget_bodies(
        &self,
        companies: &[CompanyId],
        after: Time,
        before: Time,
        limit: u64,
        now: Time,
    ) -> Result<u64, StoreError> {
        use inbox_event::Column;

        let mut gone = 0;
        for state in [InboxState::Done, InboxState::Dead, InboxState::Parked] {
            let old = Query::select()
                .column(Column::Id)
                .from(inbox_event::Entity)
                .and_where(Column::State.eq(Text(state)))
                .and_where(Column::ReceivedAt.gte(after))
                .and_where(Column::ReceivedAt.lt(before))
                .and_where(Column::CompanyId.is_in(companies.iter().copied()))
                .and_where(Expr::cust("length(body) > 0"))
                .order_by(Column::ReceivedAt, sea_orm::sea_query::Order::Asc)
                .limit(limit)
                .to_owned();
            let mut update = inbox_event::Entity::update_many()
                .col_expr(Column::Body, Expr::value(Vec::<u8>::new()))
                .col_expr(Column::UpdatedAt, Expr::value(now))
                .filter(Column::Id.in_subquery(old));
            if state != InboxState::Done {
                update = update
                    .col_expr(Column::State, Expr::value(Text(InboxState::Done)))
                    .col_expr(Column::DoneAt, Expr::value(now))
                    .col_expr(Column::Error, Expr::value("expired"));
            }
            gone += update.exec(&self.db()).await?.rows_affected;
        }
        Ok(gone)
    }

    /// Remove up to `limit` events that are dealt with and came before `before`.
    pub async fn forget_events(&self, companies: &[CompanyId], before: Time, limit: u64) -> Result<u64, StoreError> {
        use inbox_event::Column;

        let old = Query::select()
            .column(Column::Id)
            .from(inbox_event::Entity)
            .and_where(Column::State.eq(Text(InboxState::Done)))
            .and_where(Column::ReceivedAt.lt(before))
            .and_where(Column::CompanyId.is_in(companies.iter().copied()))
            .order_by(Column::ReceivedAt, sea_orm::sea_query::Order::Asc)
            .limit(limit)
            .to_owned();
        let gone = inbox_event::Entity::delete_many().filter(Column::Id.in_subquery(old));
        Ok(gone.exec(&self.db()).await?.rows_affected)
    }
}

impl<M: Mode> Scope<M> {
    /// Up to `limit` ended conversations whose last message came before `before` and of which texts are left.
    pub async fn old_texts(&self, before: Time, limit: u64) -> Result<Vec<OldTexts>, StoreError> {
        let backend = self.db().get_database_backend();
        let sql = if backend == DbBackend::Sqlite { ENDED.replace('$', "?") } else { ENDED.to_owned() };
        let values = [self.company.into(), before.into(), limit.into()];
        let old = OldTexts::find_by_statement(Statement::from_sql_and_values(backend, sql, values));
        Ok(old.all(&self.db()).await?)
    }

    /// Up to `limit` attachments that came before `before`, of ended conversations.
    pub async fn old_files(&self, before: Time, limit: u64) -> Result<Vec<Media>, StoreError> {
        let ended = Query::select()
            .column((message::Entity, message::Column::Id))
            .from(message::Entity)
            .inner_join(
                conversation::Entity,
                Expr::col((conversation::Entity, conversation::Column::Id))
                    .equals((message::Entity, message::Column::ConversationId)),
            )
            .and_where(
                Expr::col((message::Entity, message::Column::Id)).equals((media::Entity, media::Column::MessageId)),
            )
            .and_where(Expr::col((conversation::Entity, conversation::Column::Status)).is_in(["RESOLVED", "ARCHIVED"]))
            .to_owned();
        let old = media::Entity::find()
            .filter(media::Column::CompanyId.eq(self.company))
            .filter(Expr::cust("media.state = 'READY'"))
            .filter(media::Column::CreatedAt.lt(before))
            .filter(Expr::exists(ended))
            .order_by_asc(media::Column::CreatedAt);
        Ok(old.limit(limit).all(&self.db()).await?)
    }

    /// Up to `limit` attachments of a conversation that are there.
    pub async fn files_of(&self, conversation: ConversationId, limit: u64) -> Result<Vec<Media>, StoreError> {
        let own = media::Entity::find()
            .filter(media::Column::CompanyId.eq(self.company))
            .filter(media::Column::State.eq(Text(MediaState::Ready)))
            .filter(media::Column::MessageId.in_subquery(self.messages_of(conversation)));
        Ok(own.limit(limit).all(&self.db()).await?)
    }

    /// Another attachment that is there has the same bytes.
    pub async fn is_shared(&self, file: &Media) -> Result<bool, StoreError> {
        let others = media::Entity::find()
            .filter(media::Column::StorageKey.eq(file.storage_key.clone()))
            .filter(media::Column::State.eq(Text(MediaState::Ready)))
            .filter(media::Column::Id.ne(file.id));
        Ok(others.one(&self.db()).await?.is_some())
    }

    fn messages_of(&self, conversation: ConversationId) -> SelectStatement {
        Query::select()
            .column(message::Column::Id)
            .from(message::Entity)
            .and_where(message::Column::CompanyId.eq(self.company))
            .and_where(message::Column::ConversationId.eq(conversation))
            .to_owned()
    }
}

impl Scope<Writing> {
    /// The attachment is no more, and its bytes are gone.
    pub async fn expire_file(&self, file: &Media, now: Time) -> Result<u64, StoreError> {
        use media::Column;

        let expired = media::Entity::update_many()
            .set(media::ActiveModel {
                state: Set(Text(MediaState::Expired)),
                storage_key: Set(None),
                file_name: Set(None),
                sha256: Set(None),
                provider_ref: Set(nothing()),
                error_code: Set(Some("retention".to_owned())),
                updated_at: Set(now),
                ..Default::default()
            })
            .filter(Column::CompanyId.eq(self.company))
            .filter(Column::Id.eq(file.id));
        Ok(expired.exec(&self.db()).await?.rows_affected)
    }

    /// Take the texts of up to `limit` messages of a conversation whose contact is locked, there and in the log. `None` = it is open
    /// again, or somebody wrote since. Fewer than `limit` = it is done with, and marked so.
    pub async fn forget_texts(
        &self,
        conversation: ConversationId,
        before: Time,
        limit: u64,
        now: Time,
    ) -> Result<Option<u64>, StoreError> {
        use message::Column;

        let Some(row) = self.conversations().find(conversation).await? else { return Ok(None) };
        if row.status.0.is_active() || row.last_message_at >= before {
            return Ok(None);
        }
        let left = message::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::CompanyId.eq(self.company))
            .filter(Column::ConversationId.eq(conversation))
            .filter(Column::Metadata.ne(nothing()))
            .limit(limit)
            .into_tuple::<Uuid>();
        let ids = left.all(&self.db()).await?;
        self.forget_revisions(&ids).await?;
        let texts = message::Entity::update_many()
            .set(message::ActiveModel {
                content: Set(None),
                error_detail: Set(None),
                template: Set(None),
                metadata: Set(nothing()),
                updated_at: Set(now),
                ..Default::default()
            })
            .filter(Column::CompanyId.eq(self.company))
            .filter(Column::Id.is_in(ids));
        let gone = texts.exec(&self.db()).await?.rows_affected;
        let logged = self.forget_logged(&row, limit).await?;
        let gone = Ord::max(gone, logged);
        if gone < limit {
            conversation::Entity::update_many()
                .col_expr(conversation::Column::TextsGoneTo, Expr::value(row.last_message_at))
                .filter(conversation::Column::CompanyId.eq(self.company))
                .filter(conversation::Column::Id.eq(conversation))
                .exec(&self.db())
                .await?;
        }
        Ok(Some(gone))
    }

    /// What these messages said before they were edited, and what providers said of them.
    pub(super) async fn forget_revisions(&self, messages: &[Uuid]) -> Result<(), StoreError> {
        message_revision::Entity::delete_many()
            .filter(message_revision::Column::CompanyId.eq(self.company))
            .filter(message_revision::Column::MessageId.is_in(messages.iter().copied()))
            .exec(&self.db())
            .await?;
        message_attempt::Entity::update_many()
            .col_expr(message_attempt::Column::Detail, Expr::value(Option::<String>::None))
            .filter(message_attempt::Column::CompanyId.eq(self.company))
            .filter(message_attempt::Column::MessageId.is_in(messages.iter().copied()))
            .exec(&self.db())
            .await?;
        Ok(())
    }

    /// Remove up to `limit` audit entries from before `before`.
    pub async fn forget_audit(&self, before: Time, limit: u64) -> Result<u64, StoreError> {
        use audit_log::Column;

        let old = Query::select()
            .column(Column::Id)
            .from(audit_log::Entity)
            .and_where(Column::CompanyId.eq(self.company))
            .and_where(Column::Timestamp.lt(before))
            .order_by(Column::Timestamp, sea_orm::sea_query::Order::Asc)
            .limit(limit)
            .to_owned();
        let gone = audit_log::Entity::delete_many().filter(Column::Id.in_subquery(old));
        Ok(gone.exec(&self.db()).await?.rows_affected)
    }
}
