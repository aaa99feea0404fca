//! Sending one message: check, commit the attempt, call, record. And what to do when it is not accepted.

mod attempt;
mod files;
mod outcome;
mod policy;
mod prepare;
mod rates;
mod reconcile;

pub(crate) use rates::count_inbound;

use domain::outbox::{AttemptOutcome, Phase};
use entities::{AttemptRecord, OutboxRow, Text};

use crate::context::Context;
use crate::execute::JobError;

/// Work on one leased row, whatever its phase.
pub(crate) async fn one(context: &Context, row: OutboxRow) -> Result<(), JobError> {
    match row.phase.0 {
        Phase::Queued => attempt::send(context, row).await,
        Phase::Sending => left_behind(context, row).await,
        Phase::Unknown => reconcile::look(context, row).await,
    }
}

/// Its worker died between the commit and the record: nobody knows what the provider did.
async fn left_behind(context: &Context, mut row: OutboxRow) -> Result<(), JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    row.phase = Text(Phase::Unknown);
    // Its first look is overdue, if the lease took longer than that.
    row.next_at = (row.started_at.unwrap_or(now) + policy::LOOKS[0].min(deps.limits.unknown_grace)).max(now);
    let tx = deps.store.begin(row.company_id).await?;
    if tx.outbox().write(&row, false, now).await? {
        let record = AttemptRecord {
            outcome: AttemptOutcome::Unknown,
            http_status: None,
            provider_code: None,
            detail: Some("the worker ended while it was sending".to_owned()),
        };
        tx.outbox().record_attempt(&row, record, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Give up a row whose time is over.
pub(crate) async fn expire(context: &Context, row: &OutboxRow) -> Result<(), JobError> {
    outcome::failed(context, row, &attendance::Failure::new("expired")).await
}
