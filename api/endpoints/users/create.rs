use domain::id::{DepartmentId, new_id};
use domain::role::Role;
use entities::User;
use garde::Validate;
use jobs::definitions::RouteTrigger;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::memberships::{announce, join, told};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::endpoints::auth::{email_rule, name_rule, normal_email};
use crate::error::{ApiError, Code};
use crate::idempotency::{Outcome, idempotent};
use crate::payload::Id;
use crate::presence;

/// A user to be made.
#[derive(Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct NewUser {
    #[garde(custom(email_rule))]
    pub email: String,
    #[garde(skip)]
    pub password: String,
    #[garde(custom(name_rule))]
    pub name: String,
    #[garde(skip)]
    pub role: Role,
    /// The primary department; makes a member of it.
    #[garde(skip)]
    pub department_id: Option<Id>,
    /// Memberships.
    #[serde(default)]
    #[garde(length(max = 200))]
    pub department_ids: Vec<Id>,
    /// The caller's own company, or nothing.
    #[garde(skip)]
    pub company_id: Option<Id>,
    /// Null = the company's default, 0 = unlimited.
    #[garde(range(min = 0, max = 1000))]
    pub max_conversations: Option<i32>,
}

/// Make a user of the caller's company. The caller has been found to be an administrator.
pub(crate) async fn create(
    cx: &Context,
    who: &Principal,
    key: Option<&str>,
    body: NewUser,
    action: Action,
) -> Result<Outcome, ApiError> {
    if body.company_id.is_some_and(|company| company.0 != who.company_id) {
        return Err(ApiError::not_found());
    }
    let email = normal_email(&body.email);
    cx.passwords.acceptable("password", &body.password, &email, &body.name).await?;
    let request = json!([
        "createUser",
        email,
        body.password,
        body.name,
        body.role,
        body.department_id,
        body.department_ids,
        body.max_conversations,
    ]);
    let body = &body;
    let email = &email;
    idempotent(cx, who, key, &request, |ticket| async move {
        let password_hash = &cx.passwords.hash(&body.password).await?;
        let ticket = &ticket;
        let mut departments: Vec<DepartmentId> = body.department_ids.iter().map(|id| id.0).collect();
        departments.extend(body.department_id.map(|id| id.0));
        departments.sort_unstable();
        departments.dedup();
        let departments = &departments;
        let id = again(|| async move {
            let now = cx.clock.now();
            let tx = cx.begin(who.company_id).await?;
            let locked = tx.departments().lock(departments).await?;
            if locked.len() != departments.len() {
                return Err(ApiError::not_found());
            }
            let name = body.name.trim().to_owned();
            let id = new_id();
            let mut user = User::new(id, who.company_id, email.clone(), name, body.role, password_hash.clone(), now);
            user.department_id = body.department_id.map(|id| id.0);
            user.max_conversations = body.max_conversations;
            if !tx.users().insert(user.clone()).await? {
                return Err(Code::EmailTaken.into());
            }
            for department in &locked {
                join(&tx, &user, department, now).await?;
            }
            ticket.done(&tx, id).await?;
            announce(&tx, user, now).await?;
            if !departments.is_empty() {
                tx.bump_rules().await?;
            }
            audit(&tx, cx, who, action, Entity::User, Some(id), &[]).await?;
            tx.commit().await?;
            Ok(id)
        })
        .await?;
        told(cx, who.company_id, id, !departments.is_empty()).await;
        presence::drain(cx, who.company_id, departments.iter().copied(), RouteTrigger::AgentOnline).await;
        Ok(id)
    })
    .await
}
