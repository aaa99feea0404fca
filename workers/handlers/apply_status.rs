//! Delivery news of our messages, applied a batch at a time.

mod changes;
mod log;

use std::collections::BTreeMap;

use attendance::{After, Company};
use domain::channel::{ChannelStatus, InboxState, NOBODY_NEW};
use domain::clock::Time;
use domain::id::{ConversationId, MessageId};
use domain::inbound::{Inbound, InboundStatus};
use domain::send::SendClass;
use entities::InboxEvent;
use jobs::Envelope;
use jobs::definitions::ApplyStatus;

use self::changes::{Changes, Named};
use self::log::log;
use crate::channels::Known;
use crate::context::Context;
use crate::execute::{JobError, persist};
use crate::gate::{self, Cause};
use crate::inbound::next_look;

/// Statuses of one transaction.
const BATCH: u64 = 200;

/// Apply what a provider told of our messages. Ranks make the order of arrival irrelevant: no lane, no contact lock.
pub(crate) async fn apply_status(context: Context, envelope: Envelope<ApplyStatus>) -> Result<(), JobError> {
    let deps = &context.deps;
    let channel = envelope.payload.channel_id;
    let company = match envelope.company {
        Some(company) => company,
        None => match deps.store.system().channel(channel).await? {
            Some(channel) => channel.company_id,
            None => return Ok(()),
        },
    };
    let known = context.channel(company, channel).await?;
    let scope = deps.store.company(company);
    let look = scope.inbox().pending_statuses(channel, BATCH).await?;
    if look.events.is_empty() {
        return Ok(());
    }
    let rules = deps.directory.company_at(&scope, look.rules_version).await?;
    let heard = read(&context, &known, look.events);
    let Applied { consequences, told } = persist(|| apply(&context, &known, &heard, &rules)).await?;
    if told {
        deps.nudge_log().await;
    }
    for consequence in consequences {
        if let Err(error) = persist(|| follow(&context, &known, &consequence)).await {
            tracing::warn!(%error, "what followed from a failed message could not be written");
        }
    }
    if heard.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX) {
        deps.push(Envelope::new(ApplyStatus { channel_id: channel }).company(company)).await;
    }
    Ok(())
}

/// Each event with its news; `None` = it is no status after all.
fn read(context: &Context, known: &Known, events: Vec<InboxEvent>) -> Vec<(InboxEvent, Option<InboundStatus>)> {
    let deps = &context.deps;
    let provider = deps.providers.of(known.row.provider.0);
    let scope = deps.store.company(known.row.company_id);
    let read = |event: &InboxEvent| {
        let body = scope.inbox().body(event).inspect_err(|error| {
            tracing::error!(event = event.id, %error, "a status cannot be opened");
        });
        match provider.normalise(event.kind.0, &body.ok()?) {
            Inbound::Status(status) => Some(status),
            _ => None,
        }
    };
    events.into_iter().map(|event| (read(&event), event)).map(|(status, event)| (event, status)).collect()
}

struct Applied {
    consequences: Vec<Consequence>,
    told: bool,
}

/// What is written under the contact's lock afterwards.
enum Consequence {
    /// A refusal says something of the person or the window.
    Refused { conversation: ConversationId, class: SendClass },
    /// The channel may write to nobody new.
    Restricted,
    /// What repeats a message that was sent after all is withdrawn.
    Recovered(MessageId),
}

async fn apply(
    context: &Context,
    known: &Known,
    heard: &[(InboxEvent, Option<InboundStatus>)],
    company: &Company,
) -> Result<Applied, JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let news: Vec<&InboundStatus> = heard.iter().filter_map(|(_, status)| status.as_ref()).collect();
    let tx = deps.store.begin(known.row.company_id).await?;
    let named = Named::read(&tx, &known.row, &news).await?;
    let before = tx.messages().lock_sent(known.row.id, &named.keys, &named.ids).await?;
    let mut changes = Changes::of(&before);
    let mut done = Vec::new();
    // Those that look for their message again at the same instant are set aside together.
    let mut aside: BTreeMap<Option<Time>, Vec<i64>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (event, status) in heard {
        match status {
            Some(status) if !changes.take(status, &named, event.received_at) => unknown.push(event),
            _ => done.push(event.id),
        }
    }
    let erased = tx.of_erased(known.row.id, unknown.iter().map(|event| event.external_id.as_str())).await?;
    let (copies, unknown): (Vec<&InboxEvent>, Vec<_>) =
        unknown.into_iter().partition(|event| erased.contains(event.external_id.as_str()));
    tx.inbox().forget(&copies.iter().map(|event| event.id).collect::<Vec<_>>()).await?;
    for event in unknown {
        aside.entry(next_look(event, now)).or_default().push(event.id);
    }
    let written = tx.messages().write_delivery(&changes.written(&before), now).await?;
    changes.keep(&written);
    tx.outbox().settle_known(&changes.settled()).await?;
    let told = log(&tx, &changes, company, now).await?;
    for (until, events) in aside {
        let state = if until.is_some() { InboxState::Waiting } else { InboxState::Parked };
        tx.inbox().set_aside(&events, state, "its message is not here yet", until).await?;
    }
    tx.inbox().all_done(&done, now).await?;
    tx.commit().await?;
    Ok(Applied { consequences: changes.consequences, told })
}

async fn follow(context: &Context, known: &Known, consequence: &Consequence) -> Result<(), JobError> {
    let deps = &context.deps;
    let (company, channel) = (known.row.company_id, known.row.id);
    if matches!(consequence, Consequence::Restricted) {
        let cause = Cause { code: SendClass::Account.into(), detail: Some(NOBODY_NEW) };
        return gate::close(context, company, channel, &[ChannelStatus::Active], ChannelStatus::Degraded, cause).await;
    }
    let tx = deps.store.begin(company).await?;
    let now = deps.clock.now();
    let after = match consequence {
        Consequence::Refused { conversation, class } => {
            attendance::note_refusal(&tx, &deps.directory, *conversation, *class, now).await?;
            After::default()
        }
        Consequence::Restricted => After::default(),
        Consequence::Recovered(message) => attendance::cancel_resends(&tx, &deps.directory, *message, now).await?,
    };
    tx.commit().await?;
    deps.told(company, after).await;
    Ok(())
}
