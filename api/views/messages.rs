use std::collections::HashMap;

use domain::id::{MediaId, MessageId, UserId};
use domain::message::MessageStatus;
use domain::wire;
use entities::{Message, MessageParts, Mode, Scope, StoreError};

/// The objects of `rows`, in their order. `locale` is the language of `error.message`. At most four statements: senders, phases of
/// what is still on its way, quoted messages, attachments.
pub async fn load<M: Mode>(scope: &Scope<M>, locale: &str, rows: &[Message]) -> Result<Vec<wire::Message>, StoreError> {
    let senders: Vec<UserId> = distinct(rows.iter().filter_map(|row| row.sender_id));
    let users = if senders.is_empty() { Vec::new() } else { scope.users().find_all(&senders).await? };
    let names = users.into_iter().map(|user| (user.id, user.name)).collect();
    with_senders(scope, locale, rows, names).await
}

/// The same for a caller that has read the senders.
pub(super) async fn with_senders<M: Mode>(
    scope: &Scope<M>,
    locale: &str,
    rows: &[Message],
    senders: HashMap<UserId, String>,
) -> Result<Vec<wire::Message>, StoreError> {
    // Late evidence may revive a message that failed as unknown; only what is PENDING has a row in the outbox.
    let pending: Vec<MessageId> =
        rows.iter().filter(|row| row.status == MessageStatus::Pending).map(|row| row.id).collect();
    let quoted: Vec<MessageId> = distinct(rows.iter().filter_map(|row| row.reply_to_id));
    let mut parts = MessageParts { senders, locale: locale.to_owned(), ..MessageParts::default() };
    if !pending.is_empty() {
        let waiting = scope.outbox().of(&pending).await?;
        parts.phases = waiting.into_iter().map(|row| (row.message_id, row.phase.0)).collect();
    }
    if !quoted.is_empty() {
        let quoted = scope.messages().find_all(&quoted).await?;
        parts.quoted = quoted.into_iter().map(|row| (row.id, row.quoted())).collect();
    }
    let attached: Vec<MediaId> = distinct(rows.iter().filter_map(|row| row.media_id));
    let attached = scope.media().find_all(&attached).await?;
    parts.media = attached.iter().map(|row| (row.id, row.view())).collect();
    Ok(rows.iter().map(|row| row.view(&parts)).collect())
}

pub(super) fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}
