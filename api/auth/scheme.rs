//! `Authorization: Bearer`, as a parameter of an endpoint. Put it first: 401 comes before what is wrong with the body.

use std::marker::PhantomData;
use std::sync::Arc;

use domain::id::CompanyId;
use poem::{Request, RequestBody};
use poem_openapi::auth::{Bearer, BearerAuthorization as _};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, SecurityScheme};
use sha2::{Digest as _, Sha256};

use super::KEY_PREFIX;
use super::principal::{Account, Accounts, KeyPrincipal, Principal};
use super::scope::Needed;
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

/// A signed-in user, or a program whose API key has the scope `S`. An operation that keys may call cannot be declared without saying
/// what they need; a user's rights are the operation's business.
#[derive(Debug, Clone)]
pub struct Caller<S> {
    pub who: Who,
    _needed: PhantomData<S>,
}

impl<'a, S: Needed> ApiExtractor<'a> for Caller<S> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        User::register(registry);
        let scheme = MetaSecurityScheme {
            ty: "http",
            description: Some(S::ABOUT),
            name: None,
            key_in: None,
            scheme: Some("bearer"),
            bearer_format: None,
            flows: None,
            openid_connect_url: None,
        };
        registry.create_security_scheme(S::NAME, scheme);
    }

    fn security_schemes() -> Vec<&'static str> {
        let mut either = User::security_schemes();
        either.push(S::NAME);
        either
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let bearer = Bearer::from_request(request)?;
        let who = resolve(request, &bearer.token).await?;
        if let Who::Key(key) = &who {
            key.allows(S::SCOPE)?;
        }
        Ok(Self { who, _needed: PhantomData })
    }
}

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

    pub fn user(&self) -> Option<&Principal> {
        match self {
            Self::User(user) => Some(user),
            Self::Key(_) => None,
        }
    }
}

/// Whoever the request names in `Authorization`.
pub(crate) async fn optional_caller(request: &Request) -> Result<Option<Who>, ApiError> {
    match bearer(request) {
        Some(token) => resolve(request, token).await.map(Some),
        None => Ok(None),
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

async fn resolve(request: &Request, token: &str) -> Result<Who, ApiError> {
    let auth: &Auth = request.data().ok_or_else(|| ApiError::internal("the routes were given no Auth"))?;
    if !token.starts_with(KEY_PREFIX) {
        let who = Who::User(auth.user(token).await?.principal);
        if let Some(asker) = request.data::<Asker>() {
            asker.is(&who);
        }
        return Ok(who);
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
    let who = Who::Key(key.principal);
    if let Some(asker) = request.data::<Asker>() {
        asker.is(&who);
    }
    Ok(who)
}

#[cfg(test)]
mod tests;
