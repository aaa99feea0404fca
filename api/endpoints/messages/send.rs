//! An agent's text on its way into the outbox (SPEC 3.4).

use attendance::{
    After, AgentFile, AgentText, Attendance, OutboundError, Program, send_program_text, send_text, signed_as,
};
use domain::id::{ConversationId, MessageId};
use domain::media::MediaState;
use domain::message::MessageStatus;
use domain::outbox::Phase;
use domain::{texts, wire};
use entities::{Media, Message, MessageParts, Scope, User, Writing};
use serde_json::Value;

use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::{Actor, Principal};
use crate::context::Context;
use crate::endpoints::conversations::{sight, takers};
use crate::error::{ApiError, Code, Language};
use crate::payload::{Created, Reply};
use crate::views;

/// Characters of a program's `senderName`.
const LONGEST_NAME: usize = 80;

/// What is to be sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Letter {
    pub(super) conversation: ConversationId,
    pub(super) content: String,
    pub(super) reply_to: Option<MessageId>,
    pub(super) resend_of: Option<MessageId>,
    pub(super) keep_bot: bool,
    /// As from [`signature`].
    pub(super) sender_name: Option<String>,
    pub(super) file: Option<AgentFile>,
    /// `{name, language, components}`; the content is what it says.
    pub(super) template: Option<Value>,
}

/// Stored now, or under the same key before.
enum Stored {
    New(Message, After),
    Before(Message),
}

pub(super) async fn send(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    key: Option<&str>,
    letter: &Letter,
) -> Result<Created<wire::Message>, ApiError> {
    let stored = again(|| Box::pin(attempt(cx, who, key, letter))).await?;
    Ok(match stored {
        Stored::New(message, after) => {
            cx.told(who.company_id(), after).await;
            Created::new(fresh(cx, who, language, message).await?)
        }
        Stored::Before(message) => Created::replayed(object(cx, who, language, message).await?),
    })
}

async fn attempt(cx: &Context, who: &dyn Actor, key: Option<&str>, letter: &Letter) -> Result<Stored, ApiError> {
    let tx = cx.begin(who.company_id()).await?;
    let mut hand = open(cx, who, &tx, letter.conversation).await?;
    // Under the contact's lock: of several requests with one key, all but the first find its message.
    if let Some(key) = key
        && let Some(before) = tx.messages().by_client_id(letter.conversation, key).await?
    {
        let same = before.content.as_deref().unwrap_or_default() == letter.content
            && before.reply_to_id == letter.reply_to
            && before.resend_of_id == letter.resend_of
            && before.template == letter.template
            && signed_as(&before) == letter.sender_name.as_deref()
            && same_file(&tx, &before, letter).await?
            && before.sender_id == who.user_id();
        return if same { Ok(Stored::Before(before)) } else { Err(Code::IdempotencyKeyReused.into()) };
    }
    if !hand.row.status.is_active() {
        return Err(Code::InvalidTransition.into());
    }
    if let Some(quoted) = letter.reply_to {
        let quoted = tx.messages().find(quoted).await?;
        if quoted.is_none_or(|quoted| quoted.contact_id != hand.row.contact_id) {
            return Err(ApiError::validation("replyToId", "no message of this customer"));
        }
    }
    let text = AgentText {
        content: letter.content.clone(),
        file: letter.file.clone(),
        client_id: key.map(str::to_owned),
        template: letter.template.clone(),
        reply_to: letter.reply_to,
        resend_of: letter.resend_of,
    };
    let program = Program { keep_bot: letter.keep_bot, sender_name: letter.sender_name.as_deref() };
    let message = match who.user() {
        Some(user) => {
            let sender = sender(&tx, &hand, user).await?;
            send_text(&mut hand, &sender, text).await
        }
        None => send_program_text(&mut hand, program, text).await,
    };
    let message = message.map_err(refused)?;
    let (_, after) = hand.finish().await?;
    // Of a user's plain send the message itself is the record; it does not say which key a program used.
    let action = if letter.resend_of.is_some() { Action::Resend } else { Action::Send };
    if letter.resend_of.is_some() || who.key_id().is_some() {
        audit(&tx, cx, who, action, Entity::Message, Some(message.id), &[]).await?;
    }
    tx.commit().await?;
    Ok(Stored::New(message, after))
}

/// The user, who may write here: the holder, a supervisor, or whoever answers first and gets it by that.
async fn sender(tx: &Scope<Writing>, hand: &Attendance<'_>, user: &Principal) -> Result<User, ApiError> {
    let supervises = user.role.supervises();
    match hand.row.assigned_user_id {
        Some(holder) if holder != user.user_id && !supervises => Err(ApiError::forbidden()),
        Some(_) => tx.agents().find(user.user_id).await?.ok_or_else(ApiError::not_found),
        None => {
            let rules = takers::Rules { beyond_capacity: supervises, without_membership: true, offline: true };
            takers::lock(tx, hand, user.user_id, None, rules).await
        }
    }
}

/// The name that a program wants its words to be signed with, as the customer will read it.
pub(super) fn signature(who: &dyn Actor, name: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(name) = name else { return Ok(None) };
    let problem = if who.user().is_some() {
        "only API keys name their sender"
    } else if name.contains('\0') {
        "must not contain NUL"
    } else if !(1..=LONGEST_NAME).contains(&name.trim().chars().count()) {
        "must have 1 to 80 characters"
    } else {
        let plain = texts::plain(name);
        if !plain.is_empty() {
            return Ok(Some(plain));
        }
        "must not be blank"
    };
    Err(ApiError::validation("senderName", problem))
}

