//! Somebody has another id at the provider.

use domain::inbound::IdentityChange;
use entities::InboxEvent;

use super::{Settled, Turn};
use crate::context::Context;
use crate::execute::JobError;

pub(super) async fn changed(
    context: &Context,
    turn: &Turn<'_>,
    event: &InboxEvent,
    change: &IdentityChange,
) -> Result<Settled, JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let tx = deps.store.begin(event.company_id).await?;
    let known = attendance::change_identity(&tx, &turn.company, change, now).await?;
    if !known && !tx.of_erased(event.channel_id, [event.external_id.as_str()]).await?.is_empty() {
        // A copy, whose row would name somebody who was erased since.
        tx.inbox().forget(&[event.id]).await?;
        let lane_idles = turn.empties && tx.inbox().forget_lane(turn.lane, turn.bumps).await?;
        tx.commit().await?;
        return Ok(Settled { lane_idles });
    }
    if !tx.inbox().done(event.id, None, now).await? {
        // Another worker was faster: what this transaction wrote was never meant to be.
        tx.rollback().await?;
        return Ok(Settled::default());
    }
    tx.commit().await?;
    deps.nudge_log().await;
    Ok(Settled::default())
}
