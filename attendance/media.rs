//! Attachments of messages: announced with their message, and told of again when their state changes.

use domain::after::After;
use domain::clock::Time;
use domain::id::{MessageId, new_id};
use domain::inbound::InboundMedia;
use domain::media::{MediaKind, MediaState};
use entities::{Media, Scope, StoreError, Text, Writing};

use crate::directory::Directory;
use crate::events::Told;
use crate::hand::Attendance;

impl Attendance<'_> {
    /// The row of an attachment that is still at its provider.
    pub(crate) fn pending(&self, message: MessageId, media: &InboundMedia) -> Media {
        Media {
            id: new_id(),
            company_id: self.row.company_id,
            message_id: Some(message),
            kind: Text(MediaKind::Inbound),
            state: Text(MediaState::Pending),
            storage_key: None,
            file_name: media.file_name.clone(),
            declared_mime: media.declared_mime.clone(),
            sniffed_mime: None,
            size: None,
            sha256: None,
            width: None,
            height: None,
            duration_ms: None,
            provider_ref: media.provider_ref.clone(),
            attempts: 0,
            next_attempt_at: Some(self.now),
            nudged_at: Some(self.now),
            error_code: None,
            created_at: self.now,
            updated_at: self.now,
        }
    }
}

/// Write what came of an attempt to bring an attachment, and tell those who see its message. `None` = a later attempt is under
/// way, and nothing may be committed.
pub async fn conclude_media(
    tx: &Scope<Writing>,
    directory: &Directory,
    media: &Media,
    now: Time,
) -> Result<Option<After>, StoreError> {
    let hand = open(tx, directory, media, now).await?;
    if !tx.media().conclude(media, now).await? {
        return Ok(None);
    }
    tell(hand, media.clone()).await.map(Some)
}

/// Try a failed attachment again. `None` = it has not failed.
pub async fn retry_media(
    tx: &Scope<Writing>,
    directory: &Directory,
    media: &Media,
    now: Time,
) -> Result<Option<(Media, After)>, StoreError> {
    let hand = open(tx, directory, media, now).await?;
    let Some(row) = tx.media().rearm(media.id, now).await? else { return Ok(None) };
    let mut after = tell(hand, row.clone()).await?;
    after.fetch.push(row.id);
    Ok(Some((row, after)))
}

/// The conversation of its message; the contact's lock comes first, as everywhere. `None` = nobody has sent it yet, or the message is gone.
async fn open<'a>(
    tx: &'a Scope<Writing>,
    directory: &'a Directory,
    media: &Media,
    now: Time,
) -> Result<Option<Attendance<'a>>, StoreError> {
    let Some(id) = media.message_id else { return Ok(None) };
    let Some(message) = tx.messages().find(id).await? else { return Ok(None) };
    Attendance::open(tx, directory, message.conversation_id, now).await
}

async fn tell(hand: Option<Attendance<'_>>, media: Media) -> Result<After, StoreError> {
    let Some((mut hand, message)) = hand.zip(media.message_id) else { return Ok(After::default()) };
    hand.media.insert(media.id, media);
    // Its status may have moved before the contact was locked.
    let Some(row) = hand.tx.messages().find(message).await? else { return Ok(After::default()) };
    hand.tell(Told::Updated(row));
    Ok(hand.finish().await?.1)
}
