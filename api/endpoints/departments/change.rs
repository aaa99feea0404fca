use std::collections::HashSet;

use attendance::{After, Attendance};
use domain::clock::Time;
use domain::event::{Event, TransferReason};
use domain::flow::{Input, Transfer};
use domain::id::{CompanyId, ConversationId, DepartmentId, UserId};
use entities::{Department, Scope, StoreError, Writing};
use jobs::Nudge;
use jobs::definitions::RouteTrigger;
use serde_json::json;

use super::body::{DepartmentChange, DepartmentOrder, check_schedule};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::deadlines;
use crate::error::{ApiError, Code};
use crate::etag;
use crate::presence::{self, company_event};
use crate::state::AppState;

/// Conversations that are moved between two looks at the queue.
const SLICE: u64 = 50;

pub(super) async fn update(
    cx: &Context,
    who: &Principal,
    id: DepartmentId,
    if_match: Option<&str>,
    change: DepartmentChange,
    action: Action,
) -> Result<(), ApiError> {
    if let Some(Some(hours)) = &change.business_hours {
        check_schedule("businessHours", hours)?;
    }
    let change = &change;
    let (deactivated, opened, rearms) = again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        let all = tx.departments().lock_all().await?;
        let before = all.iter().find(|department| department.id == id).ok_or_else(ApiError::not_found)?;
        etag::check(if_match, before.version)?;
        let mut row = before.clone();
        apply(&mut row, change);
        if before.is_root && before.is_active && (!row.is_active || change.is_root == Some(false)) {
            return Err(Code::RootRequired.into());
        }
        if change.is_root == Some(true) && !row.is_active {
            return Err(ApiError::validation("isRoot", "an inactive department cannot be the root"));
        }
        if tx.departments().slug_is_taken(&row.slug, id).await? {
            return Err(Code::SlugTaken.into());
        }
        // A department that comes back does not bring a flag that another has now.
        let has_root = all.iter().any(|department| department.is_root && department.is_active);
        let takes_root = change.is_root == Some(true) && !(before.is_root && before.is_active);
        row.is_root = row.is_active && (takes_root || before.is_root && before.is_active || !has_root);
        let former = all.iter().find(|other| other.is_root && other.is_active && other.id != id).map(|root| root.id);
        let former = former.filter(|_| takes_root);
        if takes_root {
            tx.departments().clear_root(now).await?;
        }
        let row = tx.save_department(row, now).await?;
        let deactivated = before.is_active && !row.is_active;
        let opened = !before.is_active && row.is_active || change.business_hours.is_some();
        let minutes = before.response_timeout_minutes != row.response_timeout_minutes;
        let rearms = minutes || before.business_hours != row.business_hours;
        if rearms {
            tx.rearmings().begin(Some(id), now).await?;
        }
        announce(&tx, former, row, now).await?;
        tx.bump_rules().await?;
        audit(&tx, cx, who, action, Entity::Department, Some(id), &change.fields()).await?;
        tx.commit().await?;
        Ok((deactivated, opened, rearms))
    })
    .await?;
    told(cx, who.company_id).await;
    if deactivated {
        move_queue(cx, who.company_id, who.user_id, id).await?;
    }
    if rearms {
        deadlines::rearm(cx, who.company_id, Some(id)).await;
    }
    if opened {
        presence::drain(cx, who.company_id, [id], RouteTrigger::Opened).await;
    }
    Ok(())
}

fn apply(row: &mut Department, change: &DepartmentChange) {
    if let Some(name) = &change.name {
        name.trim().clone_into(&mut row.name);
    }
    if let Some(slug) = &change.slug {
        row.slug.clone_from(slug);
    }
    if let Some(color) = &change.color {
        row.color.clone_from(color);
    }
    if let Some(minutes) = change.response_timeout_minutes {
        row.response_timeout_minutes = minutes;
    }
    if let Some(description) = &change.description {
        row.description.clone_from(description);
    }
    if let Some(emoji) = &change.emoji {
        row.emoji.clone_from(emoji);
    }
    if let Some(position) = change.position {
        row.position = position;
    }
    if let Some(keywords) = &change.keywords {
        row.keywords = json!(keywords);
    }
    if let Some(limit) = change.max_agents {
        row.max_agents = limit;
    }
    if let Some(hours) = &change.business_hours {
        row.business_hours = hours.as_ref().map(|hours| json!(hours));
    }
    if let Some(is_active) = change.is_active {
        row.is_active = is_active;
    }
}

