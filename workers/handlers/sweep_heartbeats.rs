use std::sync::PoisonError;

use domain::event::{Event, PresenceReason, Room, UnassignReason};
use domain::presence::is_absent;
use domain::role::OnlineStatus;
use entities::{NewEvent, StoreError, User};
use jobs::Envelope;
use jobs::definitions::SweepHeartbeats;

use crate::context::Context;
use crate::execute::{JobError, persist};

/// Take users offline whose heartbeat stopped, and give back what they held.
pub(crate) async fn sweep_heartbeats(context: Context, _: Envelope<SweepHeartbeats>) -> Result<(), JobError> {
    let deps = &context.deps;
    let (present, may_sweep) = look(&context).await?;
    if !may_sweep {
        return Ok(());
    }
    let now = deps.clock.now();
    let absent = |user: &&User| is_absent(user.online_status.0, user.last_heartbeat_at, user.status_changed_at, now);
    for user in present.iter().filter(absent) {
        if persist(|| take_offline(&context, user)).await? {
            let after = Box::pin(attendance::redistribute(
                &deps.store,
                &deps.directory,
                &deps.clock,
                user.company_id,
                user.id,
                UnassignReason::AgentOffline,
            ))
            .await?;
            deps.told(user.company_id, after).await;
        }
    }
    Ok(())
}

/// Who is there, and whether their silence may be believed. Every process looks each minute, whoever gets the job: one that had
/// not looked for long could not tell its own absence from everybody's.
pub(crate) async fn look(context: &Context) -> Result<(Vec<User>, bool), StoreError> {
    let present = context.deps.store.system().users_present().await?;
    let newest = present.iter().filter_map(|user| user.last_heartbeat_at).max();
    let now = context.deps.clock.now();
    let mut watch = context.watch.lock().unwrap_or_else(PoisonError::into_inner);
    let may_sweep = watch.may_sweep(present.len(), newest, now);
    Ok((present, may_sweep))
}

/// `false` = a heartbeat came in between.
async fn take_offline(context: &Context, user: &User) -> Result<bool, JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let tx = deps.store.begin(user.company_id).await?;
    if !tx.agents().expire_presence(user, now).await? {
        return Ok(false);
    }
    let audience = vec![Room::Company(user.company_id)];
    let event = Event::AgentStatusChanged {
        user_id: user.id,
        status: OnlineStatus::Offline,
        reason: PresenceReason::Heartbeat,
    };
    tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], now).await?;
    tx.commit().await?;
    Ok(true)
}
