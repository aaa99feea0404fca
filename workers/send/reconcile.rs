//! A send whose outcome nobody knows: look for evidence, and never send it a second time under another id.

use attendance::Failure;
use domain::message::OUTCOME_UNKNOWN;
use domain::outbox::{AttemptOutcome, Phase};
use entities::{AttemptRecord, OutboxRow, Text};
use providers::Evidence;

use super::attempt::{begin, call, drop_row, put_back};
use super::policy::next_look;
use super::prepare::{Prepared, Ready, prepare};
use super::{files, outcome};
use crate::context::Context;
use crate::execute::JobError;

/// Look once. What is found or not decides; what cannot be asked is asked again at the next look.
pub(super) async fn look(context: &Context, row: OutboxRow) -> Result<(), JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let started = row.started_at.unwrap_or(row.created_at);
    let over = now >= started + deps.limits.unknown_grace;
    // Its own expiry does not matter here: it may have been sent long ago.
    let alive = OutboxRow { expires_at: now + chrono::Duration::hours(1), ..row.clone() };
    let ready = match prepare(context, &alive, now).await? {
        Prepared::Ready(ready) => ready,
        Prepared::Leftover => return drop_row(context, &row).await,
        Prepared::Refused(_) | Prepared::Closed if over => return lost(context, &row).await,
        // Not to be sent any more, but it may have been.
        Prepared::Refused(_) => return wait(context, row).await,
        Prepared::Closed => return put_back(context, &row).await,
    };
    let evidence = Evidence {
        to: ready.to.clone(),
        text: ready.text.clone(),
        preallocated_id: row.preallocated_id.clone(),
        started_at: started,
    };
    let provider = deps.providers.of(ready.channel.provider.0);
    let found = provider.find_sent(&ready.known.access, &evidence).await;
    match found {
        Ok(Some(accepted)) => {
            outcome::accepted(context, &row, &ready, &accepted, Some(AttemptOutcome::ReconciledSent)).await
        }
        // The same id again: the provider knows it, if it ever took the first.
        Ok(None) if row.preallocated_id.is_some() => resend(context, row, &ready, over).await,
        _ if over => lost(context, &row).await,
        _ => wait(context, row).await,
    }
}

async fn resend(context: &Context, mut row: OutboxRow, ready: &Ready, last: bool) -> Result<(), JobError> {
    let Ok(file) = files::ready(context, ready).await else {
        return if last { lost(context, &row).await } else { wait(context, row).await };
    };
    if !begin(context, &mut row).await? {
        return Ok(());
    }
    match call(context, ready, &row, file).await {
        Ok(accepted) => outcome::accepted(context, &row, ready, &accepted, Some(AttemptOutcome::ReconciledSent)).await,
        // The first attempt is as unknown as before.
        Err(failure) => {
            tracing::info!(message = %row.message_id, class = ?failure.class, "a repeated send was not accepted");
            if last { lost(context, &row).await } else { wait(context, row).await }
        }
    }
}

async fn wait(context: &Context, mut row: OutboxRow) -> Result<(), JobError> {
    let now = context.deps.clock.now();
    row.phase = Text(Phase::Unknown);
    row.next_at = next_look(row.started_at.unwrap_or(now), context.deps.limits.unknown_grace, now);
    put_back(context, &row).await
}

async fn lost(context: &Context, row: &OutboxRow) -> Result<(), JobError> {
    let history =
        AttemptRecord { outcome: AttemptOutcome::ReconciledLost, http_status: None, provider_code: None, detail: None };
    outcome::give_up(context, row, &Failure::new(OUTCOME_UNKNOWN), Some(history)).await
}
