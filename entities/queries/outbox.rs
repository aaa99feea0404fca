//! The outbox: every message that is not final yet, in the sending order of its contact.
//!
//! The attempt is committed before the provider is called: a process that dies in between leaves a row in SENDING, which is
//! unknown, never unsent.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{ChannelId, ContactId, ConversationId, MessageId};
use domain::message::{MessageStatus, Origin};
use domain::outbox::{AttemptOutcome, Phase};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult as _,
    QueryFilter as _, Set, Statement,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::{message, message_attempt, outbox};
use crate::{OutboxRow, Text};

/// Longer than a provider call may take, so that a living worker never loses a row to another.
const LEASE: Duration = Duration::seconds(30);

impl System<Writing> {
    /// Lease up to `limit` rows that are due and the oldest of their contact, on channels that may send, at most `share` of one
    /// company. A row found in SENDING was left by a worker that died.
    pub async fn claim_outbox(
        &self,
        worker: &str,
        share: u32,
        limit: u32,
        now: Time,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite { CLAIM_SQLITE } else { CLAIM_POSTGRES };
        let values = [now.into(), share.into(), limit.into(), (now + LEASE).into(), worker.into()];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        Ok(OutboxRow::find_by_statement(statement).all(&db).await?)
    }
}

impl System<Writing> {
    /// Lease rows whose time is over on channels that do not send: nobody else would ever look at them.
    pub async fn claim_expired_outbox(
        &self,
        worker: &str,
        limit: u32,
        now: Time,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite {
            EXPIRED.replace('$', "?").replace("/*lock*/", "")
        } else {
            EXPIRED.replace("/*lock*/", "FOR UPDATE SKIP LOCKED")
        };
        let values = [now.into(), limit.into(), (now + LEASE).into(), worker.into()];
        Ok(OutboxRow::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(&db).await?)
    }
}

const EXPIRED: &str = "
    UPDATE outbox SET lease_until = $3, leased_by = $4, lease_token = lease_token + 1
    WHERE id IN (
        SELECT id FROM outbox
        WHERE expires_at <= $1 AND phase = 'QUEUED' AND (lease_until IS NULL OR lease_until < $1)
        ORDER BY id LIMIT $2 /*lock*/
    ) RETURNING *";

const CLAIM_POSTGRES: &str = "
    WITH RECURSIVE company AS (
        (SELECT company_id FROM outbox WHERE next_at <= $1 ORDER BY company_id LIMIT 1)
        UNION ALL
        SELECT (SELECT o.company_id FROM outbox o WHERE o.company_id > company.company_id AND o.next_at <= $1
                ORDER BY o.company_id LIMIT 1)
        FROM company WHERE company.company_id IS NOT NULL
    ), picked AS (
        SELECT due.id FROM company CROSS JOIN LATERAL (
            SELECT o.id, o.next_at FROM outbox o JOIN channels c ON c.id = o.channel_id
            WHERE o.company_id = company.company_id AND o.next_at <= $1 AND (o.lease_until IS NULL OR o.lease_until < $1)
              AND c.status IN ('ACTIVE', 'DEGRADED') AND (c.send_after IS NULL OR c.send_after <= $1)
              AND NOT EXISTS (SELECT 1 FROM outbox e
                              WHERE e.channel_id = o.channel_id AND e.contact_id = o.contact_id AND e.id < o.id)
            ORDER BY o.next_at, o.id LIMIT $2 FOR UPDATE OF o SKIP LOCKED
        ) due
        WHERE company.company_id IS NOT NULL ORDER BY due.next_at, due.id LIMIT $3
    )
    UPDATE outbox SET lease_until = $4, leased_by = $5, lease_token = lease_token + 1
    WHERE id IN (SELECT id FROM picked) RETURNING *";

const CLAIM_SQLITE: &str = "
    UPDATE outbox SET lease_until = ?4, leased_by = ?5, lease_token = lease_token + 1
    WHERE id IN (
        SELECT id FROM (
            SELECT o.id, o.next_at, row_number() OVER (PARTITION BY o.company_id ORDER BY o.next_at, o.id) AS place
            FROM outbox o JOIN channels c ON c.id = o.channel_id
            WHERE o.next_at <= ?1 AND (o.lease_until IS NULL OR o.lease_until < ?1)
              AND c.status IN ('ACTIVE', 'DEGRADED') AND (c.send_after IS NULL OR c.send_after <= ?1)
              AND NOT EXISTS (SELECT 1 FROM outbox e
                              WHERE e.channel_id = o.channel_id AND e.contact_id = o.contact_id AND e.id < o.id)
        ) WHERE place <= ?2 ORDER BY next_at, id LIMIT ?3
    ) RETURNING *";

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSend {
    pub message: MessageId,
    pub conversation: ConversationId,
    pub channel: ChannelId,
    pub contact: ContactId,
    pub expires_at: Time,
}

