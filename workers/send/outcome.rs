//! What an attempt came to, written down.

use std::time::Duration;

use attendance::Failure;
use domain::channel::{ChannelStatus, NOBODY_NEW};
use domain::clock::Time;
use domain::message::MessageStatus;
use domain::outbox::{AttemptOutcome, Phase};
use domain::send::{Accepted, SendClass, SendFailure};
use entities::{AttemptRecord, OutboxRow, Text};
use jobs::Envelope;
use jobs::definitions::ApplyStatus;

use super::attempt::drop_row;
use super::policy::{Verdict, judge, next_look};
use super::prepare::Ready;
use crate::context::Context;
use crate::execute::{JobError, persist};
use crate::gate::{self, Cause};

/// So many sends in a row that did not leave, and the channel is let off but for one in thirty seconds.
const MISSES: u32 = 5;
const PAUSE: chrono::Duration = chrono::Duration::seconds(30);

/// The provider took it. `history` when that was found out later.
pub(super) async fn accepted(
    context: &Context,
    row: &OutboxRow,
    ready: &Ready,
    accepted: &Accepted,
    history: Option<AttemptOutcome>,
) -> Result<(), JobError> {
    let deps = &context.deps;
    let recorded = persist(|| async {
        let now = deps.clock.now();
        let tx = deps.store.begin(row.company_id).await?;
        let Some(after) = attendance::record_sent(&tx, &deps.directory, row, accepted, now).await? else {
            return Ok(None);
        };
        if let Some(outcome) = history {
            tx.outbox().record_attempt(row, plain(outcome), now).await?;
        }
        let statuses = match &accepted.provider_key {
            Some(key) => tx.inbox().message_appeared(row.channel_id, key, now).await?,
            None => false,
        };
        // Of several sends at once one notes it.
        if context.sent_lately.entry(row.channel_id).or_insert(()).is_fresh() {
            tx.channels().saw_traffic(row.channel_id, false, now).await?;
        }
        tx.commit().await?;
        Ok(Some((after, statuses)))
    })
    .await?;
    context.reached(row.channel_id);
    let Some((after, statuses)) = recorded else { return Ok(()) };
    if statuses {
        let job = ApplyStatus { channel_id: row.channel_id };
        deps.push(Envelope::new(job).company(row.company_id)).await;
    }
    deps.told(row.company_id, after).await;
    if ready.channel.status == ChannelStatus::Degraded {
        gate::open(context, row.company_id, row.channel_id, &[ChannelStatus::Degraded]).await?;
    }
    Ok(())
}

/// It is final, and it failed.
pub(super) async fn failed(context: &Context, row: &OutboxRow, failure: &Failure) -> Result<(), JobError> {
    give_up(context, row, failure, None).await
}

pub(super) async fn give_up(
    context: &Context,
    row: &OutboxRow,
    failure: &Failure,
    history: Option<AttemptRecord>,
) -> Result<(), JobError> {
    let deps = &context.deps;
    let after = persist(|| async {
        let now = deps.clock.now();
        let tx = deps.store.begin(row.company_id).await?;
        let Some(after) = attendance::record_failed(&tx, &deps.directory, row, failure, now).await? else {
            return Ok(None);
        };
        if let Some(record) = &history {
            tx.outbox().record_attempt(row, record.clone(), now).await?;
        }
        tx.commit().await?;
        Ok(Some(after))
    })
    .await?;
    if let Some(after) = after {
        deps.told(row.company_id, after).await;
    }
    Ok(())
}

/// The provider did not take it, or nobody knows.
pub(super) async fn refused(
    context: &Context,
    mut row: OutboxRow,
    ready: &Ready,
    failure: &SendFailure,
) -> Result<(), JobError> {
    let now = context.deps.clock.now();
    let attempt = u32::try_from(row.attempt).unwrap_or(1);
    tracing::info!(message = %row.message_id, class = ?failure.class, attempt, "a send was not accepted");
    match judge(failure, attempt, rand::random()) {
        Verdict::Retry(wait) => {
            row.phase = Text(Phase::Queued);
            row.next_at = later(now, wait);
            write(context, &row, AttemptOutcome::Rejected, failure, None).await?;
        }
        Verdict::Slow(wait) => {
            context.slowed.insert(row.channel_id, ());
            row.phase = Text(Phase::Queued);
            row.next_at = later(now, wait);
            write(context, &row, AttemptOutcome::Rejected, failure, Some(row.next_at)).await?;
        }
        // What was told meanwhile answers for the provider: the contact's next message need not wait for a look.
        Verdict::Unknown if is_final(context, &row).await? => drop_row(context, &row).await?,
        Verdict::Unknown => {
            row.phase = Text(Phase::Unknown);
            let started = row.started_at.unwrap_or(now);
            row.next_at = next_look(started, context.deps.limits.unknown_grace, now);
            write(context, &row, AttemptOutcome::Unknown, failure, None).await?;
        }
        Verdict::Hold(status) => return hold(context, row, status, failure).await,
        Verdict::Fail(code) => {
            let reason = Failure { code, provider_code: failure.provider_code.clone(), detail: failure.detail.clone() };
            let history = record(AttemptOutcome::Rejected, failure);
            give_up(context, &row, &reason, Some(history)).await?;
        }
    }
    if failure.class == SendClass::NotSent {
        unreachable(context, &row, ready, failure).await?;
    } else {
        context.reached(row.channel_id);
    }
    Ok(())
}

