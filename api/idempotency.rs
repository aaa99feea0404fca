//! `Idempotency-Key` on what creates (SPEC 3.0): done once, and answered again with the same resource as it is now.

use chrono::Duration;
use entities::{IdempotencyClaim, IdempotencyKey, Scope, Writing};
use poem::http::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use crate::again::again;
use crate::auth::Actor;
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::query;

/// How long a key is remembered.
const KEPT: Duration = Duration::hours(24);
/// A request that has not ended by now died with its process: its key may be used again.
const ABANDONED: Duration = Duration::minutes(1);

/// The right to do what a key stands for. Absent when the request has no key.
#[derive(Debug, Clone)]
pub struct Ticket(Option<IdempotencyKey>);

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub id: Uuid,
    pub replayed: bool,
}

/// Run `create` unless the key has been used: then the resource made first is the answer. `request` is what must be the same: the
/// operation and every field that matters. `create` calls [`Ticket::done`] in its own transaction.
pub async fn idempotent<F, W>(
    cx: &Context,
    who: &dyn Actor,
    key: Option<&str>,
    request: &Value,
    create: F,
) -> Result<Outcome, ApiError>
where
    F: FnOnce(Ticket) -> W + Send,
    W: Future<Output = Result<Uuid, ApiError>> + Send,
{
    let Some(key) = query::idempotency_key(key)? else {
        return Ok(Outcome { id: create(Ticket(None)).await?, replayed: false });
    };
    let hash = cx.cursors.fingerprint(request.to_string().as_bytes());
    let claimed = again(|| async {
        let now = cx.clock.now();
        let row = IdempotencyKey {
            company_id: who.company_id(),
            principal: who.name(),
            key: key.to_owned(),
            request_hash: hash.clone(),
            status: None,
            resource_id: None,
            expires_at: now + KEPT,
            created_at: now,
            updated_at: now,
        };
        let tx = cx.begin(who.company_id()).await?;
        let claim = tx.claim_idempotency_key(row, now - ABANDONED, now).await?;
        tx.commit().await?;
        Ok(claim)
    })
    .await?;
    let row = match claimed {
        IdempotencyClaim::Ours(row) => row,
        IdempotencyClaim::Known(row) if row.request_hash != hash => return Err(Code::IdempotencyKeyReused.into()),
        IdempotencyClaim::Known(row) => {
            let id = row.resource_id.filter(|_| row.status.is_some());
            return id.map(|id| Outcome { id, replayed: true }).ok_or_else(|| Code::IdempotencyInProgress.into());
        }
    };
    match create(Ticket(Some(row.clone()))).await {
        Ok(id) => Ok(Outcome { id, replayed: false }),
        Err(error) => {
            // Nothing was made, so the key stands for nothing. Lost, it is free again after a minute.
            let freed = async {
                let tx = cx.begin(who.company_id()).await?;
                tx.free_idempotency_key(&row).await?;
                tx.commit().await
            };
            if let Err(error) = freed.await {
                tracing::debug!(%error, "an idempotency key stays taken for a minute");
            }
            Err(error)
        }
    }
}

impl Ticket {
    /// Note what was made, in the transaction that makes it.
    pub async fn done(&self, tx: &Scope<Writing>, id: Uuid) -> Result<(), ApiError> {
        let Some(row) = &self.0 else { return Ok(()) };
        let kept = tx.finish_idempotency_key(row, StatusCode::CREATED.as_u16().into(), id).await?;
        // Somebody took the key over while this request slept: theirs counts.
        if kept { Ok(()) } else { Err(Code::IdempotencyInProgress.into()) }
    }
}
