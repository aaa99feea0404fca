use domain::id::{DepartmentId, UserId};
use domain::routing::{Decision, Judged};
use schemars::JsonSchema;
use serde::Serialize;

use crate::context::Context;
use crate::error::ApiError;

/// Who would get the next conversation, with the verdict on each member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoutePreview {
    pub candidates: Vec<Judged>,
    /// Null = nobody could take it: it would wait.
    pub chosen_user_id: Option<UserId>,
    /// While this is false nobody is given anything, whatever the verdicts say.
    pub is_open_now: bool,
}

pub(super) async fn preview(cx: &Context, company: uuid::Uuid, id: DepartmentId) -> Result<RoutePreview, ApiError> {
    let scope = cx.company(company);
    let company = cx.directory.company(&scope).await?;
    let department = company.rules.department(id).ok_or_else(ApiError::not_found)?;
    let Decision { chosen, judged } = attendance::preview(&scope, &company, id).await?;
    let is_open_now = company.rules.is_open(department, cx.clock.now());
    Ok(RoutePreview { candidates: judged, chosen_user_id: chosen, is_open_now })
}
