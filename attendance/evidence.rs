//! Evidence of a send that comes from the side: an echo of it, or late news of a message that was given up.

use chrono::Duration;
use domain::clock::Time;
use domain::id::{ChannelId, ContactId, MessageId};
use domain::inbound::InboundMessage;
use domain::message::{MessageStatus, OUTCOME_UNKNOWN};
use domain::outbox::Phase;
use domain::send::Accepted;
use entities::{Message, OutboxRow, Scope, StoreError, Writing};

use crate::After;
use crate::directory::Directory;
use crate::hand::Attendance;
use crate::outbound::rendered;
use crate::rows;

/// So far apart may an echo and the attempt be that it shows.
const NEAR: Duration = Duration::minutes(2);
/// A message may wait this long for its attempt.
const WAITED: Duration = Duration::hours(25);

/// The message of ours that an echo under an unknown id shows: by the id that we drew for it, else by its text.
pub(crate) async fn recognise(
    tx: &Scope<Writing>,
    channel: ChannelId,
    contact: ContactId,
    echo: &InboundMessage,
    sending: &[OutboxRow],
    received_at: Time,
) -> Result<Option<MessageId>, StoreError> {
    let drawn = tx.outbox().drawn(&[&echo.provider_key, &echo.provider_id]).await?;
    if let Some((_, message)) = drawn.into_iter().next() {
        return Ok(Some(message));
    }
    let Some(text) = echo.content.as_deref().filter(|_| echo.by_api) else { return Ok(None) };
    let at = echo.provider_time.unwrap_or(received_at);
    let same = |message: &Message| rendered(message).trim() == text.trim();
    let nameless = tx.messages().nameless(channel, contact, at - WAITED).await?;
    let alike: Vec<Message> = nameless.into_iter().filter(same).collect();
    let ids: Vec<MessageId> = alike.iter().map(|message| message.id).collect();
    let lost = if ids.is_empty() { Vec::new() } else { tx.outbox().lost_attempts(&ids).await? };
    let attempted = |message: &Message| match message.status.0 {
        MessageStatus::Pending => {
            let row = sending.iter().find(|row| row.message_id == message.id);
            // What was sent under an id of our own comes back under that id.
            row.filter(|row| row.phase != Phase::Queued && row.preallocated_id.is_none())?.started_at
        }
        // Its answer named no id.
        MessageStatus::Sent => Some(message.updated_at),
        MessageStatus::Failed if message.error_code.as_deref() == Some(OUTCOME_UNKNOWN) => {
            lost.iter().find(|(id, _)| *id == message.id).map(|(_, started_at)| *started_at)
        }
        MessageStatus::Failed | MessageStatus::Delivered | MessageStatus::Read => None,
    };
    let near = alike.iter().filter(|message| attempted(message).is_some_and(|then| (at - then).abs() <= NEAR));
    // What is on its way first, then the oldest: a message that was given up was repeated by hand, perhaps.
    let first = near.min_by_key(|message| message.status != MessageStatus::Pending);
    Ok(first.map(|message| message.id))
}

/// Write down that the echo is of this message. `None` when it is gone.
pub(crate) async fn record<'a>(
    tx: &'a Scope<Writing>,
    directory: &Directory,
    id: MessageId,
    echo: &InboundMessage,
    now: Time,
) -> Result<Option<Attendance<'a>>, StoreError> {
    let Some(found) = tx.messages().find(id).await? else { return Ok(None) };
    let Some(mut hand) = Attendance::open(tx, directory, found.conversation_id, now).await? else { return Ok(None) };
    let Some(message) = tx.messages().lock(id).await? else { return Ok(None) };
    let accepted = Accepted {
        provider_id: Some(echo.provider_id.clone()),
        provider_key: Some(echo.provider_key.clone()),
        note: None,
    };
    let row = tx.outbox().of(&[id]).await?.pop();
    hand.note_sent(message, &accepted, row.and_then(|row| row.started_at)).await?;
    tx.outbox().settle_known(&[id]).await?;
    Ok(Some(hand))
}

/// A message that was given up turned out to be sent: what repeats it and waits is withdrawn. The caller commits.
pub async fn cancel_resends(
    tx: &Scope<Writing>,
    directory: &Directory,
    original: MessageId,
    now: Time,
) -> Result<After, StoreError> {
    let Some(original) = tx.messages().find(original).await? else { return Ok(After::default()) };
    let Some(mut hand) = Attendance::open(tx, directory, original.conversation_id, now).await? else {
        return Ok(After::default());
    };
    hand.withdraw_resends(&original).await?;
    Ok(hand.finish().await?.1)
}

impl Attendance<'_> {
    pub(crate) async fn withdraw_resends(&mut self, original: &Message) -> Result<(), StoreError> {
        for resend in self.tx.messages().resends_of(original).await? {
            let Some(resend) = self.cancel(resend).await? else { continue };
            // The question is the one that the customer has.
            if let Some(question) = &mut self.state.question
                && question.message_id == Some(resend.id)
            {
                question.message_id = Some(original.id);
                rows::write(&mut self.row, &self.state)?;
            }
        }
        Ok(())
    }
}
