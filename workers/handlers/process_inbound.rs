use std::time::Duration;

use entities::{InboxEvent, Lane, StoreError};
use futures_util::future::join_all;
use jobs::Envelope;
use jobs::definitions::ProcessInbound;

use crate::context::Context;
use crate::execute::JobError;
use crate::inbound::{self, Failed};

/// Lanes of one claim, and how many of them one company may have.
const LANES: u32 = 8;
const SHARE: u32 = 4;
/// A lane is given back after so much, so that the others get their turn.
const EVENTS: usize = 50;
const TURN: chrono::Duration = chrono::Duration::seconds(2);
/// Events read at once.
const PAGE: u64 = 10;
const RENEW_EVERY: Duration = Duration::from_secs(5);

/// Work off lanes that are due, side by side; inside a lane in order of arrival.
pub(crate) async fn process_inbound(context: Context, _: Envelope<ProcessInbound>) -> Result<(), JobError> {
    let deps = &context.deps;
    let tx = deps.store.begin_system().await?;
    let lanes = tx.claim_lanes(&deps.instance, SHARE, LANES, deps.clock.now()).await?;
    tx.commit().await?;
    if lanes.len() >= usize::try_from(SHARE).unwrap_or(usize::MAX) {
        // There is probably more, for whoever is free.
        deps.push(ProcessInbound {}).await;
    }
    for result in join_all(lanes.iter().map(|lane| hold(&context, lane))).await {
        if let Err(error) = result {
            tracing::warn!(%error, "a lane was left; its lease runs out");
        }
    }
    Ok(())
}

/// Work on a lane while its lease is kept. Losing the lease drops the work, and its transaction with it.
async fn hold(context: &Context, lane: &Lane) -> Result<(), JobError> {
    tokio::select! {
        result = work(context, lane) => result,
        result = renew(context, lane) => result,
    }
}

/// Returns when the lane is somebody else's.
async fn renew(context: &Context, lane: &Lane) -> Result<(), JobError> {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        let tx = context.deps.store.begin_system().await?;
        let held = tx.renew_lane(lane, context.deps.clock.now()).await?;
        tx.commit().await?;
        if !held {
            return Err(JobError::Fatal(format!("the lane {} was taken over", lane.key)));
        }
    }
}

async fn work(context: &Context, lane: &Lane) -> Result<(), JobError> {
    let deps = &context.deps;
    let begun = deps.clock.now();
    let mut handled = 0;
    loop {
        let bumps = deps.store.system().lane_bumps(lane).await?;
        let events = deps.store.company(lane.company_id).inbox().pending(&lane.key, PAGE).await?;
        if events.is_empty() {
            let now = deps.clock.now();
            let tx = deps.store.begin_system().await?;
            let idled = tx.idle_lane(lane, bumps, now).await?;
            let ours = idled || tx.renew_lane(lane, now).await?;
            tx.commit().await?;
            if idled || !ours {
                return Ok(());
            }
            continue;
        }
        for event in &events {
            if let Err(failed) = inbound::interpret(context, event).await
                && let Some(retry_at) = note(context, event, failed).await?
            {
                // Its own lane waits; no other does.
                return release(context, lane, retry_at).await;
            }
            handled += 1;
        }
        if handled >= EVENTS || deps.clock.now() - begun > TURN {
            release(context, lane, deps.clock.now()).await?;
            deps.push(ProcessInbound {}).await;
            return Ok(());
        }
    }
}

/// Keep the failure with its event, in a transaction of its own. Returns when to try again; `None` = it is dead and the lane goes on.
async fn note(
    context: &Context,
    event: &InboxEvent,
    failed: Failed,
) -> Result<Option<domain::clock::Time>, StoreError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    tracing::warn!(event = event.id, channel = %event.channel_id, error = %failed.error, "an event failed");
    let retry = inbound::retry(event, &failed, now);
    if failed.counts {
        let tx = deps.store.begin(event.company_id).await?;
        match retry {
            Some(next) => tx.inbox().failed(event.id, &failed.error, next).await?,
            None => tx.inbox().set_aside(event.id, domain::channel::InboxState::Dead, &failed.error, None).await?,
        }
        tx.commit().await?;
    }
    Ok(retry)
}

async fn release(context: &Context, lane: &Lane, ready_at: domain::clock::Time) -> Result<(), JobError> {
    let tx = context.deps.store.begin_system().await?;
    tx.release_lane(lane, ready_at).await?;
    tx.commit().await?;
    Ok(())
}
