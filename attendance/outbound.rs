//! Messages of ours on their way into the outbox: bot texts, and what agents write.

use chrono::Duration;
use domain::flow::{BotMessage, Input, QuestionKind, State};
use domain::id::{MessageId, new_id};
use domain::message::{Direction, MessageStatus, MessageType, Origin};
use domain::texts;
use entities::{Message, NewSend, StoreError, Text, User};
use serde_json::{Map, Value, json};

use crate::events::Told;
use crate::hand::Attendance;
use crate::pick::agent;
use crate::rows::Asked;

/// How long an agent's text may wait for its channel.
const PATIENCE: Duration = Duration::hours(24);

/// What an agent writes.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentText {
    pub content: String,
    /// `Idempotency-Key`.
    pub client_id: Option<String>,
    pub reply_to: Option<MessageId>,
    pub resend_of: Option<MessageId>,
}

/// Why a text was not taken.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// META allows answers for a day after the customer's last message.
    #[error("the customer service window is closed")]
    WindowClosed,
    #[error("the contact is blocked")]
    Blocked,
    /// RESOLVED or ARCHIVED.
    #[error("the conversation is closed")]
    Closed,
    #[error("the text is too long with its prefix")]
    TooLong,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Characters of a text, prefix included (META and WhatsApp itself).
const LONGEST: usize = 4096;

/// Store an agent's text and queue it. The first reply to an unassigned conversation assigns it.
pub async fn send_text(hand: &mut Attendance<'_>, sender: &User, text: AgentText) -> Result<Message, OutboundError> {
    if !hand.row.status.is_active() {
        return Err(OutboundError::Closed);
    }
    if hand.person.contact.blocked {
        return Err(OutboundError::Blocked);
    }
    if hand.row.window_expires_at.is_some_and(|until| until <= hand.now) {
        return Err(OutboundError::WindowClosed);
    }
    let department = hand.row.department_id.or(sender.department_id);
    let department = hand.company.department(department).map(|department| department.name.as_str());
    let prefix =
        hand.company.rules.settings.agent_prefix_enabled.then(|| texts::agent_prefix(&sender.name, department));
    if texts::agent_text(prefix.as_deref(), &text.content).chars().count() > LONGEST {
        return Err(OutboundError::TooLong);
    }
    hand.users.insert(sender.id, sender.clone());
    hand.run(Input::AgentMessage(agent(sender)), "first_reply").await?;
    let mut metadata = Map::new();
    if let Some(prefix) = prefix {
        metadata.insert("prefix".into(), prefix.into());
    }
    let mut message = hand.outbound(Origin::Agent, Some(text.content), Value::Object(metadata));
    message.sender_id = Some(sender.id);
    message.client_id = text.client_id;
    message.reply_to_id = text.reply_to;
    message.resend_of_id = text.resend_of;
    hand.queue(&message, PATIENCE).await?;
    Ok(message)
}

impl Attendance<'_> {
    /// Withdraw a message of this conversation that nobody has tried to send: it becomes FAILED `canceled`. `None` = too late.
    pub async fn cancel(&mut self, mut message: Message) -> Result<Option<Message>, StoreError> {
        if message.status != MessageStatus::Pending || !self.tx.outbox().withdraw(message.id).await? {
            return Ok(None);
        }
        message.status = Text(MessageStatus::Failed);
        message.failed_at = Some(self.now);
        message.error_code = Some("canceled".to_owned());
        message.updated_at = self.now;
        let message = self.tx.messages().save(message).await?;
        self.tell(Told::Failed(message.clone()));
        Ok(Some(message))
    }

    /// Store the one message of a step. Its metadata remembers what it asked.
    pub(crate) async fn store_bot_text(&mut self, text: &BotMessage, next: &State) -> Result<MessageId, StoreError> {
        let keys: Vec<&str> = text.keys.iter().map(|key| key.name()).collect();
        let mut metadata = json!({ "texts": keys });
        if let Some(kind) = text.question {
            let asked = Asked {
                question: Asked::name(kind).to_owned(),
                departments: if kind == QuestionKind::Menu { text.departments.clone() } else { Vec::new() },
                earlier_sent: next.question.as_ref().is_some_and(|question| question.earlier_sent),
                ..Asked::default()
            };
            merge(&mut metadata, serde_json::to_value(asked).unwrap_or_default());
        }
        if let Some(agent) = text.agent_id {
            metadata["agentId"] = json!(agent);
        }
        let message = self.outbound(Origin::Bot, Some(text.text.clone()), metadata);
        let minutes = self.company.rules.settings.bot_message_ttl_minutes;
        self.queue(&message, Duration::minutes(i64::from(minutes))).await?;
        Ok(message.id)
    }

    fn outbound(&mut self, origin: Origin, content: Option<String>, metadata: Value) -> Message {
        let seq = self.next_seq();
        Message {
            id: new_id(),
            company_id: self.row.company_id,
            conversation_id: self.row.id,
            channel_id: self.row.channel_id,
            contact_id: self.row.contact_id,
            seq,
            direction: Text(Direction::Outbound),
            kind: Text(MessageType::Text),
            content,
            media_id: None,
            sender_id: None,
            origin: Text(origin),
            is_bot: origin == Origin::Bot,
            status: Text(MessageStatus::Pending),
            whatsapp_message_id: None,
            provider_key: None,
            provider_timestamp: None,
            sent_at: self.now,
            delivered_at: None,
            read_at: None,
            failed_at: None,
            error_code: None,
            error_provider_code: None,
            error_detail: None,
            reply_to_id: None,
            reply_to_provider_id: None,
            client_id: None,
            template: None,
            metadata,
            edited_at: None,
            revoked_at: None,
            resend_of_id: None,
            created_at: self.now,
            updated_at: self.now,
        }
    }

    /// Into the database and the outbox, in the same breath.
    async fn queue(&mut self, message: &Message, patience: Duration) -> Result<(), StoreError> {
        if !self.tx.messages().insert(message).await? {
            return Err(StoreError::Duplicate("messages".to_owned()));
        }
        let send = NewSend {
            message: message.id,
            conversation: message.conversation_id,
            channel: message.channel_id,
            contact: message.contact_id,
            expires_at: self.now + patience,
        };
        self.tx.outbox().enqueue(&send, self.now).await?;
        self.tell(Told::Sent(message.clone()));
        self.after.send = true;
        Ok(())
    }
}

pub(crate) fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}