/// One attempt that was not simply accepted, for the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRecord {
    pub outcome: AttemptOutcome,
    pub http_status: Option<i32>,
    pub provider_code: Option<String>,
    pub detail: Option<String>,
}

pub struct Outbox<'a, M>(&'a Scope<M>);

impl<M> Scope<M> {
    pub fn outbox(&self) -> Outbox<'_, M> {
        Outbox(self)
    }
}

impl<M: Mode> Outbox<'_, M> {
    fn all(&self) -> sea_orm::Select<outbox::Entity> {
        outbox::Entity::find().filter(outbox::Column::CompanyId.eq(self.0.company))
    }

    /// The rows of these messages: a message without one is final.
    pub async fn of(&self, messages: &[MessageId]) -> Result<Vec<OutboxRow>, StoreError> {
        Ok(self.all().filter(outbox::Column::MessageId.is_in(messages.iter().copied())).all(&self.0.db()).await?)
    }

    /// The message that was given up and had been sent under one of these ids of ours.
    pub async fn given_up(&self, ids: &[&str]) -> Result<Option<MessageId>, StoreError> {
        let lost = message_attempt::Entity::find()
            .filter(message_attempt::Column::CompanyId.eq(self.0.company))
            .filter(message_attempt::Column::PreallocatedId.is_in(ids.iter().copied()))
            .filter(message_attempt::Column::Outcome.eq(Text(AttemptOutcome::ReconciledLost)));
        Ok(lost.one(&self.0.db()).await?.map(|attempt| attempt.message_id))
    }

    /// What is on its way to a contact on a channel.
    pub async fn open_sends(&self, channel: ChannelId, contact: ContactId) -> Result<Vec<OutboxRow>, StoreError> {
        let rows =
            self.all().filter(outbox::Column::ChannelId.eq(channel)).filter(outbox::Column::ContactId.eq(contact));
        Ok(rows.all(&self.0.db()).await?)
    }
}

