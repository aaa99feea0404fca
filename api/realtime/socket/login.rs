//! Who is at the other end, now and again while the socket is open.

use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;

use super::end::{End, Heard, heard};
use super::{Frames, Hub};
use crate::auth::{KEY_PREFIX, Scope, Who};
use crate::error::{ApiError, Code};
use crate::realtime::limits::FrameRate;
use crate::realtime::protocol::{ClientFrame, Close, Command, FrameId, parse};

/// Somebody who proved who they are.
pub(super) struct Login {
    pub(super) who: Who,
    pub(super) proof: Proof,
}

/// What a later look at the account is compared with.
#[derive(Clone)]
pub(super) enum Proof {
    /// `exp` in seconds since 1970.
    Token {
        version: i32,
        exp: i64,
    },
    Key {
        hash: [u8; 32],
    },
}

/// What the first frames of a connection came to.
pub(super) struct Opened {
    pub(super) login: Login,
    pub(super) last_seq: Option<String>,
    /// The id of the `auth` frame, if it is to be answered.
    pub(super) id: Option<FrameId>,
    /// A frame that came instead of an `auth` frame that was not necessary.
    pub(super) early: Option<ClientFrame>,
}

/// Wait for the client to say who it is.
pub(super) async fn open(
    hub: &Hub,
    frames: &mut Frames,
    rate: &mut FrameRate,
    token: Option<String>,
) -> Result<Opened, End> {
    let timing = hub.deps().timing;
    let Some(token) = token else {
        let first = timeout(timing.auth, next(hub, frames, rate)).await;
        let first = first.map_err(|_| End::Close(Close::AuthTimeout))??;
        let Ok(Command::Auth { token: Some(token), last_seq }) = first.command else {
            return Err(End::Close(Close::Malformed));
        };
        let login = login(hub, &token).await?;
        return Ok(Opened { login, last_seq, id: first.id, early: None });
    };
    let known = login(hub, &token).await?;
    match timeout(timing.last_seq, next(hub, frames, rate)).await {
        Err(_) => Ok(Opened { login: known, last_seq: None, id: None, early: None }),
        Ok(frame) => {
            let frame = frame?;
            let Ok(Command::Auth { token, last_seq }) = &frame.command else {
                return Ok(Opened { login: known, last_seq: None, id: None, early: Some(frame) });
            };
            let last_seq = last_seq.clone();
            let login = match token {
                Some(token) => renew(hub, &known.who, token).await?,
                None => known,
            };
            Ok(Opened { login, last_seq, id: frame.id, early: None })
        }
    }
}

async fn next(hub: &Hub, frames: &mut Frames, rate: &mut FrameRate) -> Result<ClientFrame, End> {
    loop {
        let message = heard(frames.next().await)?;
        if !rate.allow(hub.deps().clock.now()) {
            return Err(End::Close(Close::TooFast));
        }
        if let Heard::Text(text) = message {
            return parse(&text).map_err(|_| End::Close(Close::Malformed));
        }
    }
}

/// A new token for the same user, or the same key.
pub(super) async fn renew(hub: &Hub, who: &Who, token: &str) -> Result<Login, End> {
    let login = login(hub, token).await?;
    let same = match (who, &login.who) {
        (Who::User(old), Who::User(new)) => old.user_id == new.user_id,
        (Who::Key(old), Who::Key(new)) => old.key_id == new.key_id,
        _ => false,
    };
    if same { Ok(login) } else { Err(End::Close(Close::Malformed)) }
}

async fn login(hub: &Hub, token: &str) -> Result<Login, End> {
    let proof = if token.starts_with(KEY_PREFIX) {
        Proof::Key { hash: Sha256::digest(token.as_bytes()).into() }
    } else {
        let claims = hub.deps().auth.tokens.read(token).map_err(|_| End::Close(Close::Unauthenticated))?;
        return Ok(Login {
            who: current(hub, Some(claims.sub), &Proof::Token { version: claims.ver, exp: claims.exp }).await?,
            proof: Proof::Token { version: claims.ver, exp: claims.exp },
        });
    };
    Ok(Login { who: current(hub, None, &proof).await?, proof })
}

/// The account as the database has it now, or why there is none.
async fn current(hub: &Hub, user: Option<domain::id::UserId>, proof: &Proof) -> Result<Who, End> {
    look(hub, user, proof).await.map_err(|error| match error {
        Looked::Ended(close) => End::Close(close),
        Looked::Unknown(error) => {
            tracing::warn!(%error, "an account cannot be read");
            End::Close(Close::Internal)
        }
    })
}

/// Why a look at an account gave none.
pub(super) enum Looked {
    Ended(Close),
    /// The store did not answer: that says nothing about the account.
    Unknown(ApiError),
}

pub(super) async fn again(hub: &Hub, who: &Who, proof: &Proof) -> Result<Who, Looked> {
    look(hub, who.user().map(|user| user.user_id), proof).await
}

async fn look(hub: &Hub, user: Option<domain::id::UserId>, proof: &Proof) -> Result<Who, Looked> {
    let accounts = &hub.deps().auth.accounts;
    match (proof, user) {
        (Proof::Token { version, exp }, Some(user)) => {
            if *exp <= hub.deps().clock.now().timestamp() {
                return Err(Looked::Ended(Close::Unauthenticated));
            }
            let account = accounts.user(user).await.map_err(|error| Looked::Unknown(error.into()))?;
            let account = account.ok_or(Looked::Ended(Close::Unauthenticated))?;
            if !(account.is_active && account.company_is_active) {
                return Err(Looked::Ended(Close::Deactivated));
            }
            if account.token_version != *version {
                return Err(Looked::Ended(Close::Unauthenticated));
            }
            Ok(Who::User(account.principal))
        }
        (Proof::Key { hash }, _) => {
            let key = accounts.key(hash).await.map_err(|error| Looked::Unknown(error.into()))?;
            let key = key.ok_or(Looked::Ended(Close::Unauthenticated))?.principal;
            key.allows(Scope::EventsRead).map_err(|_| Looked::Ended(Close::Unauthenticated))?;
            Ok(Who::Key(key))
        }
        (Proof::Token { .. }, None) => Err(Looked::Unknown(Code::Internal.into())),
    }
}
