use std::time::Duration;

use domain::clock::Time;
use entities::{InboxEvent, Lane, Share, StoreError};
use jobs::Envelope;
use jobs::definitions::ProcessInbound;

use crate::context::Context;
use crate::execute::JobError;
use crate::inbound::{self, Failed, Turn};

/// A lane is given back after so much, so that the others get their turn.
const EVENTS: usize = 50;
const TURN: chrono::Duration = chrono::Duration::seconds(2);
/// Events read at once, and the most that share a transaction.
const PAGE: u64 = 10;
const RENEW_EVERY: Duration = Duration::from_secs(5);

/// Begin with lanes that are due, side by side; inside a lane in order of arrival.
pub(crate) async fn process_inbound(context: Context, _: Envelope<ProcessInbound>) -> Result<(), JobError> {
    let deps = &context.deps;
    let claim = async |share: Share| deps.store.single().claim_lanes(&deps.instance, &share, deps.clock.now()).await;
    let taken = context.lanes.take(|lane: &Lane| lane.company_id, claim).await?;
    if taken.more {
        deps.push(ProcessInbound {}).await;
    }
    for (lane, held) in taken.rows {
        let of_lane = context.clone();
        context.lanes.work_on(held, async move {
            if let Err(error) = hold(&of_lane, &lane).await {
                tracing::warn!(lane = lane.key, %error, "a lane was left; its lease runs out");
            }
        });
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
        if context.deps.store.single().renew_lane(lane, context.deps.clock.now()).await?.is_none() {
            return Err(JobError::Fatal(format!("the lane {} was taken over", lane.key)));
        }
    }
}

async fn work(context: &Context, lane: &Lane) -> Result<(), JobError> {
    let deps = &context.deps;
    let begun = deps.clock.now();
    let scope = deps.store.company(lane.company_id);
    // As they were before the first look: whoever adds work from now on raises them.
    let mut bumps = lane.bumps;
    let mut handled = 0;
    loop {
        let look = scope.inbox().look(&lane.key, PAGE).await?;
        if look.events.is_empty() {
            let (single, now) = (deps.store.single(), deps.clock.now());
            if single.idle_lane(lane, bumps, now).await? {
                return Ok(());
            }
            match single.renew_lane(lane, now).await? {
                Some(newer) => bumps = newer,
                None => return Ok(()),
            }
            continue;
        }
        let company = deps.directory.company_at(&scope, look.rules_version).await?;
        match page(context, Turn { lane, company, bumps, empties: false }, &look.events).await? {
            Page::Worked => handled += look.events.len(),
            Page::Idle => return Ok(()),
            // Its own lane waits; no other does.
            Page::Failed(retry_at) => return release(context, lane, retry_at).await,
        }
        if handled >= EVENTS || deps.clock.now() - begun > TURN {
            release(context, lane, deps.clock.now()).await?;
            deps.push(ProcessInbound {}).await;
            return Ok(());
        }
    }
}

/// What became of the events of one look.
enum Page {
    Worked,
    /// They were the last, and the lane is given back.
    Idle,
    /// One of them waits until then.
    Failed(Time),
}

async fn page(context: &Context, mut turn: Turn<'_>, events: &[InboxEvent]) -> Result<Page, StoreError> {
    // A page that is not full ends with the last event that waits.
    let is_all = events.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
    let mut rest = events;
    let mut go_together = true;
    while let Some((event, later)) = rest.split_first() {
        turn.empties = is_all;
        if go_together && let Some(batch) = inbound::interpret_together(context, &turn, rest).await {
            if batch.lane_idles {
                return Ok(Page::Idle);
            }
            rest = &rest[batch.handled..];
            continue;
        }
        go_together = false;
        turn.empties = is_all && later.is_empty();
        rest = later;
        match inbound::interpret(context, &turn, event).await {
            Ok(settled) if settled.lane_idles => return Ok(Page::Idle),
            Ok(_) => {}
            Err(failed) => {
                if let Some(retry_at) = note(context, event, failed).await? {
                    return Ok(Page::Failed(retry_at));
                }
            }
        }
    }
    Ok(Page::Worked)
}

/// Keep the failure with its event, in a transaction of its own. Returns when to try again; `None` = it is dead and the lane goes on.
async fn note(context: &Context, event: &InboxEvent, failed: Failed) -> Result<Option<Time>, StoreError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    tracing::warn!(event = event.id, channel = %event.channel_id, error = %failed.error, "an event failed");
    let retry = inbound::retry(event, &failed, now);
    if failed.counts {
        let tx = deps.store.begin(event.company_id).await?;
        match retry {
            Some(next) => tx.inbox().failed(event.id, &failed.error, next).await?,
            None => tx.inbox().set_aside(&[event.id], domain::channel::InboxState::Dead, &failed.error, None).await?,
        }
        tx.commit().await?;
    }
    Ok(retry)
}

async fn release(context: &Context, lane: &Lane, ready_at: Time) -> Result<(), JobError> {
    Ok(context.deps.store.single().release_lane(lane, ready_at).await?)
}
