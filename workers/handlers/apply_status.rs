use std::collections::{BTreeSet, HashMap};

use attendance::audience;
use domain::channel::InboxState;
use domain::clock::Time;
use domain::event::Event;
use domain::id::{ConversationId, MessageId};
use domain::inbound::{Inbound, InboundStatus, StatusNews};
use domain::message::{self, MessageStatus, Standing};
use domain::outbox::SendPhase;
use domain::send::SendClass;
use entities::{InboxEvent, Message, NewEvent, Scope, Writing};
use jobs::Envelope;
use jobs::definitions::ApplyStatus;
use serde_json::json;

use crate::channels::Known;
use crate::context::Context;
use crate::execute::{JobError, persist};
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
    let events = deps.store.company(company).inbox().pending_statuses(channel, BATCH).await?;
    if events.is_empty() {
        return Ok(());
    }
    let news = read(&context, &known, &events);
    let Applied { consequences, told } = persist(|| apply(&context, &known, &events, &news)).await?;
    if told {
        deps.nudge_log().await;
    }
    for consequence in consequences {
        if let Err(error) = persist(|| follow(&context, &known, &consequence)).await {
            tracing::warn!(%error, "what followed from a failed message could not be noted");
        }
    }
    if events.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX) {
        deps.push(Envelope::new(ApplyStatus { channel_id: channel }).company(company)).await;
    }
    Ok(())
}

/// The news of each event; `None` = it is no status after all.
fn read(context: &Context, known: &Known, events: &[InboxEvent]) -> Vec<Option<InboundStatus>> {
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
    events.iter().map(read).collect()
}

struct Applied {
    consequences: Vec<Consequence>,
    told: bool,
}

/// What a refusal says of the person or the window, written under the contact's lock afterwards.
struct Consequence {
    conversation: ConversationId,
    class: SendClass,
}

async fn apply(
    context: &Context,
    known: &Known,
    events: &[InboxEvent],
    news: &[Option<InboundStatus>],
) -> Result<Applied, JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let channel = &known.row;
    let keys: BTreeSet<String> = news.iter().flatten().map(|status| status.provider_key.clone()).collect();
    let ids: BTreeSet<MessageId> = news.iter().flatten().filter_map(correlated).collect();
    let (keys, ids): (Vec<String>, Vec<MessageId>) = (keys.into_iter().collect(), ids.into_iter().collect());

    let tx = deps.store.begin(channel.company_id).await?;
    let mut messages = tx.messages().lock_sent(channel.id, &keys, &ids).await?;
    let mut changed = Changed::default();
    let mut done = Vec::new();
    for (event, status) in events.iter().zip(news) {
        let Some(status) = status else {
            done.push(event.id);
            continue;
        };
        if let Some(message) = messages.iter_mut().find(|message| is_about(message, status)) {
            learn_id(&tx, message, status, now).await?;
            changed.note(message, status, event.received_at);
            done.push(event.id);
        } else {
            let until = next_look(event, now);
            let state = if until.is_some() { InboxState::Waiting } else { InboxState::Parked };
            tx.inbox().set_aside(event.id, state, "its message is not here yet", until).await?;
        }
    }
    for message in &mut messages {
        if changed.messages.contains(&message.id) {
            message.updated_at = now;
            tx.messages().save(message.clone()).await?;
        }
    }
    let settled: Vec<MessageId> =
        messages.iter().filter(|message| message.status != MessageStatus::Pending).map(|message| message.id).collect();
    tx.outbox().settle_known(&settled).await?;
    let told = log(context, &tx, &messages, &changed, now).await?;
    tx.inbox().all_done(&done, now).await?;
    tx.commit().await?;
    Ok(Applied { consequences: changed.consequences, told })
}

/// `<message id>.<attempt>`, where the provider gives it back.
fn correlated(status: &InboundStatus) -> Option<MessageId> {
    status.correlation.as_deref()?.split_once('.')?.0.parse().ok()
}

fn is_about(message: &Message, status: &InboundStatus) -> bool {
    message.provider_key.as_deref() == Some(status.provider_key.as_str()) || correlated(status) == Some(message.id)
}

/// A status with our correlation is evidence of the send, and tells the provider's id.
async fn learn_id(
    tx: &Scope<Writing>,
    message: &mut Message,
    status: &InboundStatus,
    now: Time,
) -> Result<(), JobError> {
    if message.provider_key.is_some() || tx.messages().own(message.channel_id, &status.provider_key).await?.is_some() {
        return Ok(());
    }
    message.whatsapp_message_id = Some(status.provider_id.clone());
    message.provider_key = Some(status.provider_key.clone());
    message.updated_at = now;
    tx.messages().save(message.clone()).await?;
    Ok(())
}

