//! The one-second scan: whatever is due and was not nudged lately gets its job. It runs at once at start, which is what makes an
//! in-process queue safe to lose.

use std::time::Duration;

use entities::StoreError;
use jobs::Envelope;
use jobs::definitions::{
    ApplyStatus, CheckTimeout, DeliverWebhook, FetchMedia, PollChannel, ProcessInbound, SendOutbound,
};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::deps::Deps;

const EVERY: Duration = Duration::from_secs(1);
/// Rows that one token stands for, and the most tokens of one scan: each claim that finds work pushes another.
const ROWS_PER_TOKEN: u64 = 4;
const MOST_TOKENS: u64 = 16;
/// A status that waits longer than this has lost its nudge.
const LOST_AFTER: chrono::Duration = chrono::Duration::seconds(2);

/// Scan until `stop`.
pub(crate) async fn scan(deps: Deps, stop: CancellationToken) -> &'static str {
    if let Err(error) = inherit(&deps).await {
        tracing::warn!(%error, "leases of an earlier life stay until they end");
    }
    let mut every = tokio::time::interval(EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while stop.run_until_cancelled(every.tick()).await.is_some() {
        for (what, scanned) in [
            ("waiting events", waiting(&deps).await),
            ("lanes", lanes(&deps).await),
            ("statuses", statuses(&deps).await),
            ("outbox", outbox(&deps).await),
            ("deadlines", deadlines(&deps).await),
            ("webhook endpoints", endpoints(&deps).await),
            ("media", media(&deps).await),
            ("channels to poll", polls(&deps).await),
        ] {
            if let Err(error) = scanned {
                tracing::warn!(%error, what, "the due-scan failed; it runs again in a second");
            }
        }
    }
    "due-scan"
}

/// SQLite serves one process: whatever is leased at its start was held by its own earlier life, which is over.
async fn inherit(deps: &Deps) -> Result<(), StoreError> {
    if !deps.store.is_sqlite() {
        return Ok(());
    }
    let tx = deps.store.begin_system().await?;
    tx.forget_leases().await?;
    tx.commit().await
}

/// Events that waited for their message long enough to be tried again.
async fn waiting(deps: &Deps) -> Result<(), StoreError> {
    let now = deps.clock.now();
    if !deps.store.system().has_waiting(now).await? {
        return Ok(());
    }
    let tx = deps.store.begin_system().await?;
    tx.wake_waiting(now).await?;
    tx.commit().await
}

async fn lanes(deps: &Deps) -> Result<(), StoreError> {
    let tx = deps.store.begin_system().await?;
    let lanes = tx.nudge_lanes(deps.clock.now()).await?;
    tx.commit().await?;
    for _ in 0..tokens(lanes) {
        deps.push(ProcessInbound {}).await;
    }
    Ok(())
}

async fn outbox(deps: &Deps) -> Result<(), StoreError> {
    let tx = deps.store.begin_system().await?;
    let rows = tx.nudge_outbox(deps.clock.now()).await?;
    tx.commit().await?;
    for _ in 0..tokens(rows) {
        deps.push(SendOutbound {}).await;
    }
    Ok(())
}

async fn statuses(deps: &Deps) -> Result<(), StoreError> {
    let older_than = deps.clock.now() - LOST_AFTER;
    for (company, channel_id) in deps.store.system().channels_with_statuses(older_than).await? {
        deps.push(Envelope::new(ApplyStatus { channel_id }).company(company)).await;
    }
    Ok(())
}

/// Deadlines and pauses that came. The cron calls this as well.
pub(crate) async fn deadlines(deps: &Deps) -> Result<(), StoreError> {
    let tx = deps.store.begin_system().await?;
    let due = tx.nudge_deadlines(deps.clock.now()).await?;
    tx.commit().await?;
    for due in due {
        let job = CheckTimeout { conversation_id: due.conversation, kind: due.kind, timeout_at: due.at };
        deps.push(Envelope::new(job).company(due.company)).await;
    }
    Ok(())
}

/// Endpoints of integrators that the log or a retry has something for.
async fn endpoints(deps: &Deps) -> Result<(), StoreError> {
    let tx = deps.store.begin_system().await?;
    let due = tx.nudge_endpoints(deps.clock.now()).await?;
    tx.commit().await?;
    for (company, endpoint_id) in due {
        deps.push(Envelope::new(DeliverWebhook { endpoint_id }).company(company)).await;
    }
    Ok(())
}

async fn media(deps: &Deps) -> Result<(), StoreError> {
    let tx = deps.store.begin_system().await?;
    let due = tx.nudge_media(deps.clock.now()).await?;
    tx.commit().await?;
    for due in due {
        deps.push(Envelope::new(FetchMedia { media_id: due.id }).company(due.company)).await;
    }
    Ok(())
}

/// Channels whose provider is asked for what no webhook brought.
async fn polls(deps: &Deps) -> Result<(), StoreError> {
    let tx = deps.store.begin_system().await?;
    let due = tx.nudge_polls(deps.clock.now()).await?;
    tx.commit().await?;
    for (company, channel_id) in due {
        deps.push(Envelope::new(PollChannel { channel_id }).company(company)).await;
    }
    Ok(())
}

fn tokens(rows: u64) -> u64 {
    rows.div_ceil(ROWS_PER_TOKEN).min(MOST_TOKENS)
}
