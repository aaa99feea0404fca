use domain::id::DepartmentId;
use domain::wire;
use garde::Validate;
use jobs::definitions::RouteTrigger;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::memberships::{announce, told};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::endpoints::auth::name_rule;
use crate::error::ApiError;
use crate::etag;
use crate::payload::{Id, given};
use crate::presence;

/// What users change of themselves.
#[derive(Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
pub struct OwnChange {
    #[garde(inner(custom(name_rule)))]
    pub name: Option<String>,
    /// Ends every session; the answer has a token for this one.
    #[garde(skip)]
    pub password: Option<String>,
    /// Needed with `password`.
    #[garde(inner(length(chars, max = 1024)))]
    pub current_password: Option<String>,
    /// Where to work now, among one's memberships; empty = all.
    #[garde(inner(length(max = 200)))]
    pub active_department_ids: Option<Vec<Id>>,
    /// Null = the company's.
    #[serde(deserialize_with = "given")]
    #[garde(skip)]
    pub locale: Option<Option<UserLocale>>,
    /// The dashboard's own: replaced as a whole.
    #[garde(skip)]
    pub preferences: Option<wire::UserPreferences>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum UserLocale {
    #[serde(rename = "pt-BR")]
    PtBr,
    #[serde(rename = "en")]
    En,
}

impl OwnChange {
    fn fields(&self) -> Vec<&'static str> {
        let fields = [
            ("name", self.name.is_some()),
            ("password", self.password.is_some()),
            ("activeDepartmentIds", self.active_department_ids.is_some()),
            ("locale", self.locale.is_some()),
            ("preferences", self.preferences.is_some()),
        ];
        fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}

/// Oneself after a change.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OwnUser {
    #[serde(flatten)]
    pub user: wire::User,
    /// For `Authorization: Bearer` from now on, after a change of the password; else null: the token at hand stays good.
    pub token: Option<String>,
}

/// The row when its sessions ended.
pub(super) async fn update(
    cx: &Context,
    who: &Principal,
    if_match: Option<&str>,
    change: OwnChange,
) -> Result<Option<entities::User>, ApiError> {
    let password_hash = &new_password(cx, who, &change).await?;
    let active = change.active_department_ids.as_ref();
    let active: &Option<Vec<DepartmentId>> = &active.map(|ids| ids.iter().map(|id| id.0).collect());
    let change = &change;
    let (user, drain) = again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        let mut user = tx.users().lock(who.user_id).await?.ok_or_else(ApiError::not_found)?;
        etag::check(if_match, user.version)?;
        let mut drain = Vec::new();
        if let Some(name) = &change.name {
            name.trim().clone_into(&mut user.name);
        }
        if let Some(hash) = password_hash {
            user.password_hash.clone_from(hash);
            user.token_version += 1;
        }
        if let Some(active) = active {
            let memberships = tx.agents().memberships(who.user_id).await?;
            if !active.iter().all(|id| memberships.contains(id)) {
                return Err(ApiError::validation("activeDepartmentIds", "only departments that you belong to"));
            }
            user.active_department_ids = serde_json::to_value(active).map_err(ApiError::internal)?;
            drain = presence::working_in(&user, memberships);
        }
        if let Some(locale) = change.locale {
            user.locale = locale.map(|locale| {
                match locale {
                    UserLocale::PtBr => "pt-BR",
                    UserLocale::En => "en",
                }
                .to_owned()
            });
        }
        if let Some(preferences) = &change.preferences {
            user.preferences = serde_json::to_value(preferences).map_err(ApiError::internal)?;
        }
        let user = tx.users().save(user, now).await?;
        announce(&tx, user.clone(), now).await?;
        audit(&tx, cx, who, Action::Update, Entity::User, Some(who.user_id), &change.fields()).await?;
        tx.commit().await?;
        Ok((user, drain))
    })
    .await?;
    told(cx, who.company_id, who.user_id, false).await;
    presence::drain(cx, who.company_id, drain, RouteTrigger::AgentOnline).await;
    Ok(password_hash.is_some().then_some(user))
}

async fn new_password(cx: &Context, who: &Principal, change: &OwnChange) -> Result<Option<String>, ApiError> {
    let Some(password) = &change.password else { return Ok(None) };
    let name = change.name.as_deref().unwrap_or(&who.name);
    cx.passwords.acceptable("password", password, &who.email, name).await?;
    let row = cx.company(who.company_id).users().find(who.user_id).await?.ok_or_else(ApiError::not_found)?;
    let current = change.current_password.as_deref().unwrap_or_default();
    if !cx.passwords.check(Some(row.password_hash), current).await?.correct {
        return Err(ApiError::validation("currentPassword", "not your password"));
    }
    Ok(Some(cx.passwords.hash(password).await?))
}
