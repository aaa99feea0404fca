//! Everything that is sealed, for the change of the key it is sealed with.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, ExprTrait as _, Func};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Statement,
};

use crate::error::StoreError;
use crate::scope::{Mode, Writing};
use crate::system::System;
use crate::tables::{channel, inbox_event, webhook_endpoint};

/// How many values one key has sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// The key's own fingerprint, eight hexadecimal digits.
    pub key: String,
    pub values: i64,
    /// New values are sealed with it.
    pub is_current: bool,
    /// `false` = nobody here can open what it sealed.
    pub is_known: bool,
}

/// What one step of a change of keys came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Sealed anew with the current key.
    pub done: u64,
    /// Sealed with a key that nobody here has; left as they are.
    pub lost: u64,
}

const SEALED: [(&str, &str); 4] = [
    ("channels", "credentials_enc"),
    ("webhook_endpoints", "secret_enc"),
    ("webhook_endpoints", "previous_secret_enc"),
    ("inbox_events", "body"),
];

impl<M: Mode> System<M> {
    /// The keys that something is sealed with.
    pub async fn keys_in_use(&self) -> Result<Vec<KeyUse>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let mut counted: BTreeMap<String, i64> = BTreeMap::new();
        for (table, column) in SEALED {
            let key = match backend {
                DbBackend::Sqlite => format!("lower(hex(substr({column}, 1, 4)))"),
                _ => format!("encode(substr({column}, 1, 4), 'hex')"),
            };
            let sql = format!("SELECT {key} AS key, count(*) AS n FROM {table} WHERE length({column}) > 0 GROUP BY 1");
            for row in db.query_all_raw(Statement::from_string(backend, sql)).await? {
                *counted.entry(row.try_get("", "key")?).or_default() += row.try_get::<i64>("", "n")?;
            }
        }
        let [current, previous] = self.cipher.key_names();
        let used = counted.into_iter().map(|(key, values)| {
            let is_current = Some(&key) == current.as_ref();
            KeyUse { values, is_current, is_known: is_current || Some(&key) == previous.as_ref(), key }
        });
        Ok(used.collect())
    }
}

impl System<Writing> {
    /// Seal the secrets of channels and endpoints with the current key. What somebody changed meanwhile has it already.
    pub async fn reseal_secrets(&self) -> Result<Resealed, StoreError> {
        let mut resealed = Resealed::default();
        for row in channel::Entity::find().all(&self.db()).await? {
            let Some(new) = self.renew(&row.credentials_enc, row.id.as_bytes(), &mut resealed) else { continue };
            channel::Entity::update_many()
                .col_expr(channel::Column::CredentialsEnc, Expr::value(new?))
                .filter(channel::Column::Id.eq(row.id))
                .filter(channel::Column::CredentialsEnc.eq(row.credentials_enc))
                .exec(&self.db())
                .await?;
        }
        for row in webhook_endpoint::Entity::find().all(&self.db()).await? {
            let mut write = webhook_endpoint::Entity::update_many()
                .filter(webhook_endpoint::Column::Id.eq(row.id))
                .filter(webhook_endpoint::Column::SecretEnc.eq(row.secret_enc.clone()));
            let own = self.renew(&row.secret_enc, row.id.as_bytes(), &mut resealed).transpose()?;
            let before = row.previous_secret_enc.as_deref();
            let before = before.and_then(|sealed| self.renew(sealed, row.id.as_bytes(), &mut resealed)).transpose()?;
            if own.is_none() && before.is_none() {
                continue;
            }
            if let Some(own) = own {
                write = write.col_expr(webhook_endpoint::Column::SecretEnc, Expr::value(own));
            }
            if let Some(before) = before {
                write = write.col_expr(webhook_endpoint::Column::PreviousSecretEnc, Expr::value(Some(before)));
            }
            write.exec(&self.db()).await?;
        }
        Ok(resealed)
    }

    /// The same for the kept events behind `after`, the oldest first. `None` = there are no more; else where to go on.
    pub async fn reseal_events(&self, after: i64, limit: u64) -> Result<Option<(i64, Resealed)>, StoreError> {
        let body = Func::cust("length").arg(Expr::col(inbox_event::Column::Body));
        let rows = inbox_event::Entity::find()
            .filter(inbox_event::Column::Id.gt(after))
            .filter(Expr::expr(body).gt(0))
            .order_by_asc(inbox_event::Column::Id)
            .limit(limit)
            .all(&self.db())
            .await?;
        let Some(last) = rows.last().map(|row| row.id) else { return Ok(None) };
        let mut resealed = Resealed::default();
        for row in rows {
            let Some(new) = self.renew(&row.body, row.channel_id.as_bytes(), &mut resealed) else { continue };
            inbox_event::Entity::update_many()
                .col_expr(inbox_event::Column::Body, Expr::value(new?))
                .filter(inbox_event::Column::Id.eq(row.id))
                .filter(inbox_event::Column::Body.eq(row.body))
                .exec(&self.db())
                .await?;
        }
        Ok(Some((last, resealed)))
    }

    /// `None` = nothing to do, or nothing that can be done.
    fn renew(&self, sealed: &[u8], context: &[u8], resealed: &mut Resealed) -> Option<Result<Vec<u8>, StoreError>> {
        if sealed.is_empty() || !self.cipher.is_old(sealed) {
            return None;
        }
        let Ok(plain) = self.cipher.open(sealed, context) else {
            resealed.lost += 1;
            return None;
        };
        resealed.done += 1;
        Some(self.cipher.seal(&plain, context))
    }
}
