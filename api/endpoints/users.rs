mod change;
mod create;
mod list;
mod memberships;
mod own;
mod password_resets;

use domain::role::OnlineStatus;
use domain::wire;
use garde::Validate;
use poem::http::StatusCode;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::Tag;
use crate::audit::{Action, Entity};
use crate::auth::{Actor as _, Caller, User, need};
use crate::context::Context;
use crate::error::ApiError;
use crate::payload::{Body, Created, Fresh, List, NoContent, Reply};
use crate::presence;

pub use change::UserChange;
pub use create::NewUser;
pub(crate) use create::create;
pub use memberships::Memberships;
pub use own::{OwnChange, OwnUser};
pub(crate) use password_resets::ask;
pub use password_resets::{NewPassword, PasswordReset, PasswordResetsApi};

/// Colleagues: who they are, where they work, whether they are there.
pub struct UsersApi;

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, Validate)]
pub struct PresenceChange {
    #[garde(skip)]
    pub status: OnlineStatus,
}

#[OpenApi(prefix_path = "/api/users", tag = "Tag::Users")]
impl UsersApi {
    /// List the users of the company, by name.
    #[oai(path = "/", method = "get", operation_id = "listUsers")]
    #[expect(clippy::too_many_arguments, reason = "one argument a parameter")]
    async fn list(
        &self,
        who: Caller<need::UsersRead>,
        cx: Context,
        role: Query<Option<String>>,
        status: Query<Option<String>>,
        #[oai(name = "departmentId")] department: Query<Option<String>>,
        search: Query<Option<String>>,
        limit: Query<Option<u32>>,
        cursor: Query<Option<String>>,
    ) -> Result<List<wire::User>, ApiError> {
        let wanted = list::Wanted {
            role: role.0.as_deref(),
            status: status.0.as_deref(),
            department: department.0.as_deref(),
            search: search.0,
            limit: limit.0,
            cursor: cursor.0.as_deref(),
        };
        list::list(&cx, who.company_id(), wanted).await
    }

    /// Make a user.
    #[oai(path = "/", method = "post", operation_id = "createUser")]
    async fn create(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<NewUser>,
    ) -> Result<Created<wire::User>, ApiError> {
        user.admin()?;
        let outcome = create(&cx, &user, key.0.as_deref(), body.0, Action::Create).await?;
        let view = view(&cx, user.company_id, outcome.id).await?.0;
        Ok(if outcome.replayed { Created::replayed(view) } else { Created::new(view) })
    }

    /// Change one's own name, password, language, preferences or active departments. A new password ends every session but this one,
    /// which goes on with the token of the answer.
    #[oai(path = "/me", method = "patch", operation_id = "updateMe")]
    async fn update_me(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<OwnChange>,
    ) -> Result<Reply<OwnUser>, ApiError> {
        let renewed = own::update(&cx, &user, if_match.0.as_deref(), body.0).await?;
        let session = renewed.map(|row| super::auth::session(&cx, &row)).transpose()?;
        let (token, cookie) = session.unzip();
        let (user, version) = view(&cx, user.company_id, user.user_id).await?;
        let reply = Reply::new(OwnUser { user, token }).version(version);
        Ok(match cookie {
            Some(cookie) => reply.cookie(cookie),
            None => reply,
        })
    }

    /// Say whether one is there. OFFLINE gives back what one holds.
    #[oai(path = "/me/status", method = "patch", operation_id = "setMyStatus")]
    async fn status(
        &self,
        User(user): User,
        cx: Context,
        body: Body<PresenceChange>,
    ) -> Result<Reply<wire::User>, ApiError> {
        let id = user.user_id;
        let entry = cx.request.entry(Some(&user), Action::StatusChange, Entity::User, Some(id), StatusCode::OK);
        presence::set_status(&cx, user.company_id, id, body.0.status, Some(entry)).await?;
        reply(&cx, user.company_id, id).await
    }

