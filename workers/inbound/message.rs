//! Messages of customers, and echoes of what was written from the phone.

use attendance::{After, Received};
use chrono::Duration;
use domain::channel::InboxState;
use domain::clock::Time;
use domain::id::MessageId;
use domain::inbound::InboundMessage;
use entities::{Done, InboxEvent, Scope, StoreError, Writing};
use jobs::Envelope;
use jobs::definitions::ApplyStatus;

use super::{Batch, Settled, Turn, aside, done, lid, wait};
use crate::channels::Known;
use crate::context::Context;
use crate::execute::JobError;

/// An echo waits so long for the send that it may be evidence of.
const ECHO_PATIENCE: Duration = Duration::seconds(120);

/// What became of a message, with the transaction free again.
enum Fate {
    Stored(After, MessageId),
    /// It shows a message of ours, whose statuses may be waiting for its id.
    Evidence(After, MessageId, String),
    Duplicate,
    Erased,
    Wait,
    Ours(MessageId),
    Unresolved,
}

pub(super) async fn customer(
    context: &Context,
    turn: &Turn<'_>,
    known: &Known,
    event: &InboxEvent,
    mut message: InboundMessage,
) -> Result<Settled, JobError> {
    lid::resolve(context, known, &mut message).await?;
    let deps = &context.deps;
    let tx = deps.store.begin(event.company_id).await?;
    let now = deps.clock.now();
    crate::send::count_inbound(context, &known.row).await;
    let received = attendance::receive(&tx, &turn.company, &known.row, &message, event.received_at, now).await?;
    let fate = fate(received, &message).await?;
    settle(context, turn, event, tx, fate).await
}

/// Several messages of a lane in one transaction. `None` = it came to nothing, and each is to go alone.
pub(super) async fn together(
    context: &Context,
    turn: &Turn<'_>,
    known: &Known,
    mut messages: Vec<(&InboxEvent, InboundMessage)>,
) -> Result<Option<Batch>, JobError> {
    for (_, message) in &mut messages {
        lid::resolve(context, known, message).await?;
    }
    let deps = &context.deps;
    let tx = deps.store.begin(turn.lane.company_id).await?;
    let mut batch = Batch { handled: 0, lane_idles: false };
    let mut after = After::default();
    let mut contact = None;
    for (event, message) in &messages {
        let now = deps.clock.now();
        crate::send::count_inbound(context, &known.row).await;
        let received = attendance::receive(&tx, &turn.company, &known.row, message, event.received_at, now).await?;
        let Received::Stored(hand, id) = received else {
            tx.rollback().await?;
            return Ok(None);
        };
        let person = hand.person.contact.id;
        let is_last = hand.holds_more_than_contact();
        if *contact.get_or_insert(person) != person {
            // Two contacts are locked in the order of their ids, and this one comes when it comes.
            drop(hand);
            tx.rollback().await?;
            return Ok(None);
        }
        after.and(hand.finish().await?.1);
        batch.handled += 1;
        let empties = turn.empties && batch.handled == messages.len();
        let done = finish(&tx, turn, empties, event, id, now).await?;
        if !done.event {
            tx.rollback().await?;
            return Ok(None);
        }
        batch.lane_idles = done.lane;
        if is_last {
            // The next one may need a department, and those are locked before users.
            break;
        }
    }
    tx.commit().await?;
    deps.told(turn.lane.company_id, after).await;
    Ok(Some(batch))
}

pub(super) async fn echo(
    context: &Context,
    turn: &Turn<'_>,
    known: &Known,
    event: &InboxEvent,
    mut message: InboundMessage,
) -> Result<Settled, JobError> {
    lid::resolve(context, known, &mut message).await?;
    let deps = &context.deps;
    let tx = deps.store.begin(event.company_id).await?;
    let now = deps.clock.now();
    let waited = now - event.received_at >= ECHO_PATIENCE;
    let received =
        attendance::receive_echo(&tx, &deps.directory, &known.row, &message, event.received_at, waited, now).await?;
    let fate = fate(received, &message).await?;
    settle(context, turn, event, tx, fate).await
}

async fn fate(received: Received<'_>, message: &InboundMessage) -> Result<Fate, StoreError> {
    Ok(match received {
        Received::Stored(hand, id) => Fate::Stored(hand.finish().await?.1, id),
        Received::Evidence(hand, id) => Fate::Evidence(hand.finish().await?.1, id, message.provider_key.clone()),
        Received::Duplicate => Fate::Duplicate,
        Received::Erased => Fate::Erased,
        Received::Wait => Fate::Wait,
        Received::Ours(id) => Fate::Ours(id),
        Received::Unresolved => Fate::Unresolved,
    })
}

/// Mark the event done; with the last of its lane the lane goes idle.
async fn finish(
    tx: &Scope<Writing>,
    turn: &Turn<'_>,
    empties: bool,
    event: &InboxEvent,
    message: MessageId,
    now: Time,
) -> Result<Done, StoreError> {
    if empties {
        return tx.inbox().done_with_lane(event.id, Some(message), turn.lane, turn.bumps, now).await;
    }
    Ok(Done { event: tx.inbox().done(event.id, Some(message), now).await?, lane: false })
}

/// Commit with the event's own row, or not at all.
async fn settle(
    context: &Context,
    turn: &Turn<'_>,
    event: &InboxEvent,
    tx: Scope<Writing>,
    fate: Fate,
) -> Result<Settled, JobError> {
    let deps = &context.deps;
    match fate {
        Fate::Stored(after, id) => {
            let done = finish(&tx, turn, turn.empties, event, id, deps.clock.now()).await?;
            if !done.event {
                // Another worker was faster: what this transaction wrote was never meant to be.
                tx.rollback().await?;
                return Ok(Settled::default());
            }
            tx.commit().await?;
            deps.told(event.company_id, after).await;
            return Ok(Settled { lane_idles: done.lane });
        }
        Fate::Evidence(after, id, key) => {
            let now = deps.clock.now();
            let done = finish(&tx, turn, turn.empties, event, id, now).await?;
            if !done.event {
                tx.rollback().await?;
                return Ok(Settled::default());
            }
            let statuses = tx.inbox().message_appeared(event.channel_id, &key, now).await?;
            tx.commit().await?;
            if statuses {
                let job = ApplyStatus { channel_id: event.channel_id };
                deps.push(Envelope::new(job).company(event.company_id)).await;
            }
            deps.told(event.company_id, after).await;
            return Ok(Settled { lane_idles: done.lane });
        }
        Fate::Duplicate => {
            tx.rollback().await?;
            done(context, event, None).await
        }
        Fate::Erased => {
            tx.rollback().await?;
            let tx = deps.store.begin(event.company_id).await?;
            tx.inbox().forget(&[event.id]).await?;
            let lane_idles = turn.empties && tx.inbox().forget_lane(turn.lane, turn.bumps).await?;
            tx.commit().await?;
            return Ok(Settled { lane_idles });
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
    .map(|()| Settled::default())
}
