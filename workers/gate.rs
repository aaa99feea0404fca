//! A channel's gate: its status stops or releases all its sends with one row.

use domain::channel::ChannelStatus;
use domain::event::{Event, Room};
use domain::id::{ChannelId, CompanyId};
use entities::NewEvent;
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
    let audience = vec![Room::Supervisors(company)];
    let told = |event| NewEvent { event, conversation: None, contact: None, audience: audience.clone() };
    let mut events = vec![told(Event::ChannelUpdated { id: channel })];
    let alert = (channel, cause.code.to_owned());
    if !context.alerted.contains_key(&alert) {
        context.alerted.insert(alert, ());
        let detail = cause.detail.map(str::to_owned);
        events.push(told(Event::ChannelAlert { channel_id: channel, code: cause.code.to_owned(), detail }));
    }
    tx.log_events(&events, now).await?;
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
    tx.outbox().unnudge(channel).await?;
    let event = Event::ChannelUpdated { id: channel };
    let audience = vec![Room::Supervisors(company)];
    tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], now).await?;
    tx.commit().await?;
    context.reached(channel);
    deps.publish(Nudge::ChannelUpdated { id: channel }).await;
    deps.push(SendOutbound {}).await;
    deps.nudge_log().await;
    Ok(())
}
