//! One attempt: committed before the provider is called, recorded after it.

use std::time::Duration;

use domain::channel::ChannelStatus;
use domain::clock::Time;
use domain::outbox::Phase;
use domain::send::{Accepted, SendClass, SendFailure};
use entities::{OutboxRow, Text};
use providers::Attachment;

use super::prepare::{Prepared, Ready, prepare};
use super::rates::{self, Wait};
use super::{files, outcome};
use crate::context::Context;
use crate::execute::JobError;

/// A failing channel lets one message through in this time.
const HALF_OPEN: chrono::Duration = chrono::Duration::seconds(30);
/// The adapters end their calls earlier, by `SEND_TIMEOUT_SECONDS`.
const CALL: Duration = Duration::from_mins(2);

/// Send a row that waits for its turn.
pub(super) async fn send(context: &Context, mut row: OutboxRow) -> Result<(), JobError> {
    let deps = &context.deps;
    let ready = match prepare(context, &row, deps.clock.now()).await? {
        Prepared::Ready(ready) => ready,
        Prepared::Refused(code) => return outcome::failed(context, &row, &attendance::Failure::new(code)).await,
        Prepared::Leftover => return drop_row(context, &row).await,
        Prepared::Closed => return put_back(context, &row).await,
    };
    if let Err(wait) = rates::take(context, &ready.channel, &row).await {
        return slow_down(context, row, wait).await;
    }
    if ready.channel.status == ChannelStatus::Degraded && !half_open(context, &ready).await? {
        return put_back(context, &row).await;
    }
    let file = match files::ready(context, &ready).await {
        Ok(file) => file,
        Err(failure) => return not_left(context, row, &ready, &failure).await,
    };
    if row.preallocated_id.is_none() {
        match draw_id(context, &ready).await {
            Ok(id) => row.preallocated_id = id,
            Err(failure) => return not_left(context, row, &ready, &failure).await,
        }
    }
    row.started_at = Some(deps.clock.now());
    if !begin(context, &mut row).await? {
        return Ok(());
    }
    let answer = call(context, &ready, &row, file).await;
    conclude(context, row, &ready, answer).await
}

/// Nothing left: it counts as an attempt, and is judged like one.
async fn not_left(context: &Context, mut row: OutboxRow, ready: &Ready, failure: &SendFailure) -> Result<(), JobError> {
    row.attempt += 1;
    row.correlation = Some(format!("{}.{}", row.message_id, row.attempt));
    row.started_at = Some(context.deps.clock.now());
    outcome::refused(context, row, ready, failure).await
}

/// Commit that an attempt is under way. `false` = the row is somebody else's by now.
pub(super) async fn begin(context: &Context, row: &mut OutboxRow) -> Result<bool, JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    row.phase = Text(Phase::Sending);
    row.attempt += 1;
    row.correlation = Some(format!("{}.{}", row.message_id, row.attempt));
    let tx = deps.store.begin(row.company_id).await?;
    if !tx.outbox().write(row, true, now).await? {
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

/// Call the provider. No answer in time is an unknown outcome.
pub(super) async fn call(
    context: &Context,
    ready: &Ready,
    row: &OutboxRow,
    file: Option<Attachment>,
) -> Result<Accepted, SendFailure> {
    let provider = context.deps.providers.of(ready.channel.provider.0);
    let outgoing = ready.outgoing(row, file);
    tokio::time::timeout(CALL, provider.send(&ready.known.access, &outgoing)).await.unwrap_or_else(|_| {
        Err(SendFailure {
            class: SendClass::Unknown,
            provider_code: None,
            http_status: None,
            detail: Some("no answer in time".to_owned()),
            retry_after: None,
        })
    })
}

async fn conclude(
    context: &Context,
    row: OutboxRow,
    ready: &Ready,
    answer: Result<Accepted, SendFailure>,
) -> Result<(), JobError> {
    let figures = context.deps.queue.figures();
    match &answer {
        Ok(_) => figures.send("accepted"),
        Err(failure) => figures.send(failure.class.into()),
    }
    match answer {
        Ok(accepted) => outcome::accepted(context, &row, ready, &accepted, None).await,
        Err(failure) => outcome::refused(context, row, ready, &failure).await,
    }
}

async fn half_open(context: &Context, ready: &Ready) -> Result<bool, JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let tx = deps.store.begin(ready.channel.company_id).await?;
    let taken = tx.channels().take_half_open(ready.channel.id, now + HALF_OPEN, now).await?;
    tx.commit().await?;
    Ok(taken)
}

/// An id that makes the send repeatable, where the channel's server draws them.
async fn draw_id(context: &Context, ready: &Ready) -> Result<Option<String>, SendFailure> {
    let channel = ready.channel.id;
    if context.channels.draws_ids.get(&channel) == Some(false) {
        return Ok(None);
    }
    let provider = context.deps.providers.of(ready.channel.provider.0);
    let id = provider.new_message_id(&ready.known.access).await?;
    context.channels.draws_ids.insert(channel, id.is_some());
    Ok(id)
}

async fn slow_down(context: &Context, mut row: OutboxRow, wait: Wait) -> Result<(), JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let tx = deps.store.begin(row.company_id).await?;
    match wait {
        Wait::Channel(wait) => tx.channels().send_after(row.channel_id, Some(at(now, wait))).await?,
        Wait::Message(wait) => row.next_at = at(now, wait),
    }
    tx.outbox().write(&row, false, now).await?;
    Ok(tx.commit().await?)
}

fn at(now: Time, wait: Duration) -> Time {
    // Whole milliseconds, and never the very same one.
    now + chrono::Duration::milliseconds(i64::try_from(wait.as_millis()).unwrap_or(60_000) + 1)
}

/// Let go of a row as it is.
pub(super) async fn put_back(context: &Context, row: &OutboxRow) -> Result<(), JobError> {
    let deps = &context.deps;
    let tx = deps.store.begin(row.company_id).await?;
    tx.outbox().write(row, false, deps.clock.now()).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn drop_row(context: &Context, row: &OutboxRow) -> Result<(), JobError> {
    let tx = context.deps.store.begin(row.company_id).await?;
    tx.outbox().finish(row).await?;
    Ok(tx.commit().await?)
}
