mod body;
mod change;
mod create;
mod preview;
pub(in crate::endpoints) mod queue;

use domain::wire;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use uuid::Uuid;

use super::Tag;
use crate::auth::{Actor as _, Caller, User, need};
use crate::context::Context;
use crate::error::ApiError;
use crate::payload::{Body, Created, List, NoContent, Reply};
use crate::query;

pub(in crate::endpoints) use body::color_rule;
pub use body::{DepartmentChange, DepartmentOrder, NewDepartment, check_schedule};
pub use preview::RoutePreview;

/// The menu and what stands behind it.
pub struct DepartmentsApi;

#[OpenApi(prefix_path = "/api/departments", tag = "Tag::Departments")]
impl DepartmentsApi {
    /// List the departments in the order of the menu.
    #[oai(path = "/", method = "get", operation_id = "listDepartments")]
    async fn list(
        &self,
        who: Caller<need::DepartmentsRead>,
        cx: Context,
        #[oai(name = "includeInactive")] include_inactive: Query<Option<bool>>,
    ) -> Result<List<wire::Department>, ApiError> {
        let scope = cx.company(who.company_id());
        let rows = scope.departments().list(include_inactive.0.unwrap_or(false)).await?;
        Ok(List::new(scope.departments().views(rows, cx.clock.now()).await?, None))
    }

    /// Add a department. The first becomes the root, and another root takes the flag from it.
    #[oai(path = "/", method = "post", operation_id = "createDepartment")]
    async fn create(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<NewDepartment>,
    ) -> Result<Created<wire::Department>, ApiError> {
        user.admin()?;
        let outcome = create::create(&cx, &user, key.0.as_deref(), body.0).await?;
        let (view, _) = view(&cx, user.company_id, outcome.id).await?;
        Ok(if outcome.replayed { Created::replayed(view) } else { Created::new(view) })
    }

    /// Say in which order the menu lists the active departments.
    #[oai(path = "/reorder", method = "post", operation_id = "reorderDepartments")]
    async fn reorder(
        &self,
        User(user): User,
        cx: Context,
        body: Body<DepartmentOrder>,
    ) -> Result<Reply<Vec<wire::Department>>, ApiError> {
        user.admin()?;
        change::reorder(&cx, &user, body.0).await?;
        let scope = cx.company(user.company_id);
        let rows = scope.departments().list(false).await?;
        Ok(Reply::new(scope.departments().views(rows, cx.clock.now()).await?))
    }

    /// Fetch one department of the company.
    #[oai(path = "/:id", method = "get", operation_id = "getDepartment")]
    async fn get(
        &self,
        who: Caller<need::DepartmentsRead>,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<Reply<wire::Department>, ApiError> {
        reply(&cx, who.company_id(), id.0).await
    }

    /// Change a department. Deactivated, its queue moves to the root; who is being attended stays with their agent.
    #[oai(path = "/:id", method = "patch", operation_id = "updateDepartment")]
    async fn update(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<DepartmentChange>,
    ) -> Result<Reply<wire::Department>, ApiError> {
        user.admin()?;
        change::update(&cx, &user, id.0, if_match.0.as_deref(), body.0, crate::audit::Action::Update).await?;
        reply(&cx, user.company_id, id.0).await
    }

    /// Deactivate a department for good. Its past stays.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteDepartment")]
    async fn delete(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<NoContent, ApiError> {
        user.admin()?;
        let gone = DepartmentChange { is_active: Some(false), ..DepartmentChange::default() };
        change::update(&cx, &user, id.0, if_match.0.as_deref(), gone, crate::audit::Action::Delete).await?;
        Ok(NoContent)
    }

    /// List the active members of a department.
    #[oai(path = "/:id/agents", method = "get", operation_id = "listDepartmentAgents")]
    async fn agents(
        &self,
        who: Caller<need::UsersRead>,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<List<wire::User>, ApiError> {
        let scope = cx.company(who.company_id());
        scope.find_department(id.0).await?.ok_or_else(ApiError::not_found)?;
        let mut members = scope.users().of_department(id.0).await?;
        members.retain(|member| member.is_active);
        Ok(List::new(scope.users().views(members).await?, None))
    }

    /// List who waits in a department, the longest first.
    #[oai(path = "/:id/queue", method = "get", operation_id = "getDepartmentQueue")]
    async fn queue(
        &self,
        who: Caller<need::ConversationsRead>,
        cx: Context,
        id: Path<Uuid>,
        limit: Query<Option<u32>>,
    ) -> Result<List<wire::Conversation>, ApiError> {
        let limit = query::limit(limit.0)?;
        let scope = cx.company(who.company_id());
        scope.find_department(id.0).await?.ok_or_else(ApiError::not_found)?;
        if !who.is_member(Some(id.0)) {
            who.must_supervise()?;
        }
        Ok(List::new(queue::load(&scope, id.0, limit, cx.clock.now()).await?, None))
    }

    /// See who would get a conversation that came into this department now, and why not the others. Nothing is changed.
    #[oai(path = "/:id/route-preview", method = "post", operation_id = "previewRoute")]
    async fn route_preview(
        &self,
        who: Caller<need::UsersRead>,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<Reply<RoutePreview>, ApiError> {
        who.must_supervise()?;
        Ok(Reply::new(preview::preview(&cx, who.company_id(), id.0).await?))
    }
}

async fn view(cx: &Context, company: Uuid, id: Uuid) -> Result<(wire::Department, i32), ApiError> {
    let scope = cx.company(company);
    let row = scope.find_department(id).await?.ok_or_else(ApiError::not_found)?;
    let version = row.version;
    Ok((scope.departments().view(row, cx.clock.now()).await?, version))
}

async fn reply(cx: &Context, company: Uuid, id: Uuid) -> Result<Reply<wire::Department>, ApiError> {
    let (view, version) = view(cx, company, id).await?;
    Ok(Reply::new(view).version(version))
}
