//! Events of the inbox: one in one transaction, or a few of a lane that piled up (SPEC 5.2, 7).

mod account;
mod amend;
mod identity;
mod lid;
mod message;
mod session;
mod template;

use std::sync::Arc;

use attendance::Company;
use chrono::Duration;
use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use domain::id::MessageId;
use domain::inbound::Inbound;
use entities::{InboxEvent, Lane};

use crate::context::Context;
use crate::execute::{JobError, persist};

/// An event that could not be dealt with.
pub(crate) struct Failed {
    pub(crate) error: String,
    /// It may be the event's own fault, so its tries are counted.
    pub(crate) counts: bool,
}

/// Between the tries of a failing event; after the last it is dead.
const RETRIES: [i64; 5] = [1, 4, 15, 30, 60];
/// Between the looks for a message that is not here yet, then every hour.
const LOOKS: [i64; 3] = [5, 30, 120];
/// So long is a message waited for.
const PATIENCE: Duration = Duration::hours(24);

/// When a failed event is tried again; `None` = never.
pub(crate) fn retry(event: &InboxEvent, failed: &Failed, now: Time) -> Option<Time> {
    if !failed.counts {
        return Some(now + Duration::seconds(1));
    }
    let tried = usize::try_from(event.attempts).unwrap_or(usize::MAX);
    RETRIES.get(tried).map(|seconds| now + Duration::seconds(*seconds))
}

/// What a worker knows while it works on a lane.
pub(crate) struct Turn<'a> {
    pub(crate) lane: &'a Lane,
    pub(crate) company: Arc<Company>,
    /// Read before its events were.
    pub(crate) bumps: i32,
    /// Whether the event at hand is the last that waits.
    pub(crate) empties: bool,
}

/// What became of an event besides itself.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settled {
    /// Its lane went idle in the same transaction.
    pub(crate) lane_idles: bool,
}

/// What became of several events at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Batch {
    /// The first so many are dealt with.
    pub(crate) handled: usize,
    pub(crate) lane_idles: bool,
}

/// Interpret the messages at the head of a lane that piled up, in one transaction. `None` = nothing is done, and each must go alone:
/// so that only one that fails is held against itself.
pub(crate) async fn interpret_together(context: &Context, turn: &Turn<'_>, events: &[InboxEvent]) -> Option<Batch> {
    let is_fresh = |event: &&InboxEvent| event.kind == InboxKind::Message && event.attempts == 0;
    let run = events.iter().take_while(is_fresh).count();
    if run < 2 {
        return None;
    }
    let attempt = persist(|| async {
        let (company, channel) = (turn.lane.company_id, turn.lane.channel_id);
        let known = context.channel(company, channel).await?;
        if !known.row.is_kept() {
            return Ok(None);
        }
        let provider = context.deps.providers.of(known.row.provider.0);
        let scope = context.deps.store.company(company);
        let mut messages = Vec::with_capacity(run);
        for event in &events[..run] {
            // What cannot be opened fails alone.
            let Ok(body) = scope.inbox().body(event) else { break };
            match provider.normalise(event.kind.0, &body) {
                Inbound::Message(message) => messages.push((event, message)),
                _ => break,
            }
        }
        if messages.len() < 2 {
            return Ok(None);
        }
        let turn = Turn {
            company: Arc::clone(&turn.company),
            empties: turn.empties && messages.len() == events.len(),
            ..*turn
        };
        message::together(context, &turn, &known, messages).await
    });
    attempt.await.unwrap_or_else(|error| {
        tracing::debug!(%error, lane = turn.lane.key, "events go one by one");
        None
    })
}

/// Interpret one event to its end.
pub(crate) async fn interpret(context: &Context, turn: &Turn<'_>, event: &InboxEvent) -> Result<Settled, Failed> {
    persist(|| one(context, turn, event)).await.map_err(|error| Failed {
        counts: !matches!(&error, JobError::Store(error) if error.is_transient()),
        error: error.to_string(),
    })
}

