//! Who is there (SPEC 6.6): one function for the API and the socket, so that both mean the same.

use domain::event::{Event, PresenceReason, Room, UnassignReason};
use domain::id::{CompanyId, DepartmentId, UserId};
use domain::presence::on_connect;
use domain::role::OnlineStatus;
use entities::{AuditEntry, NewEvent, User};
use jobs::definitions::{RouteConversation, RouteTrigger};
use jobs::{Envelope, Nudge};

use crate::again::again;
use crate::error::ApiError;
use crate::state::AppState;

/// What a user wants to be, for everybody to see: intent and status at once. OFFLINE gives back what they hold, ONLINE takes from the
/// queues. `false` = they were that already. `audit` is written in the same transaction.
pub async fn set_status(
    state: &AppState,
    company: CompanyId,
    user: UserId,
    status: OnlineStatus,
    audit: Option<AuditEntry>,
) -> Result<bool, ApiError> {
    change(state, company, user, PresenceReason::Manual, audit.as_ref(), |_| Some(status)).await
}

/// A socket was authenticated: the intent comes back, an explicit OFFLINE stays. `false` = nothing changed.
pub async fn connected(state: &AppState, company: CompanyId, user: UserId) -> Result<bool, ApiError> {
    let wanted = |user: &User| on_connect(user.online_status.0, user.presence_intent.0);
    change(state, company, user, PresenceReason::Connect, None, wanted).await
}

async fn change(
    state: &AppState,
    company: CompanyId,
    id: UserId,
    reason: PresenceReason,
    audit: Option<&AuditEntry>,
    wanted: impl Fn(&User) -> Option<OnlineStatus> + Send + Sync,
) -> Result<bool, ApiError> {
    let wanted = &wanted;
    let changed = again(|| async move {
        let now = state.clock.now();
        let tx = state.begin(company).await?;
        let user = tx.users().lock(id).await?.filter(|user| user.is_active).ok_or_else(ApiError::not_found)?;
        let Some(status) = wanted(&user) else { return Ok(None) };
        if reason == PresenceReason::Manual {
            tx.agents().set_presence_intent(id, status).await?;
        }
        let changed = tx.agents().set_online_status(id, status, now).await?;
        if changed {
            let event = Event::AgentStatusChanged { user_id: id, status, reason };
            tx.log_events(&[company_event(company, event)], now).await?;
        }
        if let Some(entry) = audit {
            tx.audit(entry.clone(), now).await?;
        }
        let departments = working_in(&user, tx.agents().memberships(id).await?);
        tx.commit().await?;
        Ok(changed.then_some((status, departments)))
    })
    .await?;
    let Some((status, departments)) = changed else { return Ok(false) };
    state.nudge(Nudge::Events { seq: String::new() }).await;
    match status {
        OnlineStatus::Offline => give_back(state, company, id, UnassignReason::AgentOffline).await,
        OnlineStatus::Online => drain(state, company, departments, RouteTrigger::AgentOnline).await,
        OnlineStatus::Busy => {}
    }
    Ok(true)
}

/// Return what a user holds. What fails here, `tick` does again: the user's row says already that they are gone.
pub(crate) async fn give_back(state: &AppState, company: CompanyId, user: UserId, reason: UnassignReason) {
    // Boxed: an attendance is a large thing to carry in every future above.
    let given = Box::pin(attendance::redistribute(&state.store, &state.directory, &state.clock, company, user, reason));
    match given.await {
        Ok(after) => state.told(company, after).await,
        Err(error) => tracing::warn!(%error, user_id = %user, "not everything was redistributed; tick goes on"),
    }
}

/// Look at the queues of these departments.
pub(crate) async fn drain(
    state: &AppState,
    company: CompanyId,
    departments: impl IntoIterator<Item = DepartmentId>,
    trigger: RouteTrigger,
) {
    for department_id in departments {
        state.push(Envelope::new(RouteConversation { department_id, trigger }).company(company)).await;
    }
}

/// The active set, or all memberships when none was chosen.
pub(crate) fn working_in(user: &User, memberships: Vec<DepartmentId>) -> Vec<DepartmentId> {
    let chosen = user.active_departments();
    if chosen.is_empty() { memberships } else { chosen }
}

/// An event for everybody of the company.
pub(crate) fn company_event(company: CompanyId, event: Event) -> NewEvent {
    NewEvent { event, conversation: None, contact: None, audience: vec![Room::Company(company)] }
}
