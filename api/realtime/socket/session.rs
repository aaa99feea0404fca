//! The direction from the client, and everything that time and changed accounts do to a session.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::time::{Instant, sleep};

use super::end::{End, Heard, heard};
use super::login::{self, Looked, Opened, Proof};
use super::replay::Start;
use super::typing::Typing;
use super::write::{self, Begin};
use super::{Frames, Hello, Hub, Line, Sink};
use crate::auth::Who;
use crate::context::Origin;
use crate::error::Language;
use crate::realtime::hub::SocketId;
use crate::realtime::limits::FrameRate;
use crate::realtime::protocol::{ClientFrame, Close, ServerFrame, parse};
use crate::realtime::rooms::Rooms;

/// How often a session looks at the clock.
const TICK: Duration = Duration::from_secs(1);

pub(super) async fn run(hub: &Hub, sink: &mut Sink, frames: &mut Frames, hello: Hello) -> End {
    match begin(hub, sink, frames, hello).await {
        Ok(end) | Err(end) => end,
    }
}

async fn begin(hub: &Hub, sink: &mut Sink, frames: &mut Frames, hello: Hello) -> Result<End, End> {
    let mut rate = FrameRate::new(hub.deps().clock.now());
    let Opened { login, last_seq, id: auth_id, early } = login::open(hub, frames, &mut rate, hello.token).await?;
    let who = login.who;
    if let Who::User(user) = &who {
        hub.heartbeat(user).await;
        if let Err(error) = hub.deps().presence.connected(user).await {
            tracing::warn!(%error, "a user's presence was not restored");
        }
    }
    let rooms = match &who {
        Who::User(user) => Rooms::of_user(user),
        Who::Key(key) => Rooms::of_key(key.company_id),
    };
    let line: Line = Arc::default();
    let seated = hub.seat(line.clone(), who.clone(), rooms.clone()).await.ok_or(End::Close(Close::Internal))?;
    let id = seated.seat.id;
    // The account may have changed between its reading and the seat.
    line.check();
    let start = Start::of(hub, who.company_id(), last_seq.as_deref(), seated.at).await.map_err(|error| {
        tracing::warn!(%error, "a socket's place in the log cannot be found");
        End::Close(Close::Internal)
    })?;
    if let Start::Replay { to, .. } = start {
        hub.start_after(id, to);
    }
    if let Some(frame_id) = auth_id {
        hub.push(id, ServerFrame::ok(&frame_id, &serde_json::json!({})));
    }
    let mut session = Session {
        hub: hub.clone(),
        id,
        who: who.clone(),
        proof: login.proof,
        language: hello.language,
        origin: hello.origin,
        line: line.clone(),
        typing: Typing::default(),
        heard: Instant::now(),
        marked: Instant::now(),
        looked: Instant::now(),
    };
    let end = tokio::select! {
        end = write::run(hub, sink, &line, Begin { id, who, rooms, start, at: seated.at }) => end,
        end = session.listen(frames, &mut rate, early) => end,
    };
    session.stop_typing().await;
    Ok(end)
}

pub(super) struct Session {
    pub(super) hub: Hub,
    pub(super) id: SocketId,
    pub(super) who: Who,
    pub(super) proof: Proof,
    pub(super) language: Language,
    pub(super) origin: Origin,
    line: Line,
    pub(super) typing: Typing,
    heard: Instant,
    marked: Instant,
    looked: Instant,
}

impl Session {
    async fn listen(&mut self, frames: &mut Frames, rate: &mut FrameRate, early: Option<ClientFrame>) -> End {
        let failed = match early {
            Some(frame) => self.obey(frame).await.err(),
            None => None,
        };
        if let Some(end) = failed {
            return end;
        }
        loop {
            let line = self.line.clone();
            let outcome = tokio::select! {
                message = frames.next() => self.hears(heard(message), rate).await,
                () = line.checked() => self.look().await,
                () = sleep(self.next_tick()) => self.tick().await,
            };
            if let Err(end) = outcome {
                return end;
            }
        }
    }

    async fn hears(&mut self, heard: Result<Heard, End>, rate: &mut FrameRate) -> Result<(), End> {
        let heard = heard?;
        self.heard = Instant::now();
        if !rate.allow(self.hub.deps().clock.now()) {
            return Err(End::Close(Close::TooFast));
        }
        match heard {
            Heard::Alive => Ok(()),
            Heard::Text(text) => {
                let frame = parse(&text).map_err(|_| End::Close(Close::Malformed))?;
                self.obey(frame).await?;
                // A client that never pauses must not keep the clock from being looked at.
                self.not_expired()
            }
        }
    }

    /// A second, or less when the token ends before.
    fn next_tick(&self) -> Duration {
        let Proof::Token { exp, .. } = self.proof else { return TICK };
        let left = exp.saturating_mul(1000) - self.hub.deps().clock.now().timestamp_millis();
        Duration::from_millis(u64::try_from(left).unwrap_or(0)).min(TICK)
    }

    async fn tick(&mut self) -> Result<(), End> {
        self.not_expired()?;
        let timing = self.hub.deps().timing;
        let now = Instant::now();
        if now - self.heard >= timing.silence {
            return Err(End::Gone);
        }
        if now - self.marked >= timing.watermark {
            self.marked = now;
            self.hub.watermark(self.id);
        }
        for conversation in self.typing.expired(now, &timing) {
            self.tell_typing(conversation, false).await;
        }
        if now - self.looked >= timing.recheck {
            self.look().await?;
        }
        Ok(())
    }

    fn not_expired(&self) -> Result<(), End> {
        match self.proof {
            Proof::Token { exp, .. } if exp <= self.hub.deps().clock.now().timestamp() => {
                Err(End::Close(Close::Unauthenticated))
            }
            _ => Ok(()),
        }
    }

    /// Look at the account, and act on what changed.
    async fn look(&mut self) -> Result<(), End> {
        self.looked = Instant::now();
        let who = match login::again(&self.hub, &self.who, &self.proof).await {
            Ok(who) => who,
            Err(Looked::Ended(close)) => return Err(End::Close(close)),
            Err(Looked::Unknown(error)) => {
                tracing::warn!(%error, "an account cannot be read; trying again");
                let line = self.line.clone();
                tokio::spawn(async move {
                    sleep(TICK).await;
                    line.check();
                });
                return Ok(());
            }
        };
        if who == self.who {
            return Ok(());
        }
        if let Who::User(user) = &who {
            self.hub.replace(self.id, user.clone());
        }
        self.who = who;
        for conversation in self.hub.joined(self.id) {
            if !self.sees(conversation).await.unwrap_or(false) {
                self.lose(conversation).await;
            }
        }
        Ok(())
    }
}