pub(super) async fn reorder(cx: &Context, who: &Principal, order: DepartmentOrder) -> Result<(), ApiError> {
    let ids: &Vec<DepartmentId> = &order.ids.iter().map(|id| id.0).collect();
    again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        let active: Vec<Department> =
            tx.departments().lock_all().await?.into_iter().filter(|department| department.is_active).collect();
        let known: HashSet<DepartmentId> = active.iter().map(|department| department.id).collect();
        let asked: HashSet<DepartmentId> = ids.iter().copied().collect();
        if asked != known || ids.len() != known.len() {
            return Err(ApiError::validation("ids", "every active department, once"));
        }
        for mut department in active {
            let place = ids.iter().position(|id| *id == department.id).unwrap_or_default();
            let place = i32::try_from(place).unwrap_or(i32::MAX);
            if department.position != place {
                department.position = place;
                let row = tx.save_department(department, now).await?;
                announce(&tx, None, row, now).await?;
            }
        }
        tx.bump_rules().await?;
        audit(&tx, cx, who, Action::Update, Entity::Department, None, &["position"]).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    told(cx, who.company_id).await;
    Ok(())
}

/// Log a department, and the one whose root's flag it took, as they are now.
pub(super) async fn announce(
    tx: &Scope<Writing>,
    former_root: Option<DepartmentId>,
    row: Department,
    now: Time,
) -> Result<(), ApiError> {
    let former = match former_root {
        Some(id) => tx.find_department(id).await?,
        None => None,
    };
    let views = tx.departments().views(former.into_iter().chain([row]).collect(), now).await?;
    let events: Vec<_> = views
        .into_iter()
        .map(|department| company_event(tx.company, Event::DepartmentUpdated { department }))
        .collect();
    Ok(tx.log_events(&events, now).await?)
}

async fn told(cx: &Context, company: CompanyId) {
    cx.nudge(Nudge::RulesChanged { company }).await;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
}

/// Everybody who waits in a closed department goes to the root, in their order, each in a transaction of their own.
async fn move_queue(state: &AppState, company: CompanyId, by: UserId, from: DepartmentId) -> Result<(), ApiError> {
    let scope = state.company(company);
    let mut seen: HashSet<ConversationId> = HashSet::new();
    let mut after = After::default();
    loop {
        let waiting = scope.conversations().queued(from, state.clock.now(), SLICE).await?;
        let fresh: Vec<ConversationId> = waiting.into_iter().map(|row| row.id).filter(|id| seen.insert(*id)).collect();
        if fresh.is_empty() {
            break;
        }
        for id in fresh {
            // Boxed: an attendance is a large thing to carry in every future above.
            after.and(again(|| Box::pin(move_one(state, company, by, from, id))).await?);
        }
    }
    state.told(company, after).await;
    Ok(())
}

async fn move_one(
    state: &AppState,
    company: CompanyId,
    by: UserId,
    from: DepartmentId,
    id: ConversationId,
) -> Result<After, ApiError> {
    let tx = state.begin(company).await?;
    let now = state.clock.now();
    let root = tx.departments().root().await?.ok_or_else(|| StoreError::invalid("a company without a root"))?;
    let Some(mut hand) = Attendance::open(&tx, &state.directory, id, now).await? else {
        return Ok(After::default());
    };
    if hand.row.department_id != Some(from) || !hand.state().is_queued(now) {
        return Ok(After::default());
    }
    let transfer = Transfer {
        department_id: root.id,
        agent: None,
        by: Some(by),
        reason: TransferReason::DepartmentDeactivated,
        named_recently: false,
    };
    hand.run(Input::Transfer(transfer), "transfer").await?;
    let (_, after) = hand.finish().await?;
    tx.commit().await?;
    Ok(after)
}
