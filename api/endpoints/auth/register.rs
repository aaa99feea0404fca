use domain::id::CompanyId;
use domain::role::Role;
use domain::wire;
use entities::NewCompany;
use garde::Validate;
use poem::Request;
use poem::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::{email_rule, me, name_rule, normal_email};
use crate::again::again;
use crate::audit::{Action, Entity};
use crate::auth::Holder;
use crate::auth::scheme::optional_user;
use crate::channels;
use crate::context::Context;
use crate::endpoints::users::{NewUser, create};
use crate::error::{ApiError, Code};
use crate::payload::{Created, Id};
use crate::state::AppState;

#[derive(Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct Register {
    #[garde(custom(email_rule))]
    pub email: String,
    #[garde(skip)]
    pub password: String,
    #[garde(custom(name_rule))]
    pub name: String,
    /// AGENT when not said; of the first user always ADMIN.
    #[garde(skip)]
    pub role: Option<Role>,
    /// The caller's own, or nothing.
    #[garde(skip)]
    pub company_id: Option<Id>,
    /// Of the first company.
    #[garde(inner(custom(name_rule)))]
    pub company_name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Registered {
    pub user: wire::Me,
    /// Only of the first user, who is signed in at once.
    pub token: Option<String>,
}

pub(super) async fn is_needed(state: &AppState) -> Result<bool, ApiError> {
    Ok(state.store.system().installation().await?.bootstrapped_at.is_none())
}

pub(super) fn needs_token(state: &AppState) -> bool {
    state.settings.bootstrap_token.is_some() || state.settings.profile == "cluster"
}

pub(super) async fn register(
    cx: &Context,
    request: &Request,
    bootstrap_token: Option<&str>,
    key: Option<&str>,
    body: Register,
) -> Result<Created<Registered>, ApiError> {
    let caller = optional_user(request).await?;
    if let Some(caller) = caller {
        caller.admin()?;
        let new = NewUser {
            email: body.email,
            password: body.password,
            name: body.name,
            role: body.role.unwrap_or(Role::Agent),
            department_id: None,
            department_ids: Vec::new(),
            company_id: body.company_id,
            max_conversations: None,
        };
        let made = create(cx, &caller, key, new, Action::Register).await?;
        let (user, _) = me(cx, caller.company_id, made.id).await?;
        let registered = Registered { user, token: None };
        return Ok(if made.replayed { Created::replayed(registered) } else { Created::new(registered) });
    }
    if !is_needed(cx).await? {
        return Err(Code::Unauthenticated.into());
    }
    let expected = cx.settings.bootstrap_token.as_deref();
    let given = bootstrap_token.unwrap_or_default();
    let matches = expected.is_some_and(|expected| expected.as_bytes().ct_eq(given.as_bytes()).into());
    if needs_token(cx) && !matches {
        return Err(Code::Unauthenticated.into());
    }
    bootstrap(cx, body).await
}

/// The first company. Of many who try at once, one succeeds: the claim is a conditional update in the same transaction.
async fn bootstrap(cx: &Context, body: Register) -> Result<Created<Registered>, ApiError> {
    let email = normal_email(&body.email);
    cx.passwords.acceptable("password", &body.password, &email, &body.name).await?;
    let password_hash = cx.passwords.hash(&body.password).await?;
    let name = body.name.trim().to_owned();
    let new = NewCompany {
        name: body.company_name.map_or_else(|| name.clone(), |company| company.trim().to_owned()),
        locale: "pt-BR".to_owned(),
        admin_email: email.clone(),
        admin_name: name,
        password_hash,
    };
    let company: CompanyId = again(|| async {
        let now = cx.clock.now();
        let system = cx.store.begin_system().await?;
        let made = system.create_company(new.clone(), now).await?.ok_or_else(|| ApiError::new(Code::EmailTaken))?;
        if !made.first {
            // Somebody else was first; the transaction goes with its end.
            return Err(Code::Unauthenticated.into());
        }
        let tx = system.into_company(made.company);
        let mut entry = cx.request.entry(None, Action::Register, Entity::User, Some(made.admin), StatusCode::CREATED);
        entry.user = Some(made.admin);
        entry.actor_email = Some(email.clone());
        tx.audit(entry, now).await?;
        tx.commit().await?;
        Ok((made.company, made.admin))
    })
    .await
    .map(|(company, _)| company)?;
    if let Some(channel) = &cx.env_channel
        && let Err(error) = channels::ensure_env_channel(cx, channel).await
    {
        tracing::warn!(%error, "the channel of the environment could not be made; the next start tries again");
    }
    let account = cx.store.system().account_by_email(&email).await?.ok_or_else(ApiError::not_found)?;
    let (me, row) = me(cx, company, account.user.id).await?;
    let token = cx.auth.tokens.issue(&Holder::of(&row))?;
    Ok(Created::new(Registered { user: me, token: Some(token) }))
}
