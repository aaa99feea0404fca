use std::time::Duration;

use entities::{OutboxRow, Share};
use jobs::Envelope;
use jobs::definitions::SendOutbound;

use crate::context::Context;
use crate::execute::JobError;
use crate::send;

const RENEW_EVERY: Duration = Duration::from_secs(5);

/// Begin with sends that are due, side by side; per contact in order.
pub(crate) async fn send_outbound(context: Context, _: Envelope<SendOutbound>) -> Result<(), JobError> {
    let deps = &context.deps;
    let claim = async |share: Share| deps.store.single().claim_outbox(&deps.instance, &share, deps.clock.now()).await;
    let taken = context.sends.take(|row: &OutboxRow| row.company_id, claim).await?;
    if taken.more {
        deps.push(SendOutbound {}).await;
    }
    for (row, held) in taken.rows {
        let of_row = context.clone();
        context.sends.work_on(held, async move {
            let message = row.message_id;
            if let Err(error) = hold(&of_row, row).await {
                tracing::warn!(%message, %error, "a send was left; its lease runs out");
            }
        });
    }
    Ok(())
}

/// Work on a row while its lease is kept: a provider may take longer to answer than a dead worker may be waited for.
async fn hold(context: &Context, row: OutboxRow) -> Result<(), JobError> {
    let leased = row.clone();
    tokio::select! {
        result = send::one(context, row) => result,
        result = renew(context, &leased) => result,
    }
}

/// Returns only on an error. Once the row is let go of, or somebody else's, the work's own writes tell.
async fn renew(context: &Context, row: &OutboxRow) -> Result<(), JobError> {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        let tx = context.deps.store.begin_system().await?;
        let kept = tx.renew_outbox(row, context.deps.clock.now()).await?;
        tx.commit().await?;
        if !kept {
            return std::future::pending().await;
        }
    }
}
