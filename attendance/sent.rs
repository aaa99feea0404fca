//! What came of a send, recorded under its contact's lock: the message moves on, its outbox row goes.

use domain::clock::Time;
use domain::flow;
use domain::id::ConversationId;
use domain::inbound::StatusNews;
use domain::message::{self, MessageStatus, OUTCOME_UNKNOWN, Standing};
use domain::outbox::SendPhase;
use domain::send::{Accepted, SendClass};
use entities::{Message, OutboxRow, Scope, StoreError, Writing};
use serde_json::json;

use crate::After;
use crate::directory::Directory;
use crate::events::Told;
use crate::hand::Attendance;
use crate::outbound::merge;
use crate::rows;

/// Why a message failed for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// As in `message.error_code`.
    pub code: &'static str,
    pub provider_code: Option<String>,
    pub detail: Option<String>,
}

impl Failure {
    pub fn new(code: &'static str) -> Self {
        Self { code, provider_code: None, detail: None }
    }
}

/// Record that the provider took the message of `row`. `None` = the lease is lost: do not commit. The caller commits.
pub async fn record_sent(
    tx: &Scope<Writing>,
    directory: &Directory,
    row: &OutboxRow,
    accepted: &Accepted,
    now: Time,
) -> Result<Option<After>, StoreError> {
    let Some((mut hand, message)) = take(tx, directory, row, now).await? else { return Ok(None) };
    hand.note_sent(message, accepted, row.started_at).await?;
    Ok(Some(hand.finish().await?.1))
}

/// Record that the message of `row` failed for good. `None` = the lease is lost: do not commit. The caller commits.
pub async fn record_failed(
    tx: &Scope<Writing>,
    directory: &Directory,
    row: &OutboxRow,
    failure: &Failure,
    now: Time,
) -> Result<Option<After>, StoreError> {
    let Some((mut hand, mut message)) = take(tx, directory, row, now).await? else { return Ok(None) };
    let before = message.clone();
    if message.status == MessageStatus::Pending {
        message.status = MessageStatus::Failed.into();
        message.failed_at = Some(now);
        message.error_code = Some(failure.code.to_owned());
        message.error_provider_code.clone_from(&failure.provider_code);
        message.error_detail.clone_from(&failure.detail);
        message.updated_at = now;
        let message = tx.messages().save_changes(&before, message).await?;
        hand.tell(Told::Failed(message.clone()));
        if failure.code == OUTCOME_UNKNOWN {
            hand.ask_again(&message).await?;
        }
    }
    match failure.code {
        "opted_out" => hand.note_refusal(SendClass::OptedOut),
        "window_closed" => hand.note_refusal(SendClass::Window),
        _ => {}
    }
    Ok(Some(hand.finish().await?.1))
}

/// Note what a provider's refusal says of the person or of the window. The caller commits.
pub async fn note_refusal(
    tx: &Scope<Writing>,
    directory: &Directory,
    conversation: ConversationId,
    class: SendClass,
    now: Time,
) -> Result<(), StoreError> {
    let Some(mut hand) = Attendance::open(tx, directory, conversation, now).await? else { return Ok(()) };
    hand.note_refusal(class);
    hand.finish().await?;
    Ok(())
}

impl Attendance<'_> {
    /// A message was sent, whoever says so: the send's answer, or evidence that came another way.
    pub(crate) async fn note_sent(
        &mut self,
        mut message: Message,
        accepted: &Accepted,
        started_at: Option<Time>,
    ) -> Result<(), StoreError> {
        let before = message.clone();
        if message.provider_key.is_none()
            && let Some(key) = &accepted.provider_key
        {
            message.whatsapp_message_id.clone_from(&accepted.provider_id);
            // An echo that came first and could not be told apart has the key already: both stay visible.
            if self.tx.messages().own(message.channel_id, key).await?.is_none() {
                message.provider_key = Some(key.clone());
            }
        }
        if let Some(note) = &accepted.note {
            merge(&mut message.metadata, json!({ "providerNote": note }));
        }
        let standing = Standing { status: message.status.0, error_code: message.error_code.as_deref(), played: false };
        let change = message::advance(standing, &StatusNews::Sent, self.now);
        let recovered = change.as_ref().is_some_and(|change| change.recovered);
        if change.is_some() {
            message.status = MessageStatus::Sent.into();
        }
        if recovered {
            message.error_code = None;
            message.error_provider_code = None;
            message.error_detail = None;
            message.failed_at = None;
            self.withdraw_resends(&message).await?;
        }
        if self.row.menu_message_id == Some(message.id) {
            merge(&mut message.metadata, json!({ "startedAt": started_at, "acceptedAt": self.now }));
            let company = std::sync::Arc::clone(&self.company);
            if let Some(deadline) = flow::question_sent(&self.state, &company.rules, self.now) {
                self.state.deadline = Some(deadline);
                rows::write(&mut self.row, &self.state)?;
            }
        }
        message.updated_at = self.now;
        let message = self.tx.messages().save_changes(&before, message).await?;
        if recovered {
            self.tell(Told::Recovered(message.clone()));
        }
        if change.is_some() {
            self.tell(Told::Status(message, SendPhase::Done));
        }
        Ok(())
    }

    fn note_refusal(&mut self, class: SendClass) {
        match class {
            SendClass::OptedOut => {
                self.person.contact.opted_out_at = self.person.contact.opted_out_at.or(Some(self.now));
            }
            SendClass::Window => {
                let until = self.row.window_expires_at.map_or(self.now, |until| until.min(self.now));
                self.row.window_expires_at = Some(until);
                self.state.window_expires_at = Some(until);
            }
            _ => {}
        }
    }
}

/// The conversation and the message, both locked, and the outbox row gone.
async fn take<'a>(
    tx: &'a Scope<Writing>,
    directory: &Directory,
    row: &OutboxRow,
    now: Time,
) -> Result<Option<(Attendance<'a>, Message)>, StoreError> {
    let hand = Attendance::open_of(tx, directory, row.contact_id, row.conversation_id, now).await?;
    let Some(hand) = hand else { return Ok(None) };
    let Some(message) = tx.messages().lock(row.message_id).await? else { return Ok(None) };
    if !tx.outbox().finish(row).await? {
        return Ok(None);
    }
    Ok(Some((hand, message)))
}
