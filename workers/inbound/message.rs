//! Messages of customers, and echoes of what was written from the phone.

use attendance::{After, Received};
use chrono::Duration;
use domain::channel::InboxState;
use domain::id::MessageId;
use domain::inbound::InboundMessage;
use domain::send::Accepted;
use entities::{InboxEvent, StoreError};

use super::{aside, done, lid, wait};
use crate::channels::Known;
use crate::context::Context;
use crate::execute::JobError;

/// An echo waits so long for the send that it may be evidence of.
const ECHO_PATIENCE: Duration = Duration::seconds(120);

/// What became of a message, with the transaction free again.
enum Fate {
    Stored(After, MessageId),
    Duplicate,
    Wait,
    Ours(MessageId),
    Unresolved,
}

pub(super) async fn customer(
    context: &Context,
    known: &Known,
    event: &InboxEvent,
    mut message: InboundMessage,
) -> Result<(), JobError> {
    lid::resolve(context, known, &mut message).await?;
    let deps = &context.deps;
    let tx = deps.store.begin(event.company_id).await?;
    let now = deps.clock.now();
    let received = attendance::receive(&tx, &deps.directory, &known.row, &message, event.received_at, now).await?;
    let fate = fate(received).await?;
    settle(context, event, tx, fate).await
}

pub(super) async fn echo(
    context: &Context,
    known: &Known,
    event: &InboxEvent,
    mut message: InboundMessage,
) -> Result<(), JobError> {
    lid::resolve(context, known, &mut message).await?;
    let deps = &context.deps;
    let tx = deps.store.begin(event.company_id).await?;
    let now = deps.clock.now();
    if tx.messages().own(event.channel_id, &message.provider_key).await?.is_none()
        && let Some(id) = tx.outbox().given_up(&[&message.provider_key, &message.provider_id]).await?
    {
        let accepted = Accepted {
            provider_id: Some(message.provider_id.clone()),
            provider_key: Some(message.provider_key.clone()),
            note: None,
        };
        let after = Box::pin(attendance::revive(&tx, &deps.directory, id, &accepted, now)).await?;
        return settle(context, event, tx, Fate::Stored(after, id)).await;
    }
    let waited = now - event.received_at >= ECHO_PATIENCE;
    let received =
        attendance::receive_echo(&tx, &deps.directory, &known.row, &message, event.received_at, waited, now).await?;
    let fate = fate(received).await?;
    settle(context, event, tx, fate).await
}

async fn fate(received: Received<'_>) -> Result<Fate, StoreError> {
    Ok(match received {
        Received::Stored(hand, id) => Fate::Stored(hand.finish().await?.1, id),
        Received::Duplicate => Fate::Duplicate,
        Received::Wait => Fate::Wait,
        Received::Ours(id) => Fate::Ours(id),
        Received::Unresolved => Fate::Unresolved,
    })
}

/// Commit with the event's own row, or not at all.
async fn settle(
    context: &Context,
    event: &InboxEvent,
    tx: entities::Scope<entities::Writing>,
    fate: Fate,
) -> Result<(), JobError> {
    let deps = &context.deps;
    match fate {
        Fate::Stored(after, id) => {
            if !tx.inbox().done(event.id, Some(id), deps.clock.now()).await? {
                // Another worker was faster: what this transaction wrote was never meant to be.
                tx.rollback().await?;
                return Ok(());
            }
            tx.commit().await?;
            deps.told(event.company_id, after).await;
            Ok(())
        }
        Fate::Duplicate => {
            tx.rollback().await?;
            done(context, event, None).await
        }
        Fate::Ours(id) => {
            tx.rollback().await?;
            done(context, event, Some(id)).await
        }
        Fate::Wait => {
            tx.rollback().await?;
            wait(context, event).await
        }
        Fate::Unresolved => {
            tx.rollback().await?;
            aside(context, event, InboxState::Parked, "nobody can tell whose it is", None).await
        }
    }
}
