//! A channel's gate: its status stops or releases all its sends with one row.

use domain::channel::ChannelStatus;
use domain::event::{Event, Room};
use domain::id::{ChannelId, CompanyId};
use entities::{Channel, NewEvent};
use jobs::Nudge;
use jobs::definitions::SendOutbound;

use crate::context::Context;
use crate::execute::JobError;

/// Why a channel changes, for people.
pub(crate) struct Cause<'a> {
    /// For alerts, as `session_down`; one alert per cause in fifteen minutes.
    pub(crate) code: &'a str,
    pub(crate) detail: Option<&'a str>,
}

/// A provider that can be asked how its session is tells it no later than this after a closing.
const ASK_AFTER: chrono::Duration = chrono::Duration::minutes(1);

/// Close a channel's gate. Nothing happens when it is not in `from` any more.
pub(crate) async fn close(
    context: &Context,
    company: CompanyId,
    channel: ChannelId,
    from: &[ChannelStatus],
    to: ChannelStatus,
    cause: Cause<'_>,
) -> Result<(), JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let tx = deps.store.begin(company).await?;
    let reason = cause.detail.unwrap_or(cause.code);
    if !tx.channels().set_status(channel, from, to, Some(reason), now).await? {
        return Ok(());
    }
    // Should the news of its return be lost, it is asked for.
    tx.channels().poll_at(channel, now + ASK_AFTER).await?;
    tx.channels().announce(channel, now).await?;
    let alert = (channel, cause.code.to_owned());
    if !context.alerted.contains_key(&alert) {
        context.alerted.insert(alert, ());
        let detail = cause.detail.map(str::to_owned);
        let event = Event::ChannelAlert { channel_id: channel, code: cause.code.to_owned(), detail };
        let audience = vec![Room::Supervisors(company)];
        tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], now).await?;
    }
    tx.commit().await?;
    tracing::warn!(%channel, ?to, code = cause.code, "a channel stopped sending");
    deps.publish(Nudge::ChannelUpdated { id: channel }).await;
    deps.nudge_log().await;
    Ok(())
}

/// Open a channel's gate: everything it held goes on.
pub(crate) async fn open(
    context: &Context,
    company: CompanyId,
    channel: ChannelId,
    from: &[ChannelStatus],
) -> Result<(), JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let tx = deps.store.begin(company).await?;
    if !tx.channels().set_status(channel, from, ChannelStatus::Active, None, now).await? {
        return Ok(());
    }
    tx.channels().send_after(channel, None).await?;
    // What came while it was away may have come without a webhook.
    tx.channels().poll_at(channel, now).await?;
    tx.outbox().unnudge(channel).await?;
    tx.channels().announce(channel, now).await?;
    tx.commit().await?;
    context.reached(channel);
    deps.publish(Nudge::ChannelUpdated { id: channel }).await;
    deps.push(SendOutbound {}).await;
    deps.nudge_log().await;
    Ok(())
}

/// Closed for the session alone. What a provider said of the account or of our key ends otherwise.
pub(crate) fn waits_for_its_session(row: &Channel) -> bool {
    let is_state = |reason: &str| reason.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    match row.status.0 {
        ChannelStatus::Pending => true,
        ChannelStatus::Degraded | ChannelStatus::Stopped => row.status_reason.as_deref().is_some_and(is_state),
        ChannelStatus::Active | ChannelStatus::Disabled => false,
    }
}

/// A channel that waits for its session says how the session is, as `SCAN_QR_CODE`. `row` may be a moment old.
pub(crate) async fn explain(context: &Context, row: &Channel, state: &str) -> Result<(), JobError> {
    if !waits_for_its_session(row) || row.status_reason.as_deref() == Some(state) {
        return Ok(());
    }
    let deps = &context.deps;
    let now = deps.clock.now();
    let tx = deps.store.begin(row.company_id).await?;
    if !tx.channels().set_status(row.id, &[row.status.0], row.status.0, Some(state), now).await? {
        return Ok(());
    }
    tx.channels().announce(row.id, now).await?;
    tx.commit().await?;
    deps.publish(Nudge::ChannelUpdated { id: row.id }).await;
    deps.nudge_log().await;
    Ok(())
}
