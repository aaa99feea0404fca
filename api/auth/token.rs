//! Tokens: HS256 and nothing else, with an end, checked by our own clock.

use chrono::Duration;
use domain::clock::{Clock, Time};
use domain::id::{self, CompanyId, DepartmentId, MediaId, UserId};
use domain::role::Role;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{ApiError, Code};
use crate::keys::{Keys, Purpose};
use crate::middleware::Identify;

/// How long the cookie of the media lives.
const MEDIA_LIFETIME: Duration = Duration::hours(12);
const LINK_LIFETIME: Duration = Duration::minutes(5);

/// What a token says. Only `sub`, `ver` and `exp` are believed: the rest is re-read from the database at each request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claims {
    pub sub: UserId,
    pub email: String,
    pub role: Role,
    pub company_id: CompanyId,
    pub department_id: Option<DepartmentId>,
    /// The user's `token_version` when it was issued.
    pub ver: i32,
    /// Seconds since 1970, as `exp`.
    pub iat: i64,
    pub exp: i64,
    pub jti: Uuid,
}

/// The cookie `wpc_media`: good for reading media and for nothing else, because another key signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaClaims {
    pub sub: UserId,
    pub ver: i32,
    pub exp: i64,
}

/// A signed link: whoever has it reads this one file, until it ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkClaims {
    pub media: MediaId,
    pub company: CompanyId,
    pub exp: i64,
}

/// For whom a token is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub user_id: UserId,
    pub email: String,
    pub role: Role,
    pub company_id: CompanyId,
    pub department_id: Option<DepartmentId>,
    pub token_version: i32,
}

/// Makes and reads tokens.
#[derive(Clone)]
pub struct Tokens {
    clock: Clock,
    lifetime: Duration,
    session: Pair,
    media: Pair,
    link: Pair,
}

#[derive(Clone)]
struct Pair {
    sign: EncodingKey,
    read: DecodingKey,
}

impl Pair {
    fn new(secret: &[u8]) -> Self {
        Self { sign: EncodingKey::from_secret(secret), read: DecodingKey::from_secret(secret) }
    }
}

impl Tokens {
    /// `lifetime` is `JWT_EXPIRATION`.
    pub fn new(keys: &Keys, lifetime: Duration, clock: Clock) -> Self {
        Self {
            clock,
            lifetime,
            session: Pair::new(keys.secret()),
            media: Pair::new(&keys.derive(Purpose::MediaToken)),
            link: Pair::new(&keys.derive(Purpose::MediaLink)),
        }
    }

    pub fn issue(&self, holder: &Holder) -> Result<String, ApiError> {
        let now = self.clock.now();
        let claims = Claims {
            sub: holder.user_id,
            email: holder.email.clone(),
            role: holder.role,
            company_id: holder.company_id,
            department_id: holder.department_id,
            ver: holder.token_version,
            iat: now.timestamp(),
            exp: (now + self.lifetime).timestamp(),
            jti: id::new_id(),
        };
        sign(&claims, &self.session)
    }

    /// `token_expired` when it was good once, else `unauthenticated`.
    pub fn read(&self, token: &str) -> Result<Claims, ApiError> {
        let claims: Claims = open(token, &self.session)?;
        live(claims.exp, self.clock.now())?;
        Ok(claims)
    }

    /// The value of the cookie, and its seconds to live.
    pub fn issue_media(&self, user_id: UserId, token_version: i32) -> Result<(String, i64), ApiError> {
        let exp = (self.clock.now() + MEDIA_LIFETIME).timestamp();
        let token = sign(&MediaClaims { sub: user_id, ver: token_version, exp }, &self.media)?;
        Ok((token, MEDIA_LIFETIME.num_seconds()))
    }

    /// The token of a link to one file, and when it ends.
    pub fn issue_link(&self, media: MediaId, company: CompanyId) -> Result<(String, Time), ApiError> {
        let ends = self.clock.now() + LINK_LIFETIME;
        Ok((sign(&LinkClaims { media, company, exp: ends.timestamp() }, &self.link)?, ends))
    }

    pub fn read_link(&self, token: &str) -> Result<LinkClaims, ApiError> {
        let claims: LinkClaims = open(token, &self.link)?;
        live(claims.exp, self.clock.now())?;
        Ok(claims)
    }

    pub fn read_media(&self, token: &str) -> Result<MediaClaims, ApiError> {
        let claims: MediaClaims = open(token, &self.media)?;
        live(claims.exp, self.clock.now())?;
        Ok(claims)
    }
}

impl Identify for Tokens {
    fn principal(&self, bearer: &str) -> Option<String> {
        self.read(bearer).ok().map(|claims| claims.sub.to_string())
    }
}

fn sign(claims: &impl Serialize, keys: &Pair) -> Result<String, ApiError> {
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &keys.sign).map_err(ApiError::internal)
}

fn open<T: DeserializeOwned>(token: &str, keys: &Pair) -> Result<T, ApiError> {
    let mut rules = Validation::new(Algorithm::HS256);
    // Present it must be; whether it has passed is for our own clock.
    rules.validate_exp = false;
    rules.validate_aud = false;
    match jsonwebtoken::decode(token, &keys.read, &rules) {
        Ok(token) => Ok(token.claims),
        Err(error) if matches!(error.kind(), ErrorKind::ExpiredSignature) => Err(Code::TokenExpired.into()),
        Err(_) => Err(Code::Unauthenticated.into()),
    }
}

fn live(exp: i64, now: Time) -> Result<(), ApiError> {
    if exp <= now.timestamp() { Err(Code::TokenExpired.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
