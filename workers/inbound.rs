//! One event of the inbox, in one transaction (SPEC 5.2).

mod amend;
mod lid;
mod message;
mod session;

use chrono::Duration;
use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use domain::id::MessageId;
use domain::inbound::Inbound;
use entities::InboxEvent;

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

/// Interpret one event to its end.
pub(crate) async fn interpret(context: &Context, event: &InboxEvent) -> Result<(), Failed> {
    persist(|| one(context, event)).await.map_err(|error| Failed {
        counts: !matches!(&error, JobError::Store(error) if error.is_transient()),
        error: error.to_string(),
    })
}

async fn one(context: &Context, event: &InboxEvent) -> Result<(), JobError> {
    let deps = &context.deps;
    let known = context.channel(event.company_id, event.channel_id).await?;
    let body = deps.store.company(event.company_id).inbox().body(event)?;
    match deps.providers.of(known.row.provider.0).normalise(event.kind.0, &body) {
        Inbound::Message(message) => message::customer(context, &known, event, message).await,
        Inbound::Echo(message) => message::echo(context, &known, event, message).await,
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
        Inbound::Unknown if matches!(event.kind.0, InboxKind::Message | InboxKind::Echo) => {
            aside(context, event, InboxState::Parked, "not understood", None).await
        }
        // A status in a lane is a mistake of whoever stored it; it is nobody's message.
        Inbound::Status(_) | Inbound::Ignored(_) | Inbound::Unknown => done(context, event, None).await,
    }
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
    tx.inbox().set_aside(event.id, state, why, until).await?;
    Ok(tx.commit().await?)
}

/// When an event whose message is not here looks again; `None` = it waited long enough.
pub(crate) fn next_look(event: &InboxEvent, now: Time) -> Option<Time> {
    let looked = usize::try_from(event.attempts).unwrap_or(usize::MAX);
    let wait = LOOKS.get(looked).map_or(Duration::hours(1), |seconds| Duration::seconds(*seconds));
    (now - event.received_at < PATIENCE).then_some(now + wait)
}

/// Wait for the message that the event is about.
pub(crate) async fn wait(context: &Context, event: &InboxEvent) -> Result<(), JobError> {
    match next_look(event, context.deps.clock.now()) {
        Some(next) => aside(context, event, InboxState::Waiting, "its message is not here yet", Some(next)).await,
        None => aside(context, event, InboxState::Parked, "its message never came", None).await,
    }
}
