//! The rate limit at the door, and its headers.

use std::sync::{Arc, Mutex, PoisonError};

use poem::Request;
use poem::http::{HeaderMap, HeaderName, header};

use super::ClientAddress;
use crate::error::{ApiError, Code};
use crate::limits::{Class, Limiter, Verdict};

/// Tells whose bucket a bearer draws from, without the database: a valid signature is enough to know the user, who may
/// turn out to be signed out later.
pub trait Identify: Send + Sync {
    /// The principal behind a token of ours. `None` = no such token.
    fn principal(&self, bearer: &str) -> Option<String>;
}

/// What the request was charged; an API key is known only after its look-up, and then charged there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Charge(Arc<Mutex<Option<Verdict>>>);

impl Charge {
    pub(super) fn verdict(&self) -> Option<Verdict> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, verdict: Option<Verdict>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = verdict;
    }

    /// Charge a request whose principal became known late.
    pub(crate) fn take(
        &self,
        limiter: &Limiter,
        class: Class,
        principal: &str,
        limit: Option<u32>,
    ) -> Result<(), ApiError> {
        let verdict = match limit {
            Some(limit) => limiter.take_of(class, principal, limit),
            None => limiter.take(class, principal),
        };
        self.set(verdict);
        verdict.map_or(Ok(()), judge)
    }
}

/// The token of `Authorization: Bearer`.
pub(crate) fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header(header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

pub(super) fn admit(
    limiter: &Arc<Limiter>,
    identify: &dyn Identify,
    request: &mut Request,
    client: ClientAddress,
) -> Result<Charge, (ApiError, Verdict)> {
    let charge = Charge::default();
    let verdict = match Class::of(request.method(), request.uri().path()) {
        None => None,
        Some(Class::Anonymous) => limiter.take(Class::Anonymous, &client.bucket()),
        Some(class) => match bearer(request) {
            Some(key) if key.starts_with(crate::auth::KEY_PREFIX) => None,
            token => match token.and_then(|token| identify.principal(token)) {
                Some(principal) => limiter.take(class, &principal),
                None => limiter.take(Class::Anonymous, &client.bucket()),
            },
        },
    };
    if let Some(verdict) = verdict {
        judge(verdict).map_err(|error| (error, verdict))?;
    }
    charge.set(verdict);
    request.set_data(charge.clone());
    request.set_data(limiter.clone());
    Ok(charge)
}

fn judge(verdict: Verdict) -> Result<(), ApiError> {
    if verdict.allowed { Ok(()) } else { Err(ApiError::new(Code::RateLimited).retry_after(verdict.retry_after)) }
}

pub(super) fn describe(verdict: Option<&Verdict>, headers: &mut HeaderMap) {
    if let Some(verdict) = verdict {
        headers.insert(HeaderName::from_static("ratelimit-limit"), verdict.limit.into());
        headers.insert(HeaderName::from_static("ratelimit-remaining"), verdict.remaining.into());
        headers.insert(HeaderName::from_static("ratelimit-reset"), verdict.reset.into());
    }
}
