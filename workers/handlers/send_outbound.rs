use futures_util::future::join_all;
use jobs::Envelope;
use jobs::definitions::SendOutbound;

use crate::context::Context;
use crate::execute::JobError;
use crate::send;

/// Rows of one claim, and how many of them one company may have.
const ROWS: u32 = 8;
const SHARE: u32 = 4;

/// Send what is due, side by side; per contact in order.
pub(crate) async fn send_outbound(context: Context, _: Envelope<SendOutbound>) -> Result<(), JobError> {
    let deps = &context.deps;
    let tx = deps.store.begin_system().await?;
    let rows = tx.claim_outbox(&deps.instance, SHARE, ROWS, deps.clock.now()).await?;
    tx.commit().await?;
    let any = !rows.is_empty();
    let sends = rows.into_iter().map(|row| {
        let (context, message) = (&context, row.message_id);
        async move { (message, send::one(context, row).await) }
    });
    for (message, sent) in join_all(sends).await {
        if let Err(error) = sent {
            tracing::warn!(%message, %error, "a send was left; its lease runs out");
        }
    }
    if any {
        // The next of these contacts are due now.
        deps.push(SendOutbound {}).await;
    }
    Ok(())
}
