//! An agent's text on its way into the outbox (SPEC 3.4).

use attendance::{After, AgentText, Attendance, OutboundError, send_text};
use domain::id::{ConversationId, MessageId};
use domain::message::{MessageStatus, MessageType};
use domain::wire;
use entities::{Message, Scope, Writing};

use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::endpoints::conversations::{sight, takers};
use crate::error::{ApiError, Code, Language};
use crate::payload::{Created, Reply};
use crate::views;

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) conversation: ConversationId,
    pub(super) content: String,
    pub(super) reply_to: Option<MessageId>,
    pub(super) resend_of: Option<MessageId>,
}

/// Stored now, or under the same key before.
enum Stored {
    New(Message, After),
    Before(Message),
}

pub(super) async fn send(
    cx: &Context,
    user: &Principal,
    language: Language,
    key: Option<&str>,
    letter: &Letter,
) -> Result<Created<wire::Message>, ApiError> {
    let stored = again(|| Box::pin(attempt(cx, user, key, letter))).await?;
    Ok(match stored {
        Stored::New(message, after) => {
            cx.told(user.company_id, after).await;
            Created::new(object(cx, user, language, message).await?)
        }
        Stored::Before(message) => Created::replayed(object(cx, user, language, message).await?),
    })
}

async fn attempt(cx: &Context, user: &Principal, key: Option<&str>, letter: &Letter) -> Result<Stored, ApiError> {
    let tx = cx.begin(user.company_id).await?;
    let mut hand = open(cx, user, &tx, letter.conversation).await?;
    // Under the contact's lock: of several requests with one key, all but the first find its message.
    if let Some(key) = key
        && let Some(before) = tx.messages().by_client_id(letter.conversation, key).await?
    {
        let same = before.content.as_deref() == Some(letter.content.as_str())
            && before.reply_to_id == letter.reply_to
            && before.resend_of_id == letter.resend_of
            && before.sender_id == Some(user.user_id);
        return if same { Ok(Stored::Before(before)) } else { Err(Code::IdempotencyKeyReused.into()) };
    }
    if !hand.row.status.is_active() {
        return Err(Code::InvalidTransition.into());
    }
    let supervises = user.role.supervises();
    let sender = match hand.row.assigned_user_id {
        Some(holder) if holder != user.user_id && !supervises => return Err(ApiError::forbidden()),
        Some(_) => tx.agents().find(user.user_id).await?.ok_or_else(ApiError::not_found)?,
        // The first reply assigns it.
        None => {
            let rules = takers::Rules { beyond_capacity: supervises, without_membership: true, offline: true };
            takers::lock(&tx, &hand, user.user_id, None, rules).await?
        }
    };
    if let Some(quoted) = letter.reply_to {
        let quoted = tx.messages().find(quoted).await?;
        if quoted.is_none_or(|quoted| quoted.contact_id != hand.row.contact_id) {
            return Err(ApiError::validation("replyToId", "no message of this customer"));
        }
    }
    let text = AgentText {
        content: letter.content.clone(),
        client_id: key.map(str::to_owned),
        reply_to: letter.reply_to,
        resend_of: letter.resend_of,
    };
    let message = send_text(&mut hand, &sender, text).await.map_err(refused)?;
    let (_, after) = hand.finish().await?;
    let action = if letter.resend_of.is_some() { Action::Resend } else { Action::Send };
    audit(&tx, cx, user, action, Entity::Message, Some(message.id), &[]).await?;
    tx.commit().await?;
    Ok(Stored::New(message, after))
}

async fn open<'a>(
    cx: &Context,
    user: &Principal,
    tx: &'a Scope<Writing>,
    conversation: ConversationId,
) -> Result<Attendance<'a>, ApiError> {
    let hand = Attendance::open(tx, &cx.directory, conversation, cx.clock.now()).await?;
    let hand = hand.ok_or_else(ApiError::not_found)?;
    if sight::sees(user, &hand.row) { Ok(hand) } else { Err(ApiError::not_found()) }
}

/// A message of a conversation that the user may see.
async fn find(cx: &Context, user: &Principal, id: MessageId) -> Result<Message, ApiError> {
    let scope = cx.company(user.company_id);
    let message = scope.messages().find(id).await?.ok_or_else(ApiError::not_found)?;
    sight::find(&scope, user, message.conversation_id).await?;
    Ok(message)
}

/// A failure is final but for `outcome_unknown`, which late evidence may undo: that one may arrive twice, and the agent was told.
pub(super) async fn resend(
    cx: &Context,
    user: &Principal,
    language: Language,
    key: Option<&str>,
    id: MessageId,
) -> Result<Created<wire::Message>, ApiError> {
    let original = find(cx, user, id).await?;
    let text = original.content.filter(|_| original.kind == MessageType::Text);
    let Some(content) = text.filter(|_| original.status == MessageStatus::Failed) else {
        return Err(Code::InvalidTransition.into());
    };
    let letter = Letter {
        conversation: original.conversation_id,
        content,
        reply_to: original.reply_to_id,
        resend_of: Some(original.id),
    };
    send(cx, user, language, key, &letter).await
}

pub(super) async fn cancel(
    cx: &Context,
    user: &Principal,
    language: Language,
    id: MessageId,
) -> Result<Reply<wire::Message>, ApiError> {
    let conversation = find(cx, user, id).await?.conversation_id;
    let (message, after) = again(|| Box::pin(withdraw(cx, user, conversation, id))).await?;
    cx.told(user.company_id, after).await;
    Ok(Reply::new(object(cx, user, language, message).await?))
}

async fn withdraw(
    cx: &Context,
    user: &Principal,
    conversation: ConversationId,
    id: MessageId,
) -> Result<(Message, After), ApiError> {
    let tx = cx.begin(user.company_id).await?;
    let mut hand = open(cx, user, &tx, conversation).await?;
    let message = tx.messages().find(id).await?.ok_or_else(ApiError::not_found)?;
    let own = message.sender_id == Some(user.user_id) || hand.row.assigned_user_id == Some(user.user_id);
    if !own && !user.role.supervises() {
        return Err(ApiError::forbidden());
    }
    let Some(message) = hand.cancel(message).await? else {
        return Err(Code::InvalidTransition.into());
    };
    let (_, after) = hand.finish().await?;
    audit(&tx, cx, user, Action::Update, Entity::Message, Some(id), &["status"]).await?;
    tx.commit().await?;
    Ok((message, after))
}

async fn object(
    cx: &Context,
    user: &Principal,
    language: Language,
    message: Message,
) -> Result<wire::Message, ApiError> {
    let scope = cx.company(user.company_id);
    let objects = views::messages::load(&scope, language.tag(), &[message]).await?;
    objects.into_iter().next().ok_or_else(|| ApiError::internal("a message without its object"))
}

/// What the attendance refuses, on the wire.
fn refused(error: OutboundError) -> ApiError {
    match error {
        OutboundError::WindowClosed => Code::WindowClosed.into(),
        OutboundError::Blocked => Code::ContactBlocked.into(),
        OutboundError::Closed => Code::InvalidTransition.into(),
        OutboundError::TooLong => {
            ApiError::validation("content", "at most 4096 characters, the sender's name included")
        }
        OutboundError::Store(error) => error.into(),
    }
}
