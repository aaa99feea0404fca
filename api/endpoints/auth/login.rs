use domain::clock::Time;
use domain::role::OnlineStatus;
use domain::wire;
use entities::Account;
use garde::Validate;
use poem::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::normal_email;
use crate::again::again;
use crate::audit::{Action, Entity, audit_alone};
use crate::auth::Holder;
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::payload::Reply;

/// Failures in a quarter of an hour before the door is locked: of one e-mail, and of one client address.
const EMAIL_FAILURES: i32 = 5;
const ADDRESS_FAILURES: i32 = 30;

#[derive(Clone, Deserialize, JsonSchema, Validate)]
pub struct Login {
    #[garde(length(chars, min = 1, max = 254))]
    pub email: String,
    #[garde(length(chars, min = 1, max = 1024))]
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SignedIn {
    pub user: wire::Me,
    /// For `Authorization: Bearer`.
    pub token: String,
}

/// Sign in. Unknown, inactive and wrong look and take the same.
pub(super) async fn login(cx: &Context, body: Login) -> Result<Reply<SignedIn>, ApiError> {
    let email = normal_email(&body.email);
    let keys = Keys { address: address_key(cx), email };
    refuse_locked(cx, &keys).await?;
    let account = cx.store.system().account_by_email(&keys.email).await?;
    let stored = account.as_ref().map(|account| account.user.password_hash.clone());
    let checked = cx.passwords.check(stored, &body.password).await?;
    let welcome = |account: &Account| checked.correct && account.user.is_active && account.company.is_active;
    let Some(account) = account.as_ref().filter(|account| welcome(account)) else {
        failed(cx, &keys, account.as_ref()).await?;
        return Err(Code::InvalidCredentials.into());
    };
    // Guesses that ran at the same time may have locked the door since.
    refuse_locked(cx, &keys).await?;
    let rehashed = if checked.rehash { Some(cx.passwords.hash(&body.password).await?) } else { None };
    let user = &account.user;
    again(|| admit(cx, account, &keys, rehashed.as_deref())).await?;
    let (token, cookie) = super::session(cx, user)?;
    let (me, _) = super::me(cx, user.company_id, user.id).await?;
    Ok(Reply::new(SignedIn { user: me, token }).cookie(cookie))
}

/// What failures are counted under.
struct Keys {
    email: String,
    address: String,
}

fn address_key(cx: &Context) -> String {
    let bucket = cx.request.address.map(crate::middleware::ClientAddress::bucket).unwrap_or_default();
    hex::encode(Sha256::digest(bucket.as_bytes()))
}

async fn refuse_locked(cx: &Context, keys: &Keys) -> Result<(), ApiError> {
    let now = cx.clock.now();
    for key in [&keys.email, &keys.address] {
        let throttle = cx.store.system().login_throttle(key).await?;
        if let Some(until) = throttle.and_then(|throttle| throttle.locked_until).filter(|until| *until > now) {
            return Err(ApiError::new(Code::LoginLocked).retry_after(seconds_until(until, now)));
        }
    }
    Ok(())
}

fn seconds_until(until: Time, now: Time) -> u64 {
    let milliseconds = u64::try_from((until - now).num_milliseconds()).unwrap_or(0);
    milliseconds.div_ceil(1000).max(1)
}

async fn failed(cx: &Context, keys: &Keys, account: Option<&Account>) -> Result<(), ApiError> {
    again(|| async {
        let now = cx.clock.now();
        let tx = cx.store.begin_system().await?;
        tx.login_failed(&keys.address, ADDRESS_FAILURES, now).await?;
        tx.login_failed(&keys.email, EMAIL_FAILURES, now).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    let mut entry = cx.request.entry(None, Action::LoginFailed, Entity::Session, None, StatusCode::UNAUTHORIZED);
    entry.user = account.map(|account| account.user.id);
    entry.actor_email = Some(keys.email.clone());
    audit_alone(cx, account.map(|account| account.company.id), entry).await;
    Ok(())
}

async fn admit(cx: &Context, account: &Account, keys: &Keys, rehashed: Option<&str>) -> Result<(), ApiError> {
    let user = &account.user;
    let system = cx.store.begin_system().await?;
    system.login_succeeded(&keys.email).await?;
    let tx = system.into_company(user.company_id);
    if let Some(hash) = rehashed {
        tx.users().store_rehash(user.id, hash).await?;
    }
    tx.agents().set_presence_intent(user.id, OnlineStatus::Online).await?;
    let mut entry = cx.request.entry(None, Action::Login, Entity::Session, None, StatusCode::OK);
    entry.user = Some(user.id);
    entry.actor_email = Some(user.email.clone());
    tx.audit(entry, cx.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

impl Holder {
    pub(super) fn of(user: &entities::User) -> Self {
        Self {
            user_id: user.id,
            email: user.email.clone(),
            role: user.role.0,
            company_id: user.company_id,
            department_id: user.department_id,
            token_version: user.token_version,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};

    use super::*;

    #[test]
    fn the_wait_is_told_in_whole_seconds_and_never_too_short() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(seconds_until(now + Duration::milliseconds(1), now), 1);
        assert_eq!(seconds_until(now + Duration::milliseconds(1001), now), 2);
        assert_eq!(seconds_until(now + Duration::minutes(15), now), 900);
    }
}
