use domain::id::new_id;
use entities::Department;
use jobs::Nudge;
use serde_json::json;

use super::body::{NewDepartment, check_schedule};
use super::change::announce;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::idempotency::{Outcome, idempotent};

pub(super) async fn create(
    cx: &Context,
    who: &Principal,
    key: Option<&str>,
    body: NewDepartment,
) -> Result<Outcome, ApiError> {
    if let Some(hours) = &body.business_hours {
        check_schedule("businessHours", hours)?;
    }
    let request = json!(["createDepartment", body]);
    let body = &body;
    idempotent(cx, who, key, &request, |ticket| async move {
        let ticket = &ticket;
        let id = again(|| async move {
            let now = cx.clock.now();
            let tx = cx.begin(who.company_id).await?;
            let all = tx.departments().lock_all().await?;
            let root = all.iter().find(|department| department.is_root && department.is_active);
            let id = new_id();
            let name = body.name.trim().to_owned();
            let mut row = Department::new(id, who.company_id, body.slug.clone(), name, now);
            row.description.clone_from(&body.description);
            row.emoji.clone_from(&body.emoji);
            row.keywords = json!(body.keywords);
            let end = all.iter().map(|department| department.position).max().map_or(0, |last| last.saturating_add(1));
            row.position = body.position.unwrap_or(end);
            row.is_root = body.is_root || root.is_none();
            if let Some(color) = &body.color {
                row.color.clone_from(color);
            }
            row.response_timeout_minutes = body.response_timeout_minutes.unwrap_or(row.response_timeout_minutes);
            row.max_agents = body.max_agents.unwrap_or(row.max_agents);
            row.business_hours = body.business_hours.as_ref().map(|hours| json!(hours));
            let former = root.filter(|_| row.is_root).map(|root| root.id);
            if row.is_root {
                tx.departments().clear_root(now).await?;
            }
            if !tx.departments().insert(row.clone()).await? {
                return Err(Code::SlugTaken.into());
            }
            ticket.done(&tx, id).await?;
            announce(&tx, former, row, now).await?;
            tx.bump_rules().await?;
            audit(&tx, cx, who, Action::Create, Entity::Department, Some(id), &[]).await?;
            tx.commit().await?;
            Ok(id)
        })
        .await?;
        cx.nudge(Nudge::RulesChanged { company: who.company_id }).await;
        cx.nudge(Nudge::Events { seq: String::new() }).await;
        Ok(id)
    })
    .await
}
