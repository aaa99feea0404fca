//! A deadline that came: acts only if the row still has it.

use domain::after::Noted;
use domain::clock::Time;
use domain::deadline::Deadline;
use domain::flow::Input;
use domain::id::{ConversationId, DepartmentId};
use entities::{Scope, StoreError, Writing};

use crate::After;
use crate::directory::Directory;
use crate::hand::Attendance;

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
    hand.after.noted.push(Noted::Deadline { late: now - deadline.at });
    hand.run(Input::Deadline(deadline), "timeout").await?;
    Ok(hand.finish().await?.1)
}

/// What became of deadlines that are to be counted again.
pub enum Rearmed {
    /// The next one is counted: commit, and come back.
    One(After),
    /// Nobody is left: commit.
    Over,
    /// Somebody else goes on with it. The transaction must not commit.
    Lost,
}

/// Count the minutes of the next customer who waits again, by the hours and the response time of now.
///
/// A conversation and the place of the counting move in one transaction: nobody is given new minutes twice for one change.
pub async fn rearm_next(
    tx: &Scope<Writing>,
    directory: &Directory,
    department: Option<DepartmentId>,
    now: Time,
) -> Result<Rearmed, StoreError> {
    let Some(place) = tx.rearmings().find(department).await? else { return Ok(Rearmed::Over) };
    let next = tx.conversations().counting(department, place.after_id, now, 1).await?;
    let Some(id) = next.first() else {
        tx.rearmings().end(&place).await?;
        return Ok(Rearmed::Over);
    };
    let mut after = After::default();
    if let Some(mut hand) = Attendance::open(tx, directory, *id, now).await? {
        hand.run(Input::Rearm, "rearm").await?;
        after = hand.finish().await?.1;
    }
    // Locked last, as whoever changes the rules does.
    if !tx.rearmings().went_on(&place, *id, now).await? {
        return Ok(Rearmed::Lost);
    }
    Ok(Rearmed::One(after))
}
