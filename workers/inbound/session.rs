//! What a provider says of its session: the channel works only while it does.

use chrono::Duration;
use domain::channel::{ChannelStatus, InboxState};
use entities::InboxEvent;

use super::{aside, done};
use crate::channels::Known;
use crate::context::Context;
use crate::execute::JobError;
use crate::gate::{self, Cause};

/// A session that is back within this time was never away.
const DEBOUNCE: Duration = Duration::seconds(10);

pub(super) async fn changed(
    context: &Context,
    known: &Known,
    event: &InboxEvent,
    status: &str,
) -> Result<(), JobError> {
    let (company, channel) = (event.company_id, event.channel_id);
    let scope = context.deps.store.company(company);
    if scope.inbox().newer_session(event).await? {
        // Its news is old: a later event says how it is now.
        return done(context, event, None).await;
    }
    if status == "WORKING" {
        let from = [ChannelStatus::Pending, ChannelStatus::Degraded, ChannelStatus::Stopped];
        gate::open(context, company, channel, &from).await?;
        return done(context, event, None).await;
    }
    let Some(row) = scope.channels().find_kept(channel).await? else { return done(context, event, None).await };
    if row.status != ChannelStatus::Active {
        // Nothing is sent meanwhile, so there is nothing to be patient about.
        gate::explain(context, &row, status).await?;
        if row.status == ChannelStatus::Pending {
            return done(context, event, None).await;
        }
    }
    let now = context.deps.clock.now();
    if now - event.received_at < DEBOUNCE {
        let until = event.received_at + DEBOUNCE;
        return aside(context, event, InboxState::Waiting, "the session may come back at once", Some(until)).await;
    }
    let to = if status == "STOPPED" { ChannelStatus::Stopped } else { ChannelStatus::Degraded };
    let from = [ChannelStatus::Active, ChannelStatus::Degraded, ChannelStatus::Stopped];
    let from: Vec<ChannelStatus> = from.into_iter().filter(|from| *from != to).collect();
    gate::close(context, company, channel, &from, to, Cause { code: "session_down", detail: Some(status) }).await?;
    tracing::debug!(channel = %known.row.id, status, "the session changed");
    done(context, event, None).await
}
