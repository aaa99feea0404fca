//! What an agent held goes back when they leave (SPEC 6.6): to the queue while its customer waits, else to rest.

use domain::clock::Clock;
use domain::event::UnassignReason;
use domain::flow::{Input, Unassign};
use domain::id::{CompanyId, UserId};
use entities::{Store, StoreError};

use crate::After;
use crate::directory::Directory;
use crate::hand::Attendance;

/// Give back everything a user holds, customers who wait first, each in its own transaction: a failure leaves the rest to `tick`.
pub async fn redistribute(
    store: &Store,
    directory: &Directory,
    clock: &Clock,
    company: CompanyId,
    user: UserId,
    reason: UnassignReason,
) -> Result<After, StoreError> {
    let mut after = After::default();
    for held in store.company(company).conversations().held_by(user).await? {
        let tx = store.begin(company).await?;
        let Some(mut hand) = Attendance::open(&tx, directory, held.id, clock.now()).await? else { continue };
        if hand.row.assigned_user_id != Some(user) {
            continue;
        }
        hand.run(Input::Unassign(Unassign { reason }), "agent_lost").await?;
        let (_, told) = hand.finish().await?;
        tx.commit().await?;
        after.and(told);
    }
    Ok(after)
}
