//! A deadline that came: acts only if the row still has it.

use domain::clock::Time;
use domain::deadline::Deadline;
use domain::flow::Input;
use domain::id::ConversationId;
use entities::{Scope, StoreError, Writing};

use crate::directory::Directory;
use crate::hand::{After, Attendance};

/// Run one deadline. The caller commits.
pub async fn run_deadline(
    tx: &Scope<Writing>,
    directory: &Directory,
    conversation: ConversationId,
    deadline: Deadline,
    now: Time,
) -> Result<After, StoreError> {
    let Some(mut hand) = Attendance::open(tx, directory, conversation, now).await? else { return Ok(After::default()) };
    if hand.state().deadline != Some(deadline) || deadline.at > now {
        return Ok(After::default());
    }
    hand.run(Input::Deadline(deadline), "timeout").await?;
    Ok(hand.finish().await?.1)
}
