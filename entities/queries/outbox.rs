//! The outbox: every message that is not final yet, in the sending order of its contact.
//!
//! The attempt is committed before the provider is called: a process that dies in between leaves a row in SENDING, which is
//! unknown, never unsent.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{ChannelId, ContactId, ConversationId, MessageId};
use domain::message::{MessageStatus, Origin};
use domain::outbox::{AttemptOutcome, Phase};
use sea_orm::sea_query::{Expr, OnConflict, Query, UnionType};
use sea_orm::{ActiveValue::NotSet, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, Set};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{message, message_attempt, outbox};
use crate::{OutboxRow, Text};

/// How long a worker keeps a row without a sign of life; it renews while it works.
pub(super) const LEASE: Duration = Duration::seconds(15);

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

    /// The messages that were sent, or given up, under these ids of our own drawing: (id, message).
    pub async fn drawn(&self, ids: &[&str]) -> Result<Vec<(String, MessageId)>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let lost = Query::select()
            .columns([message_attempt::Column::PreallocatedId, message_attempt::Column::MessageId])
            .from(message_attempt::Entity)
            .and_where(message_attempt::Column::CompanyId.eq(self.0.company))
            .and_where(message_attempt::Column::PreallocatedId.is_in(ids.iter().copied()))
            .and_where(message_attempt::Column::Outcome.eq(Text(AttemptOutcome::ReconciledLost)))
            .to_owned();
        let mut drawn = self
            .all()
            .select_only()
            .columns([outbox::Column::PreallocatedId, outbox::Column::MessageId])
            .filter(outbox::Column::PreallocatedId.is_in(ids.iter().copied()));
        sea_orm::QuerySelect::query(&mut drawn).union(UnionType::All, lost);
        let drawn: Vec<(Option<String>, MessageId)> = drawn.into_tuple().all(&self.0.db()).await?;
        Ok(drawn.into_iter().filter_map(|(id, message)| Some((id?, message))).collect())
    }

    /// When the attempts began that were given up without an id of our own drawing: (message, start).
    pub async fn lost_attempts(&self, messages: &[MessageId]) -> Result<Vec<(MessageId, Time)>, StoreError> {
        let lost = message_attempt::Entity::find()
            .filter(message_attempt::Column::CompanyId.eq(self.0.company))
            .filter(message_attempt::Column::MessageId.is_in(messages.iter().copied()))
            .filter(message_attempt::Column::PreallocatedId.is_null())
            .filter(message_attempt::Column::Outcome.eq(Text(AttemptOutcome::ReconciledLost)));
        let lost = lost.all(&self.0.db()).await?;
        Ok(lost.into_iter().map(|attempt| (attempt.message_id, attempt.started_at)).collect())
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
        let lease_until = keep.then_some(now + LEASE);
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
        if messages.is_empty() {
            return Ok(());
        }
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

    /// Give up what waits on a channel that is taken away: the next look at what is over its time fails it.
    pub async fn expire(&self, channel: ChannelId, now: Time) -> Result<(), StoreError> {
        outbox::Entity::update_many()
            .col_expr(outbox::Column::ExpiresAt, Expr::value(now))
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
