use domain::event::{Event, PresenceReason, UnassignReason};
use domain::id::{DepartmentId, UserId};
use domain::role::{OnlineStatus, Role};
use entities::{Scope, Text, User, Writing};
use garde::Validate;
use jobs::definitions::RouteTrigger;
use schemars::JsonSchema;
use serde::Deserialize;

use super::memberships::{announce, has_room, join, settle, told};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::endpoints::auth::{email_rule, name_rule, normal_email};
use crate::error::{ApiError, Code};
use crate::etag;
use crate::payload::{Id, given};
use crate::presence::{self, company_event};

/// What an administrator changes of a user. What is absent stays.
#[derive(Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
pub struct UserChange {
    #[garde(inner(custom(name_rule)))]
    pub name: Option<String>,
    #[garde(skip)]
    pub role: Option<Role>,
    /// The primary department; makes a member of it. Null = none.
    #[serde(deserialize_with = "given")]
    #[garde(skip)]
    pub department_id: Option<Option<Id>>,
    #[garde(skip)]
    pub is_active: Option<bool>,
    #[garde(skip)]
    pub password: Option<String>,
    /// Null = the company's default, 0 = unlimited.
    #[serde(deserialize_with = "given")]
    #[garde(inner(inner(range(min = 0, max = 1000))))]
    pub max_conversations: Option<Option<i32>>,
    #[garde(inner(custom(email_rule)))]
    pub email: Option<String>,
}

impl UserChange {
    fn fields(&self) -> Vec<&'static str> {
        let fields = [
            ("name", self.name.is_some()),
            ("role", self.role.is_some()),
            ("departmentId", self.department_id.is_some()),
            ("isActive", self.is_active.is_some()),
            ("password", self.password.is_some()),
            ("maxConversations", self.max_conversations.is_some()),
            ("email", self.email.is_some()),
        ];
        fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}

/// What follows the commit.
struct Followed {
    deactivated: bool,
    /// Queues in which the user may now take something.
    drain: Vec<DepartmentId>,
    rules: bool,
}

pub(super) async fn update(
    cx: &Context,
    who: &Principal,
    id: UserId,
    if_match: Option<&str>,
    change: UserChange,
    action: Action,
) -> Result<(), ApiError> {
    let found = cx.company(who.company_id).users().find(id).await?.ok_or_else(ApiError::not_found)?;
    let password_hash = match &change.password {
        Some(password) => {
            let email = change.email.as_deref().map_or_else(|| found.email.clone(), normal_email);
            let name = change.name.as_deref().unwrap_or(&found.name);
            cx.passwords.acceptable("password", password, &email, name).await?;
            Some(cx.passwords.hash(password).await?)
        }
        None => None,
    };
    let (change, password_hash) = (&change, &password_hash);
    let followed = again(|| async move {
        let tx = cx.begin(who.company_id).await?;
        let followed = apply(&tx, cx, who, id, if_match, change, password_hash.as_deref()).await?;
        audit(&tx, cx, who, action, Entity::User, Some(id), &change.fields()).await?;
        tx.commit().await?;
        Ok(followed)
    })
    .await
    .map_err(|error| if error.is_duplicate() { Code::EmailTaken.into() } else { error })?;
    told(cx, who.company_id, id, followed.rules).await;
    if followed.deactivated {
        presence::give_back(cx, who.company_id, id, UnassignReason::Deactivated).await;
    }
    presence::drain(cx, who.company_id, followed.drain, RouteTrigger::AgentOnline).await;
    Ok(())
}

async fn apply(
    tx: &Scope<Writing>,
    cx: &Context,
    who: &Principal,
    id: UserId,
    if_match: Option<&str>,
    change: &UserChange,
    password_hash: Option<&str>,
) -> Result<Followed, ApiError> {
    let now = cx.clock.now();
    // Departments, then administrators, then the user: the order of locks.
    let primary = change.department_id.flatten().map(|id| id.0);
    let before = tx.agents().memberships(id).await?;
    let mut departments: Vec<DepartmentId> = primary.into_iter().collect();
    if change.is_active == Some(true) {
        departments.extend(&before);
    }
    let locked = tx.departments().lock(&departments).await?;
    let primary = match primary {
        Some(id) => Some(locked.iter().find(|department| department.id == id).ok_or_else(ApiError::not_found)?),
        None => None,
    };
    let admins =
        if change.role.is_some() || change.is_active.is_some() { tx.users().lock_admins().await? } else { Vec::new() };
    let mut user = tx.users().lock(id).await?.ok_or_else(ApiError::not_found)?;
    etag::check(if_match, user.version)?;

    let demoted = change.role.is_some_and(|role| role != Role::Admin && user.role == Role::Admin);
    let deactivated = user.is_active && change.is_active == Some(false);
    if admins == [id] && (demoted || deactivated) {
        return Err(Code::LastAdmin.into());
    }
    if id == who.user_id && change.role.is_some_and(|role| user.role != role) {
        return Err(ApiError::forbidden());
    }
    let mut drain = Vec::new();
    let mut sessions_end = false;
    if let Some(name) = &change.name {
        name.trim().clone_into(&mut user.name);
    }
    if let Some(email) = &change.email {
        user.email = normal_email(email);
    }
    if let Some(role) = change.role {
        sessions_end |= user.role != role;
        user.role = Text(role);
    }
    if let Some(hash) = password_hash {
        sessions_end = true;
        hash.clone_into(&mut user.password_hash);
    }
    if let Some(limit) = change.max_conversations {
        user.max_conversations = limit;
        drain.clone_from(&before);
    }
    let mut rules = false;
    if change.is_active == Some(true) && !user.is_active {
        sessions_end = true;
        for department in locked.iter().filter(|department| before.contains(&department.id) && department.is_active) {
            has_room(tx, department).await?;
        }
        user.is_active = true;
        user.deactivated_at = None;
        rules = true;
    }
    let was_present = user.online_status != OnlineStatus::Offline;
    if deactivated {
        sessions_end = true;
        rules = true;
        user.is_active = false;
        user.deactivated_at = Some(now);
        user.online_status = Text(OnlineStatus::Offline);
        if was_present {
            user.status_changed_at = Some(now);
        }
    }
    if let Some(wanted) = change.department_id {
        user.department_id = wanted.map(|id| id.0);
        if let Some(department) = primary.filter(|department| !before.contains(&department.id)) {
            join(tx, &user, department, now).await?;
            drain.push(department.id);
            rules = true;
        }
    }
    if sessions_end {
        user.token_version += 1;
    }
    settle(tx, &mut user).await?;
    let user = tx.users().save(user, now).await?;
    if deactivated {
        gone(tx, &user, was_present, now).await?;
    }
    announce(tx, user, now).await?;
    if rules {
        tx.bump_rules().await?;
    }
    Ok(Followed { deactivated, drain, rules })
}

async fn gone(tx: &Scope<Writing>, user: &User, was_present: bool, now: domain::clock::Time) -> Result<(), ApiError> {
    let mut events = vec![company_event(tx.company, Event::UserDeactivated { id: user.id })];
    if was_present {
        let event = Event::AgentStatusChanged {
            user_id: user.id,
            status: OnlineStatus::Offline,
            reason: PresenceReason::Deactivated,
        };
        events.push(company_event(tx.company, event));
    }
    Ok(tx.log_events(&events, now).await?)
}
