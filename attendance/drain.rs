//! The queue of a department meets an agent who has room (SPEC 6.2, 6.4): one conversation in a transaction.

use domain::clock::Time;
use domain::flow::{self};
use domain::id::{ConversationId, DepartmentId};
use entities::{Scope, StoreError, Writing};

use crate::directory::Directory;
use crate::hand::{After, Attendance};
use crate::pick::agent;

/// What one look at a queue came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drained {
    /// The first in line who can be served was given to somebody. Commit, and look again.
    Assigned(After),
    /// Nobody waits, or nobody can take those who do.
    Nothing,
    /// The queue changed while it was being looked at: start over.
    Changed,
}

/// Heads without a candidate of their own that are skipped in one look.
const HEADS: u64 = 20;

/// Give the longest waiting conversation that somebody may take to them. FIFO among those that can be served.
pub async fn drain_one(
    tx: &Scope<Writing>,
    directory: &Directory,
    department: DepartmentId,
    trigger: &str,
    now: Time,
) -> Result<Drained, StoreError> {
    let company = directory.company(tx).await?;
    let rules = &company.rules;
    let open = rules.active(department).is_some_and(|department| rules.is_open(department, now));
    if !open || !rules.settings.auto_assign_enabled {
        return Ok(Drained::Nothing);
    }
    // The queue is read without a lock, since contacts come first in the order of locks; then each head is looked at again.
    let queue = tx.conversations().queued(department, now, HEADS).await?;
    for head in queue {
        let Some(mut hand) = Attendance::open(tx, directory, head.id, now).await? else { continue };
        tx.agents().lock_department(department).await?;
        let row = &hand.row;
        if row.queued_at != head.queued_at || row.department_id != Some(department) || !hand.state().is_queued(now) {
            return Ok(Drained::Changed);
        }
        let (preferred, round) = (row.preferred_user_id, row.timeout_round);
        let (chosen, decision) = hand.choose(department, preferred, round, None).await?;
        hand.record(department, trigger, &decision, chosen.as_ref(), None).await?;
        let Some(user) = chosen else { continue };
        hand.users.insert(user.id, user.clone());
        let company = hand.company.clone();
        let step = flow::picked(hand.state(), &agent(&user), None, &company.rules, now);
        hand.take(step, trigger).await?;
        return Ok(Drained::Assigned(hand.finish().await?.1));
    }
    Ok(Drained::Nothing)
}

/// T17 for a conversation that waits in a queue and was never told so. The caller commits.
pub async fn notice_queue(
    tx: &Scope<Writing>,
    directory: &Directory,
    conversation: ConversationId,
    now: Time,
) -> Result<After, StoreError> {
    let Some(mut hand) = Attendance::open(tx, directory, conversation, now).await? else { return Ok(After::default()) };
    if !hand.state().is_queued(now) || hand.row.queue_notice_sent_at.is_some() {
        return Ok(After::default());
    }
    let position = tx.conversations().queue_position(&hand.row, now).await?;
    let step = flow::notice(hand.state(), position, &hand.company.rules, now);
    hand.take(step, "tick").await?;
    Ok(hand.finish().await?.1)
}
