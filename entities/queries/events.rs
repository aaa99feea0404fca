//! The event log: what sockets, catch-up reads and outgoing webhooks are fed from.
//!
//! On `PostgreSQL` a row carries the number of its transaction, and readers stay below the oldest transaction that is still open:
//! so no event ever appears behind a reader, and no writer waits for another. SQLite has one writer, whose ids are that order.

use domain::clock::Time;
use domain::event::{Event, Room};
use domain::id::{CompanyId, ContactId, ConversationId, MessageId};
use domain::message::{MessageStatus, Standing};
use domain::seq::Seq;
use sea_orm::{
    ActiveValue::NotSet, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult, Set, Statement,
};
use serde_json::Value;

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::event;

/// An event on its way into the log.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    pub event: Event,
    pub conversation: Option<ConversationId>,
    pub contact: Option<ContactId>,
    pub audience: Vec<Room>,
}

/// An event as it was logged.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedEvent {
    pub seq: Seq,
    pub company: CompanyId,
    pub name: String,
    pub conversation: Option<ConversationId>,
    /// Keys of rooms, as `department:0190..`.
    pub audience: Vec<String>,
    /// The `data` of the wire.
    pub payload: Value,
    pub occurred_at: Time,
}

impl LoggedEvent {
    /// Of a `message-status`: the message, and how far it is. Statuses of one message may stand in the log in another order than they
    /// happened, because transactions are ordered by their beginning; whoever tells others of them holds back those that fall.
    pub fn status_rank(&self) -> Option<(MessageId, u8)> {
        if self.name != "message-status" {
            return None;
        }
        let id = self.payload["messageId"].as_str().and_then(|id| id.parse().ok())?;
        let status: MessageStatus = self.payload["status"].as_str().and_then(|status| status.parse().ok())?;
        Some((id, Standing { status, error_code: None, played: false }.rank()?))
    }
}