async fn one(context: &Context, turn: &Turn<'_>, event: &InboxEvent) -> Result<Settled, JobError> {
    let deps = &context.deps;
    let known = context.channel(event.company_id, event.channel_id).await?;
    if !known.row.is_kept() {
        return aside(context, event, InboxState::Parked, "its channel was taken away", None)
            .await
            .map(|()| Settled::default());
    }
    let body = deps.store.company(event.company_id).inbox().body(event)?;
    match deps.providers.of(known.row.provider.0).normalise(event.kind.0, &body) {
        Inbound::Message(message) => return message::customer(context, turn, &known, event, message).await,
        Inbound::Echo(message) => return message::echo(context, turn, &known, event, message).await,
        Inbound::Reaction { target_provider_key, actor, emoji, at } => {
            let at = at.unwrap_or(event.received_at);
            amend::reaction(context, event, &target_provider_key, &actor, emoji, at).await
        }
        Inbound::Edit { target_provider_key, content, at } => {
            let amendment = attendance::Amendment::Edit { content, at: at.unwrap_or(event.received_at) };
            amend::apply(context, event, &target_provider_key, amendment).await
        }
        Inbound::Revoke { target_provider_key, at } => {
            let amendment = attendance::Amendment::Revoke { at: at.unwrap_or(event.received_at) };
            amend::apply(context, event, &target_provider_key, amendment).await
        }
        Inbound::Session { status, .. } => session::changed(context, &known, event, &status).await,
        Inbound::Template { name, language, status } => {
            template::changed(context, &known, event, &name, &language, &status).await
        }
        Inbound::Identity(change) => return identity::changed(context, turn, event, &change).await,
        Inbound::Account(news) => account::told(context, &known, event, &news).await,
        Inbound::Unknown if matches!(event.kind.0, InboxKind::Message | InboxKind::Echo | InboxKind::Identity) => {
            aside(context, event, InboxState::Parked, "not understood", None).await
        }
        // A status in a lane is a mistake of whoever stored it; it is nobody's message.
        Inbound::Status(_) | Inbound::Ignored(_) | Inbound::Unknown => done(context, event, None).await,
    }
    .map(|()| Settled::default())
}

/// The event is dealt with, and nothing else happens.
pub(crate) async fn done(context: &Context, event: &InboxEvent, message: Option<MessageId>) -> Result<(), JobError> {
    let tx = context.deps.store.begin(event.company_id).await?;
    tx.inbox().done(event.id, message, context.deps.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Set the event aside; its lane goes on.
pub(crate) async fn aside(
    context: &Context,
    event: &InboxEvent,
    state: InboxState,
    why: &str,
    until: Option<Time>,
) -> Result<(), JobError> {
    let tx = context.deps.store.begin(event.company_id).await?;
    tx.inbox().set_aside(&[event.id], state, why, until).await?;
    Ok(tx.commit().await?)
}

/// When an event whose message is not here looks again; `None` = it waited long enough.
pub(crate) fn next_look(event: &InboxEvent, now: Time) -> Option<Time> {
    let looked = usize::try_from(event.attempts).unwrap_or(usize::MAX);
    let wait = LOOKS.get(looked).map_or(Duration::hours(1), |seconds| Duration::seconds(*seconds));
    (now - event.received_at < PATIENCE).then_some(now + wait)
}

/// Wait for the message that the event is about. Of a copy of what is erased nothing stays.
pub(crate) async fn wait(context: &Context, event: &InboxEvent) -> Result<(), JobError> {
    let scope = context.deps.store.company(event.company_id);
    if !scope.of_erased(event.channel_id, [event.external_id.as_str()]).await?.is_empty() {
        let tx = context.deps.store.begin(event.company_id).await?;
        tx.inbox().forget(&[event.id]).await?;
        return Ok(tx.commit().await?);
    }
    match next_look(event, context.deps.clock.now()) {
        Some(next) => aside(context, event, InboxState::Waiting, "its message is not here yet", Some(next)).await,
        None => aside(context, event, InboxState::Parked, "its message never came", None).await,
    }
}