/// Two uploads of one file are one.
async fn same_file(tx: &Scope<Writing>, before: &Message, letter: &Letter) -> Result<bool, ApiError> {
    let stored = match before.media_id {
        Some(id) => tx.media().find(id).await?,
        None => None,
    };
    let hash = |media: &Media| media.sha256.clone();
    Ok(stored.as_ref().map(hash) == letter.file.as_ref().map(|file| hash(&file.media)))
}

pub(super) async fn open<'a>(
    cx: &Context,
    who: &dyn Actor,
    tx: &'a Scope<Writing>,
    conversation: ConversationId,
) -> Result<Attendance<'a>, ApiError> {
    let hand = Attendance::open(tx, &cx.directory, conversation, cx.clock.now()).await?;
    let hand = hand.ok_or_else(ApiError::not_found)?;
    if who.sees(&hand.row) { Ok(hand) } else { Err(ApiError::not_found()) }
}

/// A message of a conversation that the user may see.
pub(super) async fn find(cx: &Context, who: &dyn Actor, id: MessageId) -> Result<Message, ApiError> {
    let scope = cx.company(who.company_id());
    let message = scope.messages().find(id).await?.ok_or_else(ApiError::not_found)?;
    sight::find(&scope, who, message.conversation_id).await?;
    Ok(message)
}

/// A failure is final but for `outcome_unknown`, which late evidence may undo: that one may arrive twice, and the agent was told.
pub(super) async fn resend(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    key: Option<&str>,
    id: MessageId,
) -> Result<Created<wire::Message>, ApiError> {
    let original = find(cx, who, id).await?;
    if original.status != MessageStatus::Failed {
        return Err(Code::InvalidTransition.into());
    }
    let file = match original.media_id {
        Some(id) => {
            let media = cx.company(who.company_id()).media().find(id).await?;
            let media = media.filter(|media| media.state == MediaState::Ready).ok_or(Code::MediaGone)?;
            Some(AgentFile { media, kind: original.kind.0, voice: original.metadata["kind"] == "voice" })
        }
        None => None,
    };
    // A person signs with their own name.
    let sender_name = signed_as(&original).filter(|_| who.user().is_none()).map(str::to_owned);
    let content = original.content.unwrap_or_default();
    let letter = Letter {
        conversation: original.conversation_id,
        content,
        reply_to: original.reply_to_id,
        resend_of: Some(original.id),
        keep_bot: false,
        sender_name,
        file,
        template: original.template,
    };
    send(cx, who, language, key, &letter).await
}

pub(super) async fn cancel(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    id: MessageId,
) -> Result<Reply<wire::Message>, ApiError> {
    let conversation = find(cx, who, id).await?.conversation_id;
    let (message, after) = again(|| Box::pin(withdraw(cx, who, conversation, id))).await?;
    cx.told(who.company_id(), after).await;
    Ok(Reply::new(object(cx, who, language, message).await?))
}

async fn withdraw(
    cx: &Context,
    who: &dyn Actor,
    conversation: ConversationId,
    id: MessageId,
) -> Result<(Message, After), ApiError> {
    let tx = cx.begin(who.company_id()).await?;
    let mut hand = open(cx, who, &tx, conversation).await?;
    let message = tx.messages().find(id).await?.ok_or_else(ApiError::not_found)?;
    let own = [message.sender_id, hand.row.assigned_user_id].contains(&who.user_id());
    if !own && !who.supervises() {
        return Err(ApiError::forbidden());
    }
    let Some(message) = hand.cancel(message).await? else {
        return Err(Code::InvalidTransition.into());
    };
    let (_, after) = hand.finish().await?;
    audit(&tx, cx, who, Action::Update, Entity::Message, Some(id), &["status"]).await?;
    tx.commit().await?;
    Ok((message, after))
}

pub(super) async fn object(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    message: Message,
) -> Result<wire::Message, ApiError> {
    let scope = cx.company(who.company_id());
    let objects = views::messages::load(&scope, language.tag(), &[message]).await?;
    objects.into_iter().next().ok_or_else(|| ApiError::internal("a message without its object"))
}

/// The object of a message that was stored a moment ago: its sender and its phase are known.
async fn fresh(cx: &Context, who: &dyn Actor, language: Language, message: Message) -> Result<wire::Message, ApiError> {
    if message.reply_to_id.is_some() || message.media_id.is_some() {
        return object(cx, who, language, message).await;
    }
    Ok(message.view(&MessageParts {
        senders: who.user().map(|user| (user.user_id, user.name.clone())).into_iter().collect(),
        phases: [(message.id, Phase::Queued)].into(),
        locale: language.tag().to_owned(),
        ..MessageParts::default()
    }))
}

/// What the attendance refuses, on the wire.
pub(in crate::endpoints) fn refused(error: OutboundError) -> ApiError {
    match error {
        OutboundError::WindowClosed => Code::WindowClosed.into(),
        OutboundError::Blocked => Code::ContactBlocked.into(),
        OutboundError::OptedOut => Code::ContactOptedOut.into(),
        OutboundError::Closed => Code::InvalidTransition.into(),
        OutboundError::TooLong => {
            ApiError::validation("content", "at most 4096 characters, 1024 of a caption, the sender's name included")
        }
        OutboundError::Store(error) => error.into(),
    }
}
