use domain::clock::Time;
use domain::event::{Event, UnassignReason};
use domain::id::{CompanyId, DepartmentId, UserId};
use domain::wire;
use entities::{Department, Scope, User, Writing};
use garde::Validate;
use jobs::Nudge;
use jobs::definitions::RouteTrigger;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::payload::Id;
use crate::presence::{self, company_event};

#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct Memberships {
    #[garde(length(max = 200))]
    pub department_ids: Vec<Id>,
}

/// What is to become of a user's memberships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    Exactly(Vec<DepartmentId>),
    Join(DepartmentId),
    Leave(DepartmentId),
}

impl Wish {
    fn mentioned(&self) -> Vec<DepartmentId> {
        match self {
            Self::Exactly(ids) => ids.clone(),
            Self::Join(id) | Self::Leave(id) => vec![*id],
        }
    }
}

/// In the order of the menu.
pub(super) async fn list(cx: &Context, company: CompanyId, user: UserId) -> Result<Vec<wire::Department>, ApiError> {
    let scope = cx.company(company);
    scope.users().find(user).await?.ok_or_else(ApiError::not_found)?;
    let ids = scope.agents().memberships(user).await?;
    let rows = scope.departments().find_all(&ids).await?;
    Ok(scope.departments().views(rows, cx.clock.now()).await?)
}

pub(super) async fn change(cx: &Context, who: &Principal, id: UserId, wish: Wish) -> Result<(), ApiError> {
    let changed = again(|| async {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        // Departments before users, in the order of locks.
        let mut departments = wish.mentioned();
        departments.sort_unstable();
        departments.dedup();
        let locked = tx.departments().lock(&departments).await?;
        let mut user = tx.users().lock(id).await?.ok_or_else(ApiError::not_found)?;
        if locked.len() != departments.len() {
            return Err(ApiError::not_found());
        }
        let before = tx.agents().memberships(id).await?;
        let (joins, leaves): (Vec<DepartmentId>, Vec<DepartmentId>) = match &wish {
            Wish::Exactly(wanted) => (
                departments.iter().copied().filter(|id| !before.contains(id)).collect(),
                before.iter().copied().filter(|id| !wanted.contains(id)).collect(),
            ),
            Wish::Join(id) => (Some(*id).into_iter().filter(|id| !before.contains(id)).collect(), Vec::new()),
            Wish::Leave(id) => (Vec::new(), Some(*id).into_iter().filter(|id| before.contains(id)).collect()),
        };
        if joins.is_empty() && leaves.is_empty() {
            audit(&tx, cx, who, Action::Update, Entity::User, Some(id), &[]).await?;
            tx.commit().await?;
            return Ok(None);
        }
        for department in locked.iter().filter(|department| joins.contains(&department.id)) {
            join(&tx, &user, department, now).await?;
        }
        for department in &leaves {
            tx.users().leave(id, *department).await?;
        }
        settle(&tx, &mut user).await?;
        let user = tx.users().save(user, now).await?;
        let left_all = before.len() == leaves.len() && joins.is_empty();
        announce(&tx, user, now).await?;
        tx.bump_rules().await?;
        audit(&tx, cx, who, Action::Update, Entity::User, Some(id), &["departmentIds"]).await?;
        tx.commit().await?;
        Ok(Some((joins, left_all)))
    })
    .await?;
    let Some((joins, left_all)) = changed else { return Ok(()) };
    told(cx, who.company_id, id, true).await;
    if left_all {
        presence::give_back(cx, who.company_id, id, UnassignReason::AgentOffline).await;
    }
    presence::drain(cx, who.company_id, joins, RouteTrigger::AgentOnline).await;
    Ok(())
}

/// Add a membership of a department that this transaction has locked.
pub(super) async fn join(tx: &Scope<Writing>, user: &User, department: &Department, now: Time) -> Result<(), ApiError> {
    if !department.is_active {
        return Err(ApiError::not_found());
    }
    if user.is_active {
        has_room(tx, department).await?;
    }
    tx.users().join(user.id, department.id, now).await?;
    Ok(())
}

/// Refuse one more active member of a full department.
pub(super) async fn has_room(tx: &Scope<Writing>, department: &Department) -> Result<(), ApiError> {
    let limit = u64::try_from(department.max_agents).unwrap_or(0);
    let full = tx.users().active_members(department.id).await? >= limit;
    if full { Err(ApiError::new(Code::DepartmentFull).with("departmentId", department.id)) } else { Ok(()) }
}

/// After memberships changed: the primary department and the active set stay among them.
pub(super) async fn settle(tx: &Scope<Writing>, user: &mut User) -> Result<(), ApiError> {
    let memberships = tx.agents().memberships(user.id).await?;
    user.department_id = user.department_id.filter(|id| memberships.contains(id));
    let active: Vec<DepartmentId> =
        user.active_departments().into_iter().filter(|id| memberships.contains(id)).collect();
    user.active_department_ids = serde_json::to_value(active).map_err(ApiError::internal)?;
    Ok(())
}

/// Log the user as they are now.
pub(super) async fn announce(tx: &Scope<Writing>, user: User, now: Time) -> Result<(), ApiError> {
    let view = tx.users().view(user).await?;
    tx.log_events(&[company_event(tx.company, Event::UserUpdated { user: view })], now).await?;
    Ok(())
}

/// What the other processes hear after the commit.
pub(super) async fn told(cx: &Context, company: CompanyId, user: UserId, rules: bool) {
    cx.nudge(Nudge::UserChanged { id: user }).await;
    if rules {
        cx.nudge(Nudge::RulesChanged { company }).await;
    }
    cx.nudge(Nudge::Events { seq: String::new() }).await;
}