impl Outbox<'_, Writing> {
    /// Queue a message. Under its contact's lock, so that the row's number is the sending order.
    pub async fn enqueue(&self, send: &NewSend, now: Time) -> Result<(), StoreError> {
        let row = outbox::ActiveModel {
            id: NotSet,
            company_id: Set(self.0.company),
            message_id: Set(send.message),
            conversation_id: Set(send.conversation),
            channel_id: Set(send.channel),
            contact_id: Set(send.contact),
            phase: Set(Text(Phase::Queued)),
            attempt: Set(0),
            next_at: Set(now),
            expires_at: Set(send.expires_at),
            lease_token: Set(0),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        outbox::Entity::insert(row).exec_without_returning(&self.0.db()).await?;
        Ok(())
    }

    /// Write a leased row back as it stands in `row`, and let go of it unless `keep`. `false` = the lease is lost: stop.
    pub async fn write(&self, row: &OutboxRow, keep: bool, now: Time) -> Result<bool, StoreError> {
        let lease_until = if keep { row.lease_until } else { None };
        let written = outbox::Entity::update_many()
            .col_expr(outbox::Column::Phase, Expr::value(row.phase))
            .col_expr(outbox::Column::Attempt, Expr::value(row.attempt))
            .col_expr(outbox::Column::Correlation, Expr::value(row.correlation.clone()))
            .col_expr(outbox::Column::PreallocatedId, Expr::value(row.preallocated_id.clone()))
            .col_expr(outbox::Column::StartedAt, Expr::value(row.started_at))
            .col_expr(outbox::Column::NextAt, Expr::value(row.next_at))
            .col_expr(outbox::Column::NudgedAt, Expr::value(None::<Time>))
            .col_expr(outbox::Column::LeaseUntil, Expr::value(lease_until))
            .col_expr(outbox::Column::UpdatedAt, Expr::value(now))
            .filter(outbox::Column::CompanyId.eq(self.0.company))
            .filter(outbox::Column::Id.eq(row.id))
            .filter(outbox::Column::LeaseToken.eq(row.lease_token));
        Ok(written.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// The message is final. `false` = the lease is lost, and somebody else decides.
    pub async fn finish(&self, row: &OutboxRow) -> Result<bool, StoreError> {
        let own = outbox::Entity::delete_many()
            .filter(outbox::Column::CompanyId.eq(self.0.company))
            .filter(outbox::Column::Id.eq(row.id))
            .filter(outbox::Column::LeaseToken.eq(row.lease_token));
        Ok(own.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// Take a message away whoever has it: evidence has made it final.
    pub async fn settle(&self, message: MessageId) -> Result<bool, StoreError> {
        let own = outbox::Entity::delete_many()
            .filter(outbox::Column::CompanyId.eq(self.0.company))
            .filter(outbox::Column::MessageId.eq(message));
        Ok(own.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// Take away what evidence has made final, unless a provider is being called for it right now: its worker sees the evidence itself.
    pub async fn settle_known(&self, messages: &[MessageId]) -> Result<(), StoreError> {
        outbox::Entity::delete_many()
            .filter(outbox::Column::CompanyId.eq(self.0.company))
            .filter(outbox::Column::MessageId.is_in(messages.iter().copied()))
            .filter(outbox::Column::Phase.ne(Text(Phase::Sending)))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// Everything that waits on a channel may be nudged at once.
    pub async fn unnudge(&self, channel: ChannelId) -> Result<(), StoreError> {
        outbox::Entity::update_many()
            .col_expr(outbox::Column::NudgedAt, Expr::value(None::<Time>))
            .filter(outbox::Column::CompanyId.eq(self.0.company))
            .filter(outbox::Column::ChannelId.eq(channel))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// Withdraw one message that nobody has tried to send yet. `false` = too late.
    pub async fn withdraw(&self, message: MessageId) -> Result<bool, StoreError> {
        let untouched = outbox::Entity::delete_many()
            .filter(outbox::Column::CompanyId.eq(self.0.company))
            .filter(outbox::Column::MessageId.eq(message))
            .filter(outbox::Column::Phase.eq(Text(Phase::Queued)))
            .filter(outbox::Column::LeaseUntil.is_null());
        Ok(untouched.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// Withdraw the conversation's bot texts that nobody has tried to send: a step made them pointless.
    pub async fn supersede_bot_texts(
        &self,
        conversation: ConversationId,
        now: Time,
    ) -> Result<Vec<MessageId>, StoreError> {
        let bot = Query::select()
            .column(message::Column::Id)
            .from(message::Entity)
            .and_where(message::Column::ConversationId.eq(conversation))
            .and_where(message::Column::Origin.eq(Text(Origin::Bot)))
            .and_where(message::Column::Status.eq(Text(MessageStatus::Pending)))
            .to_owned();
        let withdrawn = outbox::Entity::delete_many()
            .filter(outbox::Column::CompanyId.eq(self.0.company))
            .filter(outbox::Column::ConversationId.eq(conversation))
            .filter(outbox::Column::Phase.eq(Text(Phase::Queued)))
            .filter(outbox::Column::Attempt.eq(0))
            .filter(outbox::Column::LeaseUntil.is_null())
            .filter(outbox::Column::MessageId.in_subquery(bot))
            .exec_with_returning(&self.0.db())
            .await?;
        let ids: Vec<MessageId> = withdrawn.into_iter().map(|row| row.message_id).collect();
        if !ids.is_empty() {
            message::Entity::update_many()
                .col_expr(message::Column::Status, Expr::value(Text(MessageStatus::Failed)))
                .col_expr(message::Column::FailedAt, Expr::value(Some(now)))
                .col_expr(message::Column::ErrorCode, Expr::value(Some("superseded")))
                .filter(message::Column::CompanyId.eq(self.0.company))
                .filter(message::Column::Id.is_in(ids.iter().copied()))
                .exec(&self.0.db())
                .await?;
        }
        Ok(ids)
    }

    /// Add to the history of attempts; the same outcome of the same attempt is one row.
    pub async fn record_attempt(&self, row: &OutboxRow, record: AttemptRecord, now: Time) -> Result<(), StoreError> {
        let history = message_attempt::ActiveModel {
            id: Set(domain::id::new_id()),
            company_id: Set(self.0.company),
            message_id: Set(row.message_id),
            number: Set(row.attempt),
            started_at: Set(row.started_at.unwrap_or(now)),
            finished_at: Set(Some(now)),
            outcome: Set(Text(record.outcome)),
            correlation: Set(row.correlation.clone().unwrap_or_default()),
            preallocated_id: Set(row.preallocated_id.clone()),
            http_status: Set(record.http_status),
            provider_code: Set(record.provider_code),
            detail: Set(record.detail),
            worker: Set(row.leased_by.clone().unwrap_or_default()),
            created_at: Set(now),
        };
        message_attempt::Entity::insert(history)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(())
    }
}
