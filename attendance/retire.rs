//! What is left of a channel that was taken away.

use domain::clock::Time;
use domain::flow::Input;
use domain::id::{ConversationId, UserId};
use entities::{Scope, StoreError, Writing};

use crate::After;
use crate::directory::Directory;
use crate::hand::Attendance;

/// End an episode of a channel that is not kept, without a word: there is nothing left to say it with. The caller commits.
pub async fn retire(
    tx: &Scope<Writing>,
    directory: &Directory,
    conversation: ConversationId,
    by: Option<UserId>,
    now: Time,
) -> Result<After, StoreError> {
    let Some(mut hand) = Attendance::open(tx, directory, conversation, now).await? else { return Ok(After::default()) };
    if hand.channel.is_kept() || !hand.row.status.is_active() {
        return Ok(After::default());
    }
    let last_human_sender = match hand.row.assigned_user_id {
        Some(_) => None,
        None => tx.messages().last_sender(hand.row.id).await?,
    };
    hand.run(Input::Resolve { by, last_human_sender, say_goodbye: false }, "channel_removed").await?;
    Ok(hand.finish().await?.1)
}
