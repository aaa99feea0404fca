//! Delivery news of our messages: many rows at once, no contact's lock, and a status only ever rises.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::clock::Time;
use domain::id::MessageId;
use domain::message::{Direction, Standing};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Statement,
    Value,
};

use super::messages::Messages;
use crate::error::StoreError;
use crate::scope::Writing;
use crate::tables::message;
use crate::{Message, Text};

impl Messages<'_, Writing> {
    /// Lock messages of ours that have one of these bare ids on a channel, or one of these ids, in id order.
    pub async fn lock_sent(
        &self,
        channel: domain::id::ChannelId,
        keys: &[String],
        ids: &[MessageId],
    ) -> Result<Vec<Message>, StoreError> {
        let named = Condition::any()
            .add(message::Column::ProviderKey.is_in(keys.iter().map(String::as_str)))
            .add(message::Column::Id.is_in(ids.iter().copied()));
        let own = self
            .all()
            .filter(message::Column::ChannelId.eq(channel))
            .filter(message::Column::Direction.eq(Text(Direction::Outbound)))
            .filter(named)
            .order_by_asc(message::Column::Id)
            .lock(LockType::NoKeyUpdate);
        Ok(own.all(&self.0.db()).await?)
    }

    /// Write what news made of messages, each as it was read and as it is now, in one statement. Who stands higher by now than when
    /// it was read is left alone. Returns whom it wrote.
    pub async fn write_delivery(
        &self,
        messages: &[(&Message, &Message)],
        now: Time,
    ) -> Result<BTreeSet<MessageId>, StoreError> {
        if messages.is_empty() {
            return Ok(BTreeSet::new());
        }
        let mut values: Vec<Value> = vec![now.into(), self.0.company.into()];
        let mut news = String::new();
        for (before, message) in messages {
            let row: [Value; COLUMNS] = [
                message.id.into(),
                standing(before).into(),
                message.status.into(),
                message.delivered_at.into(),
                message.read_at.into(),
                message.failed_at.into(),
                message.error_code.clone().into(),
                message.error_provider_code.clone().into(),
                message.error_detail.clone().into(),
                message.metadata.clone().into(),
                message.whatsapp_message_id.clone().into(),
                message.provider_key.clone().into(),
            ];
            let places: Vec<String> = (1..=COLUMNS).map(|place| format!("${}", values.len() + place)).collect();
            let separator = if news.is_empty() { "" } else { ", " };
            let _ = write!(news, "{separator}({})", places.join(", "));
            values.extend(row);
        }
        let db = self.0.db();
        let sql = DELIVERY.replace("/*news*/", &news);
        let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
        Ok(rows.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
    }
}

const COLUMNS: usize = 12;

/// As [`Standing::rank`]; FAILED for good stands above everything.
fn standing(message: &Message) -> i32 {
    let standing = Standing { status: message.status.0, error_code: message.error_code.as_deref(), played: false };
    standing.rank().map_or(9, i32::from)
}

/// What an index sees is written with the value that it has, which makes no new entry in it.
const DELIVERY: &str = "
    WITH news (message_id, stood, new_status, delivered, was_read, failed, code, provider_code, detail, note, whole_id, bare_id)
    AS (VALUES /*news*/)
    UPDATE messages SET status = news.new_status, delivered_at = news.delivered, read_at = news.was_read, failed_at = news.failed,
        error_code = news.code, error_provider_code = news.provider_code, error_detail = news.detail, metadata = news.note,
        whatsapp_message_id = news.whole_id, provider_key = news.bare_id, updated_at = $1
    FROM news
    WHERE messages.company_id = $2 AND messages.id = news.message_id AND news.stood >= CASE
        WHEN messages.status = 'PENDING' THEN 0 WHEN messages.status = 'SENT' THEN 2 WHEN messages.status = 'DELIVERED' THEN 3
        WHEN messages.status = 'READ' THEN 4 WHEN messages.error_code = 'outcome_unknown' THEN 1 ELSE 9 END
    RETURNING id";
