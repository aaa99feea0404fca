mod credentials;
mod forgot;
mod login;
mod me;
mod register;

use domain::wire;
use garde::Validate;
use poem::Request;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Header;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Tag;
use crate::audit::{Action, Entity, audit};
use crate::auth::{Holder, User, cookie};
use crate::context::Context;
use crate::error::{ApiError, Language};
use crate::payload::{Body, Created, NoContent, Reply};

pub(crate) use credentials::{email_rule, name_rule, normal_email};
pub use forgot::{ForgotPassword, Forgotten};
pub use login::{Login, SignedIn};
pub use me::me;
pub use register::{Register, Registered};

/// Signing in and out, and the first-run set-up.
pub struct AuthApi;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Bootstrap {
    /// There is no company yet: `register` makes the first.
    pub needed: bool,
    /// It then wants the header `X-Bootstrap-Token`.
    pub token_required: bool,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(default)]
pub struct Logout {
    /// Ends every session of the user, not only this one.
    #[garde(skip)]
    pub everywhere: bool,
}

#[OpenApi(prefix_path = "/api/auth", tag = "Tag::Auth")]
impl AuthApi {
    /// Tell whether the first-run set-up is still to be done.
    #[oai(path = "/bootstrap", method = "get", operation_id = "getBootstrap")]
    async fn bootstrap(&self, cx: Context) -> Result<Reply<Bootstrap>, ApiError> {
        let needed = register::is_needed(&cx).await?;
        Ok(Reply::new(Bootstrap { needed, token_required: needed && register::needs_token(&cx) }))
    }

    /// Make a user; while there is no company, make the first one with its administrator, who is signed in at once.
    #[oai(path = "/register", method = "post", operation_id = "register")]
    async fn register(
        &self,
        cx: Context,
        request: &Request,
        #[oai(name = "X-Bootstrap-Token")] token: Header<Option<String>>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<Register>,
    ) -> Result<Created<Registered>, ApiError> {
        register::register(&cx, request, token.0.as_deref(), key.0.as_deref(), body.0).await
    }

    /// Sign in with e-mail and password.
    #[oai(path = "/login", method = "post", operation_id = "login")]
    async fn login(&self, cx: Context, body: Body<Login>) -> Result<Reply<SignedIn>, ApiError> {
        login::login(&cx, body.0).await
    }

    /// Ask the administrators for a new password. The answer is the same for every address.
    #[oai(path = "/forgot-password", method = "post", operation_id = "forgotPassword")]
    async fn forgot(
        &self,
        cx: Context,
        language: Data<&Language>,
        body: Body<ForgotPassword>,
    ) -> Result<Reply<Forgotten>, ApiError> {
        Ok(Reply::new(forgot::forgot(&cx, *language.0, body.0).await?))
    }

    /// Fetch the caller, and renew the cookie that media are read with.
    #[oai(path = "/me", method = "get", operation_id = "getMe")]
    async fn me(&self, User(user): User, cx: Context) -> Result<Reply<wire::Me>, ApiError> {
        let (me, row) = me::me(&cx, user.company_id, user.user_id).await?;
        let cookie = media_cookie(&cx, row.id, row.token_version)?;
        Ok(Reply::new(me).version(row.version).cookie(cookie))
    }

    /// Sign out: here, or everywhere.
    #[oai(path = "/logout", method = "post", operation_id = "logout")]
    async fn logout(&self, User(user): User, cx: Context, body: Body<Option<Logout>>) -> Result<NoContent, ApiError> {
        let everywhere = body.0.unwrap_or_default().everywhere;
        let tx = cx.begin(user.company_id).await?;
        if everywhere {
            tx.users().lock(user.user_id).await?;
            tx.users().sign_out_everywhere(user.user_id, cx.clock.now()).await?;
        }
        audit(&tx, &cx, &user, Action::Logout, Entity::Session, None, &[]).await?;
        tx.commit().await?;
        if everywhere {
            cx.nudge(jobs::Nudge::UserChanged { id: user.user_id }).await;
        }
        Ok(NoContent)
    }
}

/// A token and the media cookie for a session that begins, or goes on under a new `token_version`.
pub(in crate::endpoints) fn session(cx: &Context, user: &entities::User) -> Result<(String, String), ApiError> {
    Ok((cx.auth.tokens.issue(&Holder::of(user))?, media_cookie(cx, user.id, user.token_version)?))
}

/// `Set-Cookie` of the media cookie.
pub(super) fn media_cookie(cx: &Context, user: domain::id::UserId, token_version: i32) -> Result<String, ApiError> {
    let (token, seconds) = cx.auth.tokens.issue_media(user, token_version)?;
    Ok(cookie::set_media(&token, seconds, cx.settings.public_url.starts_with("https:")))
}
