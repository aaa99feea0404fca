//! What a socket does to its user's presence (SPEC 6.6).

use async_trait::async_trait;
use domain::event::{Event, PresenceReason, Room};
use domain::presence::{on_connect, writes_heartbeat};
use domain::role::OnlineStatus;
use entities::{NewEvent, StoreError};
use jobs::definitions::{RouteConversation, RouteTrigger};
use jobs::{Envelope, Nudge};

use super::hub::Deps;
use crate::auth::Principal;
use crate::error::ApiError;

/// A user says what they want to be: the same function as `PATCH /api/users/{id}/status`.
#[async_trait]
pub trait Presence: Send + Sync {
    async fn set(&self, user: &Principal, status: OnlineStatus) -> Result<(), ApiError>;
}

/// A socket was authenticated: the intent comes back, an explicit OFFLINE stays.
pub(super) async fn presence_on_connect(deps: &Deps, user: &Principal) -> Result<(), StoreError> {
    let now = deps.clock.now();
    let tx = deps.store.begin(user.company_id).await?;
    let Some(member) = tx.agents().lock_user(user.user_id).await? else { return Ok(()) };
    let wanted = on_connect(member.user.online_status.0, member.user.presence_intent.0);
    let Some(status) = wanted.filter(|_| member.user.is_active) else { return Ok(()) };
    tx.agents().set_online_status(user.user_id, status, now).await?;
    let event = Event::AgentStatusChanged { user_id: user.user_id, status, reason: PresenceReason::Connect };
    let audience = vec![Room::Company(user.company_id)];
    tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], now).await?;
    tx.commit().await?;
    deps.nudge(Nudge::Events { seq: String::new() }).await;
    if status == OnlineStatus::Online {
        let chosen = member.active_departments();
        for department_id in if chosen.is_empty() { user.department_ids.clone() } else { chosen } {
            let job = RouteConversation { department_id, trigger: RouteTrigger::AgentOnline };
            if let Err(error) = deps.queue.push(Envelope::new(job).company(user.company_id)).await {
                tracing::warn!(%error, "a queue was not looked at; tick will");
            }
        }
    }
    Ok(())
}

/// A sign of life, written at most every 20 s. Somebody who was taken for absent and lives comes back as by a connection.
pub(super) async fn heartbeat(deps: &Deps, user: &Principal) -> Result<(), StoreError> {
    let now = deps.clock.now();
    let Some(row) = deps.store.company(user.company_id).agents().find(user.user_id).await? else { return Ok(()) };
    if writes_heartbeat(row.last_heartbeat_at, now) {
        let tx = deps.store.begin(user.company_id).await?;
        tx.agents().heartbeat(user.user_id, now).await?;
        tx.commit().await?;
    }
    if on_connect(row.online_status.0, row.presence_intent.0).is_some() {
        presence_on_connect(deps, user).await?;
    }
    Ok(())
}