impl Scope<Writing> {
    /// Log what this transaction did: one statement for all.
    pub async fn log_events(&self, events: &[NewEvent], now: Time) -> Result<(), StoreError> {
        if events.is_empty() {
            return Ok(());
        }
        let mut rows = Vec::with_capacity(events.len());
        for new in events {
            let mut wire = serde_json::to_value(&new.event).map_err(|error| StoreError::invalid(error.to_string()))?;
            let audience: Vec<String> = new.audience.iter().map(Room::key).collect();
            rows.push(event::ActiveModel {
                id: NotSet,
                epoch: Set(self.epoch),
                tx: NotSet,
                company_id: Set(self.company),
                name: Set(new.event.name().to_owned()),
                conversation_id: Set(new.conversation),
                contact_id: Set(new.contact),
                audience: Set(audience.into()),
                payload: Set(wire["data"].take()),
                occurred_at: Set(now),
                created_at: Set(now),
            });
        }
        event::Entity::insert_many(rows).exec_without_returning(&self.db()).await?;
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Row {
    epoch: i32,
    tx: i64,
    id: i64,
    company_id: CompanyId,
    name: String,
    conversation_id: Option<ConversationId>,
    audience: Value,
    payload: Value,
    occurred_at: Time,
}

const READ_POSTGRES: &str = "
    SELECT epoch, tx, id, company_id, name, conversation_id, audience, payload, occurred_at FROM events
    WHERE (epoch, tx, id) > ($1, $2, $3)
      AND (epoch < $4 OR tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
      AND ($5::uuid IS NULL OR company_id = $5)
    ORDER BY epoch, tx, id LIMIT $6";

const READ_SQLITE: &str = "
    SELECT epoch, tx, id, company_id, name, conversation_id, audience, payload, occurred_at FROM events
    WHERE (epoch, tx, id) > (?1, ?2, ?3) AND epoch <= ?4
      AND (?5 IS NULL OR company_id = ?5)
    ORDER BY epoch, tx, id LIMIT ?6";

const REACHES_POSTGRES: &str = "
    SELECT EXISTS (SELECT 1 FROM events WHERE company_id = $1 AND (epoch, tx, id) <= ($2, $3, $4))
        OR EXISTS (SELECT 1 FROM companies WHERE id = $1 AND created_at >= $5)
        OR coalesce((SELECT occurred_at >= $5 FROM events WHERE (epoch, tx, id) <= ($2, $3, $4)
                     ORDER BY epoch DESC, tx DESC, id DESC LIMIT 1), false) AS reaches";

const REACHES_SQLITE: &str = "
    SELECT EXISTS (SELECT 1 FROM events WHERE company_id = ?1 AND (epoch, tx, id) <= (?2, ?3, ?4))
        OR EXISTS (SELECT 1 FROM companies WHERE id = ?1 AND created_at >= ?5)
        OR coalesce((SELECT occurred_at >= ?5 FROM events WHERE (epoch, tx, id) <= (?2, ?3, ?4)
                     ORDER BY epoch DESC, tx DESC, id DESC LIMIT 1), 0) AS reaches";

impl<M: Mode> System<M> {
    /// Events after `after` that no older transaction can still get in front of, oldest first. Each process reads the log once
    /// for the whole installation; with `company`, the catch-up of one viewer.
    pub async fn events_after(
        &self,
        after: Seq,
        company: Option<CompanyId>,
        limit: u64,
    ) -> Result<Vec<LoggedEvent>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite { READ_SQLITE } else { READ_POSTGRES };
        let values =
            [after.epoch.into(), after.tx.into(), after.id.into(), self.epoch.into(), company.into(), limit.into()];
        let rows = Row::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(&db).await?;
        Ok(rows.into_iter().map(LoggedEvent::from).collect())
    }

    /// The part of the log that is written now: a restored database starts another.
    pub fn log_epoch(&self) -> i32 {
        self.epoch
    }

    /// Whether a reader of this company who stopped at `place` can go on: nothing behind it was pruned. A company's events go
    /// oldest first, so one that is left at or before the place proves it. So does any company's that is younger than `oldest_kept`,
    /// the age at which pruning begins, and a company that is younger itself.
    pub async fn log_reaches(&self, company: CompanyId, place: Seq, oldest_kept: Time) -> Result<bool, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite { REACHES_SQLITE } else { REACHES_POSTGRES };
        let values = [company.into(), place.epoch.into(), place.tx.into(), place.id.into(), oldest_kept.into()];
        let row = db.query_one_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        Ok(row.map(|row| row.try_get("", "reaches")).transpose()?.unwrap_or(false))
    }

    /// How many events of a company lie after `after`, up to and with `to`; counted up to `limit`.
    pub async fn count_events(&self, company: CompanyId, after: Seq, to: Seq, limit: u64) -> Result<u64, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite {
            "SELECT count(*) AS n FROM (SELECT 1 FROM events WHERE company_id = ?1
             AND (epoch, tx, id) > (?2, ?3, ?4) AND (epoch, tx, id) <= (?5, ?6, ?7) LIMIT ?8) AS span"
        } else {
            "SELECT count(*) AS n FROM (SELECT 1 FROM events WHERE company_id = $1
             AND (epoch, tx, id) > ($2, $3, $4) AND (epoch, tx, id) <= ($5, $6, $7) LIMIT $8) AS span"
        };
        let values = [
            company.into(),
            after.epoch.into(),
            after.tx.into(),
            after.id.into(),
            to.epoch.into(),
            to.tx.into(),
            to.id.into(),
            limit.into(),
        ];
        let row = db.query_one_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        let count: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0);
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The newest place that a reader has reached when it has read everything: where "live only" begins.
    pub async fn log_end(&self) -> Result<Seq, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let sql = if backend == DbBackend::Sqlite {
            "SELECT epoch, tx, id FROM events WHERE epoch <= ?1 ORDER BY epoch DESC, tx DESC, id DESC LIMIT 1"
        } else {
            "SELECT epoch, tx, id FROM events
             WHERE epoch < $1 OR tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
             ORDER BY epoch DESC, tx DESC, id DESC LIMIT 1"
        };
        let row = db.query_one_raw(Statement::from_sql_and_values(backend, sql, [self.epoch.into()])).await?;
        let Some(row) = row else { return Ok(Seq { epoch: self.epoch, tx: 0, id: 0 }) };
        Ok(Seq { epoch: row.try_get("", "epoch")?, tx: row.try_get("", "tx")?, id: row.try_get("", "id")? })
    }
}

impl From<Row> for LoggedEvent {
    fn from(row: Row) -> Self {
        Self {
            seq: Seq { epoch: row.epoch, tx: row.tx, id: row.id },
            company: row.company_id,
            name: row.name,
            conversation: row.conversation_id,
            audience: serde_json::from_value(row.audience).unwrap_or_default(),
            payload: row.payload,
            occurred_at: row.occurred_at,
        }
    }
}

impl From<event::Model> for LoggedEvent {
    fn from(row: event::Model) -> Self {
        Self {
            seq: Seq { epoch: row.epoch, tx: row.tx, id: row.id },
            company: row.company_id,
            name: row.name,
            conversation: row.conversation_id,
            audience: serde_json::from_value(row.audience).unwrap_or_default(),
            payload: row.payload,
            occurred_at: row.occurred_at,
        }
    }
}

#[cfg(test)]
mod tests;
