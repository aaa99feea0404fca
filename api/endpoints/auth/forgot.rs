use std::time::Duration;

use garde::Validate;
use poem::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use super::normal_email;
use crate::audit::{Action, Entity, audit_alone};
use crate::context::Context;
use crate::endpoints::users::ask;
use crate::error::{ApiError, Language};

/// Who forgot their password, and how an administrator can know that it is them.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
pub struct ForgotPassword {
    #[garde(length(chars, max = 254))]
    pub email: String,
    /// 1 to 500 characters.
    #[garde(length(chars, min = 1, max = 500))]
    pub reason: String,
}

/// The same words for every address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Forgotten {
    pub message: String,
}

/// No answer comes sooner: what an address makes us do is done well within it.
const SAME: Duration = Duration::from_millis(400);

pub(super) async fn forgot(cx: &Context, language: Language, wish: ForgotPassword) -> Result<Forgotten, ApiError> {
    let (noted, ()) = tokio::join!(note(cx, &wish), sleep(SAME));
    noted?;
    let message = match language {
        Language::Pt => "Se este e-mail existir, um administrador recebeu o seu pedido.",
        Language::En => "If this address exists, an administrator has received your request.",
    };
    Ok(Forgotten { message: message.to_owned() })
}

async fn note(cx: &Context, wish: &ForgotPassword) -> Result<(), ApiError> {
    let email = normal_email(&wish.email).replace('\0', "");
    let account = cx.store.system().account_by_email(&email).await?;
    if let Some(account) = account.filter(|account| account.user.is_active && account.company.is_active) {
        return ask(cx, &account.user, &wish.reason.replace('\0', "")).await;
    }
    let entry = cx.request.entry(None, Action::ResetRequest, Entity::User, None, StatusCode::OK);
    audit_alone(cx, None, entry).await;
    Ok(())
}
