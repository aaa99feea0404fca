//! What a batch of statuses makes of the messages they are about: worked out in memory, on locked rows.

use std::collections::{BTreeSet, HashMap};

use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::id::MessageId;
use domain::inbound::{InboundStatus, StatusNews};
use domain::message::{self, MessageStatus, Standing};
use domain::send::SendClass;
use entities::{Channel, Message, Scope, StoreError, Writing};
use serde_json::json;

use super::Consequence;

/// How a batch names its messages.
pub(super) struct Named {
    /// The providers' bare ids.
    pub(super) keys: Vec<String>,
    pub(super) ids: Vec<MessageId>,
    /// Where ids are of our own drawing, they tell the message before the answer of its send does.
    drawn: HashMap<String, MessageId>,
}

impl Named {
    pub(super) async fn read(
        tx: &Scope<Writing>,
        channel: &Channel,
        news: &[&InboundStatus],
    ) -> Result<Self, StoreError> {
        let keys: BTreeSet<&str> = news.iter().map(|status| status.provider_key.as_str()).collect();
        let drawn = match channel.provider.0 {
            ProviderKind::Meta => HashMap::new(),
            ProviderKind::Waha | ProviderKind::Sandbox => {
                let whole = news.iter().map(|status| status.provider_id.as_str());
                let names: BTreeSet<&str> = keys.iter().copied().chain(whole).collect();
                tx.outbox().drawn(&names.into_iter().collect::<Vec<_>>()).await?.into_iter().collect()
            }
        };
        let mut ids: BTreeSet<MessageId> = news.iter().filter_map(|status| correlated(status)).collect();
        ids.extend(drawn.values());
        Ok(Self { keys: keys.into_iter().map(str::to_owned).collect(), ids: ids.into_iter().collect(), drawn })
    }

    fn are_of(&self, message: &Message, status: &InboundStatus) -> bool {
        let drawn = self.drawn.get(&status.provider_key).or_else(|| self.drawn.get(&status.provider_id));
        message.provider_key.as_deref() == Some(status.provider_key.as_str())
            || correlated(status) == Some(message.id)
            || drawn == Some(&message.id)
    }
}

/// `<message id>.<attempt>`, where the provider gives it back.
fn correlated(status: &InboundStatus) -> Option<MessageId> {
    status.correlation.as_deref()?.split_once('.')?.0.parse().ok()
}

/// The messages of a batch as they become.
pub(super) struct Changes {
    messages: Vec<Message>,
    touched: BTreeSet<MessageId>,
    /// In order; a message may take several steps at once, and each is told.
    pub(super) steps: Vec<Step>,
    pub(super) consequences: Vec<Consequence>,
}

pub(super) enum Step {
    Status(Message),
    Failed(Message),
    Recovered(Message),
}

impl Step {
    pub(super) fn message(&self) -> &Message {
        match self {
            Self::Status(message) | Self::Failed(message) | Self::Recovered(message) => message,
        }
    }
}

impl Changes {
    pub(super) fn of(messages: &[Message]) -> Self {
        Self { messages: messages.to_vec(), touched: BTreeSet::new(), steps: Vec::new(), consequences: Vec::new() }
    }

    /// Apply one status. `false` = its message is not among those that were found.
    pub(super) fn take(&mut self, status: &InboundStatus, named: &Named, received_at: Time) -> bool {
        let Some(place) = self.messages.iter().position(|message| named.are_of(message, status)) else { return false };
        self.learn_id(place, status);
        self.note(place, status, received_at);
        true
    }

    /// A status with our correlation is evidence of the send, and tells the provider's id. Whatever has that id was found by it.
    fn learn_id(&mut self, place: usize, status: &InboundStatus) {
        let is_taken = |message: &Message| message.provider_key.as_ref() == Some(&status.provider_key);
        if self.messages[place].provider_key.is_some() || self.messages.iter().any(is_taken) {
            return;
        }
        let message = &mut self.messages[place];
        message.whatsapp_message_id = Some(status.provider_id.clone());
        message.provider_key = Some(status.provider_key.clone());
        self.touched.insert(message.id);
    }

    /// What there is to write: each message as it was read, and as it is now.
    pub(super) fn written<'a>(&'a self, before: &'a [Message]) -> Vec<(&'a Message, &'a Message)> {
        before.iter().zip(&self.messages).filter(|(_, message)| self.touched.contains(&message.id)).collect()
    }

    /// Tell of these only: another was faster with the rest.
    pub(super) fn keep(&mut self, written: &BTreeSet<MessageId>) {
        self.steps.retain(|step| written.contains(&step.message().id));
    }

    /// Messages that wait for no send any more.
    pub(super) fn settled(&self) -> Vec<MessageId> {
        let settled = self.messages.iter().filter(|message| message.status != MessageStatus::Pending);
        settled.map(|message| message.id).collect()
    }

    fn note(&mut self, place: usize, status: &InboundStatus, received_at: Time) {
        let message = &mut self.messages[place];
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
        self.touched.insert(message.id);
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
            self.consequences.push(Consequence::Recovered(message.id));
        }
        if let StatusNews::Failed { provider_code, class, detail } = &status.news {
            message.error_code = Some(code(*class).to_owned());
            message.error_provider_code.clone_from(provider_code);
            message.error_detail.clone_from(detail);
            self.steps.push(Step::Failed(message.clone()));
            if matches!(class, SendClass::OptedOut | SendClass::Window) {
                self.consequences.push(Consequence::Refused { conversation: message.conversation_id, class: *class });
            }
            if class.forbids_strangers(provider_code.as_deref()) {
                self.consequences.push(Consequence::Restricted);
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
