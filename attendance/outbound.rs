//! Messages of ours on their way into the outbox: bot texts, and what agents write.

mod bot;

use chrono::Duration;
use domain::flow::Input;
use domain::id::{MessageId, UserId, new_id};
use domain::message::{Direction, MessageStatus, MessageType, Origin};
use domain::texts;
use entities::{Media, Message, NewSend, StoreError, Text, User};
use serde_json::{Map, Value};

use crate::events::Told;
use crate::hand::Attendance;
use crate::pick::agent;

/// How long an agent's text may wait for its channel.
const PATIENCE: Duration = Duration::hours(24);

/// What an agent or a program writes.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentText {
    /// Of a file its caption, perhaps empty.
    pub content: String,
    pub file: Option<AgentFile>,
    /// `Idempotency-Key`.
    pub client_id: Option<String>,
    /// Goes instead of the text, which is what it says: `{name, language, components}`.
    pub template: Option<Value>,
    pub reply_to: Option<MessageId>,
    pub resend_of: Option<MessageId>,
}

impl AgentText {
    fn longest(&self) -> usize {
        if self.file.is_some() { LONGEST_CAPTION } else { LONGEST }
    }
}

/// A file in the store that an agent sends. Its row is made with the message.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentFile {
    pub media: Media,
    pub kind: MessageType,
    /// To be shown as recorded with the phone.
    pub voice: bool,
}

/// Why a text was not taken.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// META allows answers for a day after the customer's last message.
    #[error("the customer service window is closed")]
    WindowClosed,
    #[error("the contact is blocked")]
    Blocked,
    /// A template to somebody who asked for none.
    #[error("the contact wants no templates")]
    OptedOut,
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
const LONGEST_CAPTION: usize = 1024;

/// Store an agent's text and queue it. The first reply to an unassigned conversation assigns it.
pub async fn send_text(hand: &mut Attendance<'_>, sender: &User, text: AgentText) -> Result<Message, OutboundError> {
    hand.may_be_written_to(text.template.is_some())?;
    let department = hand.row.department_id.or(sender.department_id);
    let department = hand.company.department(department).map(|department| department.name.as_str());
    let prefix = (hand.company.rules.settings.agent_prefix_enabled && text.template.is_none())
        .then(|| texts::agent_prefix(&sender.name, department));
    if texts::agent_text(prefix.as_deref(), &text.content).chars().count() > text.longest() {
        return Err(OutboundError::TooLong);
    }
    hand.users.insert(sender.id, sender.clone());
    hand.run(Input::AgentMessage(agent(sender)), "first_reply").await?;
    let mut metadata = Map::new();
    if let Some(prefix) = prefix {
        metadata.insert("prefix".into(), prefix.into());
    }
    hand.store_written(Origin::Agent, Some(sender.id), text, metadata).await
}

/// How a program writes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Program<'a> {
    /// The bot goes on with the customer; else it keeps silent for a while.
    pub keep_bot: bool,
    /// Whose words these are, for the customer to read. Said or not, whatever the company has agents do.
    pub sender_name: Option<&'a str>,
}

/// Store the text of a program and queue it. It assigns nobody.
pub async fn send_program_text(
    hand: &mut Attendance<'_>,
    program: Program<'_>,
    text: AgentText,
) -> Result<Message, OutboundError> {
    hand.may_be_written_to(text.template.is_some())?;
    let mut metadata = Map::new();
    if let Some(name) = program.sender_name.filter(|_| text.template.is_none()) {
        let department = hand.company.department(hand.row.department_id).map(|department| department.name.as_str());
        metadata.insert("prefix".into(), texts::agent_prefix(name, department).into());
        metadata.insert(SENDER_NAME.into(), name.into());
    }
    let prefix = metadata.get("prefix").and_then(Value::as_str);
    if texts::agent_text(prefix, &text.content).chars().count() > text.longest() {
        return Err(OutboundError::TooLong);
    }
    hand.run(Input::ApiMessage { keep_bot: program.keep_bot }, "api").await?;
    hand.store_written(Origin::Api, None, text, metadata).await
}

/// Where a program's message keeps whose words it is.
const SENDER_NAME: &str = "senderName";

/// The name that a program signed a message with.
pub fn signed_as(message: &Message) -> Option<&str> {
    message.metadata.get(SENDER_NAME).and_then(Value::as_str)
}

impl Attendance<'_> {
    /// A template may be sent at any time, but not to everybody.
    pub fn may_be_written_to(&self, by_template: bool) -> Result<(), OutboundError> {
        if !self.row.status.is_active() {
            return Err(OutboundError::Closed);
        }
        if self.person.contact.blocked {
            return Err(OutboundError::Blocked);
        }
        if by_template && self.person.contact.opted_out_at.is_some() {
            return Err(OutboundError::OptedOut);
        }
        if !by_template && self.row.window_expires_at.is_some_and(|until| until <= self.now) {
            return Err(OutboundError::WindowClosed);
        }
        Ok(())
    }

    async fn store_written(
        &mut self,
        origin: Origin,
        sender: Option<UserId>,
        text: AgentText,
        mut metadata: Map<String, Value>,
    ) -> Result<Message, OutboundError> {
        if text.file.as_ref().is_some_and(|file| file.voice) {
            metadata.insert("kind".into(), "voice".into());
        }
        let content = Some(text.content).filter(|content| text.file.is_none() || !content.is_empty());
        let mut message = self.outbound(origin, content, Value::Object(metadata));
        if let Some(AgentFile { mut media, kind, .. }) = text.file {
            message.kind = Text(kind);
            message.media_id = Some(media.id);
            // Sent again, it is the same file.
            if media.message_id.is_none() {
                media.message_id = Some(message.id);
                self.tx.media().insert(&media).await?;
            }
            self.media.insert(media.id, media);
        }
        message.template = text.template;
        message.sender_id = sender;
        message.client_id = text.client_id;
        message.reply_to_id = text.reply_to;
        message.resend_of_id = text.resend_of;
        self.queue(&message, PATIENCE).await?;
        Ok(message)
    }

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

/// A message as its customer reads it, prefix included.
pub fn rendered(message: &Message) -> String {
    let prefix = message.metadata.get("prefix").and_then(Value::as_str);
    match message.kind.0 {
        MessageType::Text => texts::agent_text(prefix, message.content.as_deref().unwrap_or_default()),
        kind => texts::agent_caption(kind, prefix, message.content.as_deref()).unwrap_or_default(),
    }
}

pub(crate) fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}