    /// List the departments that one belongs to.
    #[oai(path = "/me/departments", method = "get", operation_id = "listMyDepartments")]
    async fn own_departments(&self, User(user): User, cx: Context) -> Result<Reply<Vec<wire::Department>>, ApiError> {
        Ok(Reply::new(memberships::list(&cx, user.company_id, user.user_id).await?))
    }

    /// Fetch one user of the company.
    #[oai(path = "/:id", method = "get", operation_id = "getUser")]
    async fn get(
        &self,
        who: Caller<need::UsersRead>,
        cx: Context,
        id: Path<Uuid>,
        #[oai(name = "If-None-Match")] known: Header<Option<String>>,
    ) -> Result<Fresh<wire::User>, ApiError> {
        Ok(reply(&cx, who.company_id(), id.0).await?.unless_known(known.0.as_deref()))
    }

    /// Change a user. A new password, role or activity ends their sessions.
    #[oai(path = "/:id", method = "patch", operation_id = "updateUser")]
    async fn update(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<UserChange>,
    ) -> Result<Reply<wire::User>, ApiError> {
        user.admin()?;
        change::update(&cx, &user, id.0, if_match.0.as_deref(), body.0, Action::Update).await?;
        reply(&cx, user.company_id, id.0).await
    }

    /// Deactivate a user: signed out everywhere, and what they hold goes back.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteUser")]
    async fn delete(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<NoContent, ApiError> {
        user.admin()?;
        let gone = UserChange { is_active: Some(false), ..UserChange::default() };
        change::update(&cx, &user, id.0, if_match.0.as_deref(), gone, Action::Delete).await?;
        Ok(NoContent)
    }

    /// List the departments that a user belongs to.
    #[oai(path = "/:id/departments", method = "get", operation_id = "listUserDepartments")]
    async fn departments(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<Reply<Vec<wire::Department>>, ApiError> {
        user.admin()?;
        Ok(Reply::new(memberships::list(&cx, user.company_id, id.0).await?))
    }

    /// Say in which departments a user works, and in no others.
    #[oai(path = "/:id/departments", method = "put", operation_id = "setUserDepartments")]
    async fn set_departments(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        body: Body<Memberships>,
    ) -> Result<Reply<Vec<wire::Department>>, ApiError> {
        user.admin()?;
        let wanted = body.0.department_ids.iter().map(|id| id.0).collect();
        memberships::change(&cx, &user, id.0, memberships::Wish::Exactly(wanted)).await?;
        Ok(Reply::new(memberships::list(&cx, user.company_id, id.0).await?))
    }

    /// Let a user work in one more department.
    #[oai(path = "/:id/departments/:department", method = "post", operation_id = "addUserDepartment")]
    async fn join(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        department: Path<Uuid>,
    ) -> Result<Reply<Vec<wire::Department>>, ApiError> {
        user.admin()?;
        memberships::change(&cx, &user, id.0, memberships::Wish::Join(department.0)).await?;
        Ok(Reply::new(memberships::list(&cx, user.company_id, id.0).await?))
    }

    /// Let a user work in one department less.
    #[oai(path = "/:id/departments/:department", method = "delete", operation_id = "removeUserDepartment")]
    async fn leave(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        department: Path<Uuid>,
    ) -> Result<Reply<Vec<wire::Department>>, ApiError> {
        user.admin()?;
        memberships::change(&cx, &user, id.0, memberships::Wish::Leave(department.0)).await?;
        Ok(Reply::new(memberships::list(&cx, user.company_id, id.0).await?))
    }
}

async fn view(cx: &Context, company: Uuid, id: Uuid) -> Result<(wire::User, i32), ApiError> {
    let scope = cx.company(company);
    let row = scope.users().find(id).await?.ok_or_else(ApiError::not_found)?;
    let version = row.version;
    Ok((scope.users().view(row).await?, version))
}

async fn reply(cx: &Context, company: Uuid, id: Uuid) -> Result<Reply<wire::User>, ApiError> {
    let (view, version) = view(cx, company, id).await?;
    Ok(Reply::new(view).version(version))
}