/// Not the message's fault: it waits with its attempt given back, and the channel is marked.
async fn hold(
    context: &Context,
    mut row: OutboxRow,
    status: ChannelStatus,
    failure: &SendFailure,
) -> Result<(), JobError> {
    row.phase = Text(Phase::Queued);
    write_held(context, &mut row, failure).await?;
    let code: &'static str = failure.class.into();
    // A restriction is kept by its code, whatever the provider's words: attendances are begun by it.
    let restricted = failure.class.forbids_strangers(failure.provider_code.as_deref()).then_some(NOBODY_NEW);
    let detail = restricted.or(failure.detail.as_deref()).or(failure.provider_code.as_deref());
    let from: &[ChannelStatus] = match status {
        ChannelStatus::Stopped => &[ChannelStatus::Active, ChannelStatus::Degraded],
        _ => &[ChannelStatus::Active],
    };
    gate::close(context, row.company_id, row.channel_id, from, status, Cause { code, detail }).await?;
    if status == ChannelStatus::Degraded {
        pause(context, &row).await?;
    }
    Ok(())
}

async fn is_final(context: &Context, row: &OutboxRow) -> Result<bool, JobError> {
    let message = context.deps.store.company(row.company_id).messages().find(row.message_id).await?;
    Ok(message.is_some_and(|message| message.status != MessageStatus::Pending))
}

async fn write_held(context: &Context, row: &mut OutboxRow, failure: &SendFailure) -> Result<(), JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let tried = row.clone();
    row.attempt -= 1;
    let tx = deps.store.begin(row.company_id).await?;
    if tx.outbox().write(row, false, now).await? {
        tx.outbox().record_attempt(&tried, record(AttemptOutcome::Held, failure), now).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn write(
    context: &Context,
    row: &OutboxRow,
    outcome: AttemptOutcome,
    failure: &SendFailure,
    channel_until: Option<Time>,
) -> Result<(), JobError> {
    let deps = &context.deps;
    persist(|| async {
        let now = deps.clock.now();
        let tx = deps.store.begin(row.company_id).await?;
        if tx.outbox().write(row, false, now).await? {
            tx.outbox().record_attempt(row, record(outcome, failure), now).await?;
            if let Some(until) = channel_until {
                tx.channels().send_after(row.channel_id, Some(until)).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    })
    .await
}

/// Count what did not leave; a channel that fails again and again is let off for a while.
async fn unreachable(context: &Context, row: &OutboxRow, ready: &Ready, failure: &SendFailure) -> Result<(), JobError> {
    if context.missed(row.channel_id) < MISSES || ready.channel.status != ChannelStatus::Active {
        return Ok(());
    }
    let cause = Cause { code: "channel_unavailable", detail: failure.detail.as_deref() };
    let from = [ChannelStatus::Active];
    gate::close(context, row.company_id, row.channel_id, &from, ChannelStatus::Degraded, cause).await?;
    pause(context, row).await
}

async fn pause(context: &Context, row: &OutboxRow) -> Result<(), JobError> {
    let deps = &context.deps;
    let tx = deps.store.begin(row.company_id).await?;
    tx.channels().send_after(row.channel_id, Some(deps.clock.now() + PAUSE)).await?;
    Ok(tx.commit().await?)
}

fn later(now: Time, wait: Duration) -> Time {
    now + chrono::Duration::milliseconds(i64::try_from(wait.as_millis()).unwrap_or(60_000))
}

fn plain(outcome: AttemptOutcome) -> AttemptRecord {
    AttemptRecord { outcome, http_status: None, provider_code: None, detail: None }
}

pub(super) fn record(outcome: AttemptOutcome, failure: &SendFailure) -> AttemptRecord {
    AttemptRecord {
        outcome,
        http_status: failure.http_status.map(i32::from),
        provider_code: failure.provider_code.clone(),
        detail: failure.detail.clone(),
    }
}