#[derive(Default)]
struct Changed {
    messages: BTreeSet<MessageId>,
    /// In order; a message may take several steps at once, and each is told.
    steps: Vec<Step>,
    consequences: Vec<Consequence>,
}

enum Step {
    Status(Message),
    Failed(Message),
    Recovered(Message),
}

impl Changed {
    fn note(&mut self, message: &mut Message, status: &InboundStatus, received_at: Time) {
        let standing = Standing {
            status: message.status.0,
            error_code: message.error_code.as_deref(),
            played: message.metadata.get("playedAt").is_some(),
        };
        let at = status.at.unwrap_or(received_at).min(received_at);
        let Some(change) = message::advance(standing, &status.news, at) else {
            if matches!(status.news, StatusNews::Failed { .. }) {
                tracing::info!(message = %message.id, "the provider called a message failed that was delivered or final");
            }
            return;
        };
        self.messages.insert(message.id);
        message.status = change.status.into();
        message.delivered_at = message.delivered_at.or(change.delivered_at);
        message.read_at = message.read_at.or(change.read_at);
        message.failed_at = change.failed_at.or(message.failed_at);
        if let Some(played_at) = change.played_at
            && let Some(metadata) = message.metadata.as_object_mut()
        {
            metadata.insert("playedAt".to_owned(), json!(played_at));
        }
        if change.recovered {
            message.failed_at = None;
            message.error_code = None;
            message.error_provider_code = None;
            message.error_detail = None;
            self.steps.push(Step::Recovered(message.clone()));
        }
        if let StatusNews::Failed { provider_code, class, detail } = &status.news {
            message.error_code = Some(code(*class).to_owned());
            message.error_provider_code.clone_from(provider_code);
            message.error_detail.clone_from(detail);
            self.steps.push(Step::Failed(message.clone()));
            if matches!(class, SendClass::OptedOut | SendClass::Window) {
                self.consequences.push(Consequence { conversation: message.conversation_id, class: *class });
            }
        } else if change.moved {
            self.steps.push(Step::Status(message.clone()));
        }
    }
}

/// As in `message.error_code`: what a refusal before the call would be called.
fn code(class: SendClass) -> &'static str {
    match class {
        SendClass::Window => "window_closed",
        SendClass::Other => "provider_refused",
        SendClass::NotSent | SendClass::ProviderBusy => "channel_unavailable",
        class => class.into(),
    }
}

async fn log(
    context: &Context,
    tx: &Scope<Writing>,
    messages: &[Message],
    changed: &Changed,
    now: Time,
) -> Result<bool, JobError> {
    if changed.steps.is_empty() {
        return Ok(false);
    }
    let company = context.deps.directory.company(tx).await?;
    let ids: BTreeSet<ConversationId> = messages.iter().map(|message| message.conversation_id).collect();
    let ids: Vec<ConversationId> = ids.into_iter().collect();
    let conversations = tx.conversations().by_ids(&ids).await?;
    let rooms: HashMap<ConversationId, _> =
        conversations.iter().map(|row| (row.id, audience(row, company.root_id()))).collect();
    let event = |step: &Step| {
        let (message, event) = match step {
            Step::Status(message) => (
                message,
                Event::MessageStatus {
                    message_id: message.id,
                    conversation_id: message.conversation_id,
                    status: message.status.0,
                    send_phase: SendPhase::Done,
                    delivered_at: message.delivered_at,
                    read_at: message.read_at,
                },
            ),
            Step::Failed(message) | Step::Recovered(message) => (
                message,
                Event::MessageFailed {
                    message_id: message.id,
                    conversation_id: message.conversation_id,
                    error: message.error(&company.locale),
                    recovered: matches!(step, Step::Recovered(_)),
                },
            ),
        };
        NewEvent {
            event,
            conversation: Some(message.conversation_id),
            contact: Some(message.contact_id),
            audience: rooms.get(&message.conversation_id).cloned().unwrap_or_default(),
        }
    };
    let events: Vec<NewEvent> = changed.steps.iter().map(event).collect();
    tx.log_events(&events, now).await?;
    Ok(true)
}

async fn follow(context: &Context, known: &Known, consequence: &Consequence) -> Result<(), JobError> {
    let deps = &context.deps;
    let tx = deps.store.begin(known.row.company_id).await?;
    let now = deps.clock.now();
    attendance::note_refusal(&tx, &deps.directory, consequence.conversation, consequence.class, now).await?;
    Ok(tx.commit().await?)
}
