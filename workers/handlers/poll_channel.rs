//! What no webhook brought is asked for: messages of an outage, and how the session is (SPEC 8.3).

use chrono::Duration;
use domain::channel::{ChannelStatus, ProviderKind};
use domain::clock::Time;
use domain::send::SendFailure;
use entities::{Arrival, Channel};
use jobs::Envelope;
use jobs::definitions::{PollChannel, ProcessInbound};
use providers::{ChannelReport, Element};

use crate::channels::Known;
use crate::context::Context;
use crate::execute::JobError;
use crate::gate;

/// While no webhook ever came, polling is all there is.
const ALONE: Duration = Duration::seconds(10);
const USUALLY: Duration = Duration::minutes(5);
/// While the channel does not work, or could not be asked.
const TROUBLED: Duration = Duration::minutes(1);
/// Messages become visible in the lists a little after their own time.
const OVERLAP: Duration = Duration::minutes(10);

pub(crate) async fn poll_channel(context: Context, envelope: Envelope<PollChannel>) -> Result<(), JobError> {
    let deps = &context.deps;
    let id = envelope.payload.channel_id;
    let row = match envelope.company {
        Some(company) => deps.store.company(company).channels().find_kept(id).await?,
        None => deps.store.system().channel(id).await?.filter(Channel::is_kept),
    };
    let Some(row) = row.filter(|row| row.provider == ProviderKind::Waha) else { return Ok(()) };
    let began = deps.clock.now();
    let known = context.channel(row.company_id, id).await?;
    let looked = look(&context, &known, &row, began).await;
    let (polled_to, wait) = match looked {
        Ok(Seen::Everything) if row.last_event_at.is_none() => (Some(began), ALONE),
        Ok(Seen::Everything) => (Some(began), USUALLY),
        Ok(Seen::NotWorking) => (None, TROUBLED),
        Err(Trouble::Provider(failure)) => {
            tracing::debug!(channel = %id, class = ?failure.class, "a channel could not be polled");
            (None, TROUBLED)
        }
        Err(Trouble::Ours(error)) => return Err(error),
    };
    let tx = deps.store.begin(row.company_id).await?;
    tx.channels().polled(id, polled_to, deps.clock.now() + wait).await?;
    Ok(tx.commit().await?)
}

enum Seen {
    Everything,
    NotWorking,
}

enum Trouble {
    Provider(SendFailure),
    Ours(JobError),
}

impl From<SendFailure> for Trouble {
    fn from(failure: SendFailure) -> Self {
        Self::Provider(failure)
    }
}

impl<E: Into<JobError>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Ours(error.into())
    }
}

async fn look(context: &Context, known: &Known, row: &Channel, now: Time) -> Result<Seen, Trouble> {
    let provider = context.deps.providers.of(row.provider.0);
    let report = provider.check(&known.access).await?;
    if !report.works {
        session_is(context, known, row, &report, now).await?;
        return Ok(Seen::NotWorking);
    }
    if gate::waits_for_its_session(row) {
        let from = [ChannelStatus::Pending, ChannelStatus::Degraded, ChannelStatus::Stopped];
        gate::open(context, row.company_id, row.id, &from).await?;
    }
    // Nothing of before the channel was ours. WhatsApp counts in seconds.
    let first = row.created_at - Duration::seconds(1);
    let since = (row.polled_to.unwrap_or(now) - OVERLAP).max(first);
    let found = provider.recent(&known.access, since).await?;
    let arrivals: Vec<Arrival> = found.into_iter().map(|element| arrival(row, element)).collect();
    let new = store(context, &arrivals, now).await?;
    if new > 0 {
        tracing::info!(channel = %row.id, new, "messages were found that no webhook had brought");
    }
    Ok(Seen::Everything)
}

fn arrival(row: &Channel, element: Element) -> Arrival {
    let lane = element.lane.as_deref();
    Arrival::new(row.company_id, row.id, element.kind, &element.external_id, lane, element.body)
}

/// A working channel's session is not working: as if its webhook had come, with the same patience. One that does not work anyway
/// tells how its session is.
async fn session_is(
    context: &Context,
    known: &Known,
    row: &Channel,
    report: &ChannelReport,
    now: Time,
) -> Result<(), JobError> {
    if row.status != ChannelStatus::Active {
        return gate::explain(context, row, &report.state).await;
    }
    let provider = context.deps.providers.of(row.provider.0);
    let Some(element) = provider.session_event(&known.access, &report.state, now) else { return Ok(()) };
    store(context, &[arrival(row, element)], now).await.map(|_| ())
}

/// Returns how many nobody knew.
async fn store(context: &Context, arrivals: &[Arrival], now: Time) -> Result<u64, JobError> {
    let deps = &context.deps;
    let mut new = 0;
    for slice in arrivals.chunks(100) {
        let tx = deps.store.begin_system().await?;
        new += tx.receive_unknown(slice, now).await?;
        tx.commit().await?;
    }
    if new > 0 {
        deps.push(ProcessInbound {}).await;
    }
    Ok(new)
}
