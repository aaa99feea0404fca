//! What a socket does to its user's presence (SPEC 6.6).

use async_trait::async_trait;
use domain::presence::{on_connect, writes_heartbeat};
use domain::role::OnlineStatus;
use entities::AuditEntry;

use super::hub::Deps;
use crate::auth::Principal;
use crate::error::ApiError;
use crate::presence;
use crate::state::AppState;

/// What a socket asks of presence: the same functions that the API has.
#[async_trait]
pub trait Presence: Send + Sync {
    /// A user says what they want to be.
    async fn set(&self, user: &Principal, status: OnlineStatus, audit: AuditEntry) -> Result<(), ApiError>;

    /// A socket was authenticated: the intent comes back, an explicit OFFLINE stays.
    async fn connected(&self, user: &Principal) -> Result<(), ApiError>;
}

#[async_trait]
impl Presence for AppState {
    async fn set(&self, user: &Principal, status: OnlineStatus, audit: AuditEntry) -> Result<(), ApiError> {
        Box::pin(presence::set_status(self, user.company_id, user.user_id, status, Some(audit))).await.map(|_| ())
    }

    async fn connected(&self, user: &Principal) -> Result<(), ApiError> {
        Box::pin(presence::connected(self, user.company_id, user.user_id)).await.map(|_| ())
    }
}

/// A sign of life, written at most every 20 s. Somebody who was taken for absent and lives comes back as by a connection.
pub(super) async fn heartbeat(deps: &Deps, user: &Principal) -> Result<(), ApiError> {
    let now = deps.clock.now();
    let Some(row) = deps.store.company(user.company_id).agents().find(user.user_id).await? else { return Ok(()) };
    if writes_heartbeat(row.last_heartbeat_at, now) {
        let tx = deps.store.begin(user.company_id).await?;
        tx.agents().heartbeat(user.user_id, now).await?;
        tx.commit().await?;
    }
    if on_connect(row.online_status.0, row.presence_intent.0).is_some() {
        deps.presence.connected(user).await?;
    }
    Ok(())
}
