//! The queue of a department meets an agent who has room (SPEC 6.2, 6.4): one conversation in a transaction.

use domain::clock::Time;
use domain::flow::{self};
use domain::id::{ConversationId, DepartmentId};
use domain::rules::Rules;
use entities::{Conversation, Scope, StoreError, User, Writing};

use crate::After;
use crate::directory::Directory;
use crate::hand::Attendance;
use crate::pick::agent;

/// What one look at a queue came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drained {
    /// The first in line who can be served was given to somebody. Commit, and look again.
    Assigned(After),
    /// Who would be given the first in line is owed to that queue, where somebody waits longer. Roll back, and look there.
    Elsewhere(Look),
    /// Nobody waits, or nobody can take those who do.
    Nothing,
    /// The queue changed while it was being looked at: start over.
    Changed,
}

/// Where to look, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub department: DepartmentId,
    /// Only for those who wait longer than this one.
    pub before: Option<Place>,
}

/// Who waits longest has the least.
type Place = (Option<Time>, ConversationId);

/// Heads without a candidate of their own that are skipped in one look.
const HEADS: u64 = 20;

/// Give the longest waiting conversation that somebody may take to them. FIFO among those that can be served, over all queues of the
/// agent; the queues in `seen` were looked at already.
pub async fn drain_one(
    tx: &Scope<Writing>,
    directory: &Directory,
    look: Look,
    seen: &[DepartmentId],
    trigger: &str,
    now: Time,
) -> Result<Drained, StoreError> {
    let company = directory.company(tx).await?;
    let rules = &company.rules;
    let department = look.department;
    let open = rules.active(department).is_some_and(|department| rules.is_open(department, now));
    if !open || !rules.settings.auto_assign_enabled {
        return Ok(Drained::Nothing);
    }
    // The queue is read without a lock, since contacts come first in the order of locks; then each head is looked at again.
    let queue = tx.conversations().queued(department, now, HEADS).await?;
    for head in queue.into_iter().filter(|head| look.before.is_none_or(|before| (head.queued_at, head.id) < before)) {
        let Some(mut hand) = Attendance::open(tx, directory, head.id, now).await? else { continue };
        tx.agents().lock_department(department).await?;
        let row = &hand.row;
        if row.queued_at != head.queued_at || row.department_id != Some(department) || !hand.state().is_queued(now) {
            return Ok(Drained::Changed);
        }
        let (preferred, round) = (row.preferred_user_id, row.timeout_round);
        let (chosen, decision) = hand.choose(department, preferred, round, None).await?;
        if let Some(user) = &chosen
            && let Some(look) = owed(tx, rules, user, &head, seen, now).await?
        {
            return Ok(Drained::Elsewhere(look));
        }
        // Somebody may have become free since those before this one were found to have nobody.
        if chosen.is_some() && hand.someone_is_first(&hand.row, department).await? {
            return Ok(Drained::Changed);
        }
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

/// The other queue of this agent in which somebody waits longest, and longer than `head`.
async fn owed(
    tx: &Scope<Writing>,
    rules: &Rules,
    user: &User,
    head: &Conversation,
    seen: &[DepartmentId],
    now: Time,
) -> Result<Option<Look>, StoreError> {
    let active = user.active_departments();
    let mut longest = None;
    for department in tx.agents().memberships(user.id).await? {
        let works_there = active.is_empty() || active.contains(&department);
        let is_open = rules.active(department).is_some_and(|department| rules.is_open(department, now));
        if head.department_id == Some(department) || seen.contains(&department) || !works_there || !is_open {
            continue;
        }
        let first = tx.conversations().queued(department, now, 1).await?.into_iter().next();
        let place = first.map(|first| ((first.queued_at, first.id), department));
        longest = [longest, place].into_iter().flatten().min();
    }
    let place = (head.queued_at, head.id);
    let owed = longest.filter(|(first, _)| *first < place);
    Ok(owed.map(|(_, department)| Look { department, before: Some(place) }))
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
