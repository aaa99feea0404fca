//! `Authorization: Bearer`, as a parameter of an endpoint. Put it first: 401 comes before what is wrong with the body.

use std::sync::Arc;

use domain::id::CompanyId;
use poem::Request;
use poem_openapi::SecurityScheme;
use poem_openapi::auth::Bearer;
use sha2::{Digest as _, Sha256};

use super::KEY_PREFIX;
use super::principal::{Account, Accounts, KeyPrincipal, Principal, Scope};
use super::token::Tokens;
use crate::context::Asker;
use crate::error::{ApiError, Code};
use crate::limits::{Class, Limiter};
use crate::middleware::Charge;
use crate::middleware::{ClientAddress, bearer};

/// What is needed to know a caller; given to the routes with `.data(..)`.
#[derive(Clone)]
pub struct Auth {
    pub tokens: Tokens,
    pub accounts: Arc<dyn Accounts>,
}

impl Auth {
    /// The user of a token, as the database knows them now. Also for the socket.
    pub async fn user(&self, token: &str) -> Result<Account, ApiError> {
        let claims = self.tokens.read(token)?;
        self.current(claims.sub, claims.ver).await
    }

    /// The user of the media cookie.
    pub async fn media_user(&self, token: &str) -> Result<Account, ApiError> {
        let claims = self.tokens.read_media(token)?;
        self.current(claims.sub, claims.ver).await
    }

    async fn current(&self, user: domain::id::UserId, version: i32) -> Result<Account, ApiError> {
        match self.accounts.user(user).await? {
            Some(account) if account.is_active && account.company_is_active && account.token_version == version => {
                Ok(account)
            }
            _ => Err(Code::Unauthenticated.into()),
        }
    }
}

/// A signed-in user. An API key gets 403.
#[derive(SecurityScheme)]
#[oai(rename = "user", ty = "bearer", bearer_format = "JWT", checker = "user")]
pub struct User(pub Principal);

/// A signed-in user, or a program with an API key.
#[derive(SecurityScheme)]
#[oai(rename = "userOrKey", ty = "bearer", checker = "caller")]
pub struct Caller(pub Who);

/// Who a [`Caller`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    User(Principal),
    Key(KeyPrincipal),
}

impl Who {
    pub fn company_id(&self) -> CompanyId {
        match self {
            Self::User(user) => user.company_id,
            Self::Key(key) => key.company_id,
        }
    }

    /// A key needs the scope; a user's rights are the endpoint's business.
    pub fn allows(&self, scope: Scope) -> Result<(), ApiError> {
        match self {
            Self::User(_) => Ok(()),
            Self::Key(key) => key.allows(scope),
        }
    }

    pub fn user(&self) -> Option<&Principal> {
        match self {
            Self::User(user) => Some(user),
            Self::Key(_) => None,
        }
    }
}

/// The user of a request that may also come without a token.
pub(crate) async fn optional_user(request: &Request) -> Result<Option<Principal>, ApiError> {
    let Some(token) = bearer(request) else { return Ok(None) };
    match resolve(request, token).await? {
        Who::User(user) => Ok(Some(user)),
        Who::Key(_) => Err(ApiError::forbidden()),
    }
}

async fn user(request: &Request, bearer: Bearer) -> poem::Result<Principal> {
    match resolve(request, &bearer.token).await? {
        Who::User(user) => Ok(user),
        Who::Key(_) => Err(ApiError::forbidden().into()),
    }
}

async fn caller(request: &Request, bearer: Bearer) -> poem::Result<Who> {
    Ok(resolve(request, &bearer.token).await?)
}

async fn resolve(request: &Request, token: &str) -> Result<Who, ApiError> {
    let auth: &Auth = request.data().ok_or_else(|| ApiError::internal("the routes were given no Auth"))?;
    if !token.starts_with(KEY_PREFIX) {
        let user = auth.user(token).await?.principal;
        if let Some(asker) = request.data::<Asker>() {
            asker.is(&user);
        }
        return Ok(Who::User(user));
    }
    let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
    let key = auth.accounts.key(&hash).await?;
    let limits = request.data::<Charge>().zip(request.data::<Arc<Limiter>>());
    let Some(key) = key else {
        // Guessing keys costs what every anonymous request costs.
        if let Some(((charge, limiter), client)) = limits.zip(request.data::<ClientAddress>()) {
            charge.take(limiter, Class::Anonymous, &client.bucket(), None)?;
        }
        return Err(Code::Unauthenticated.into());
    };
    if let Some((charge, limiter)) = limits {
        charge.take(limiter, Class::Key, &key.principal.key_id.to_string(), key.rate_per_minute)?;
    }
    Ok(Who::Key(key.principal))
}

#[cfg(test)]
mod tests;
