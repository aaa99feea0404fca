//! One per process: it reads the event log once for the whole installation and gives each event to the sockets that may hear it.

mod board;
mod line;
mod pump;
mod ranks;
mod viewers;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::clock::Clock;
use domain::id::{CompanyId, ConversationId, UserId, new_id};
use domain::seq::Seq;
use entities::Store;
use jobs::{Bus, Figures, Nudge};
use moka::sync::Cache;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::presence::Presence;
use super::protocol::ServerFrame;
use crate::auth::{Auth, Principal, Who};
use crate::middleware::Origins;
use crate::signs::Signs;
use crate::state::AppState;
use board::Board;
pub(super) use board::SocketId;
pub(super) use line::Line;
pub(super) use pump::frame;
pub(super) use ranks::Ranks;
use viewers::Elsewhere;

/// What the hub and its sockets need.
#[derive(Clone)]
pub struct Deps {
    pub store: Store,
    pub bus: Bus,
    pub clock: Clock,
    pub auth: Auth,
    /// Whose pages may open a socket.
    pub origins: Origins,
    pub presence: Arc<dyn Presence>,
    /// Shows customers who types.
    pub signs: Signs,
    /// Counts what was replayed.
    pub figures: Figures,
    pub timing: Timing,
    /// The event log is kept at least so long.
    pub events_kept: chrono::Duration,
}

impl Deps {
    /// `origins`: whose pages may open a socket.
    pub fn new(state: &AppState, origins: Origins) -> Self {
        Self {
            store: state.store.clone(),
            bus: state.bus.clone(),
            clock: state.clock.clone(),
            auth: state.auth.clone(),
            origins,
            presence: Arc::new(state.clone()),
            signs: Signs::new(state),
            figures: state.queue.figures().clone(),
            timing: Timing::default(),
            events_kept: state.settings.events_kept,
        }
    }

    pub(super) async fn nudge(&self, nudge: Nudge) {
        if let Err(error) = self.bus.publish(&nudge).await {
            tracing::debug!(%error, "a nudge was lost");
        }
    }
}

/// The waits of SPEC 4; tests shorten them.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// The log is read this often even when nobody says that it grew.
    pub poll: Duration,
    /// For the first frame of a socket without a token.
    pub auth: Duration,
    /// For `lastSeq` of a socket whose token came with the subprotocol.
    pub last_seq: Duration,
    pub ping: Duration,
    /// Without a sign of life for so long, a socket is closed.
    pub silence: Duration,
    /// Between two watermarks.
    pub watermark: Duration,
    /// Between two looks at an account that nobody said to have changed.
    pub recheck: Duration,
    /// Between two `typing` frames that are relayed.
    pub typing: Duration,
    /// After which somebody who said no more has stopped typing.
    pub typing_expires: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(2),
            auth: Duration::from_secs(5),
            last_seq: Duration::from_secs(1),
            ping: Duration::from_secs(25),
            silence: Duration::from_mins(1),
            watermark: Duration::from_secs(30),
            recheck: Duration::from_secs(30),
            typing: Duration::from_secs(2),
            typing_expires: Duration::from_secs(6),
        }
    }
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    /// Tells this process from others on the bus.
    id: Uuid,
    deps: Deps,
    stop: CancellationToken,
    board: Mutex<Board>,
    elsewhere: Mutex<Elsewhere>,
    /// Whether the end of the log is known, and sockets can be placed in it.
    started: watch::Sender<bool>,
    /// Users whose heartbeat this process wrote lately.
    beaten: Cache<UserId, ()>,
    sockets: TaskTracker,
}

/// Where a new socket begins.
pub(super) struct Seated {
    pub(super) seat: Seat,
    /// Everything up to here is in the log's past for this socket; what comes later is pushed to it.
    pub(super) at: Seq,
}

/// A place on the board, given up when dropped.
pub(super) struct Seat {
    hub: Hub,
    pub(super) id: SocketId,
    company: CompanyId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let left = self.hub.board().remove(self.id);
        if left.is_empty() {
            return;
        }
        let (hub, company) = (self.hub.clone(), self.company);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                for conversation in left {
                    hub.tell_viewers(company, conversation).await;
                }
            });
        }
    }
}

impl Hub {
    /// Start reading at the end of the log. Must be called inside a runtime. `stop` ends the reader and closes every socket with
    /// 4503.
    pub fn start(deps: Deps, stop: CancellationToken) -> Self {
        let heartbeats = Duration::from_secs(u64::try_from(domain::presence::WRITE_EVERY.num_seconds()).unwrap_or(20));
        let hub = Self(Arc::new(Inner {
            id: new_id(),
            deps,
            stop,
            board: Mutex::default(),
            elsewhere: Mutex::default(),
            started: watch::Sender::new(false),
            beaten: Cache::builder().max_capacity(100_000).time_to_live(heartbeats).build(),
            sockets: TaskTracker::new(),
        }));
        tokio::spawn(pump::run(hub.clone()));
        hub
    }

    /// Wait until every socket is closed: after `stop`.
    pub async fn drained(&self) {
        self.0.sockets.close();
        self.0.sockets.wait().await;
    }

    /// How many sockets are authenticated and open.
    pub fn sockets(&self) -> usize {
        self.board().len()
    }

    pub(super) fn deps(&self) -> &Deps {
        &self.0.deps
    }

    pub(super) fn stop(&self) -> &CancellationToken {
        &self.0.stop
    }

    pub(super) fn tracker(&self) -> &TaskTracker {
        &self.0.sockets
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Give a socket its place. `None` = the log could not be read yet.
    pub(super) async fn seat(&self, line: Arc<Line>, who: Who, rooms: super::rooms::Rooms) -> Option<Seated> {
        let mut started = self.0.started.subscribe();
        let known = tokio::time::timeout(Duration::from_secs(5), started.wait_for(|started| *started)).await;
        known.ok()?.ok()?;
        let company = who.company_id();
        let mut board = self.board();
        let (id, at) = board.register(line, who, rooms);
        Some(Seated { seat: Seat { hub: self.clone(), id, company }, at })
    }

    /// A client that is ahead of this process has these events already.
    pub(super) fn start_after(&self, id: SocketId, seq: Seq) {
        self.board().start_after(id, seq);
    }

    /// Queue the place up to which this socket has everything once it has read what waits.
    pub(super) fn watermark(&self, id: SocketId) {
        self.board().watermark(id);
    }

    /// Queue a frame for one socket.
    pub(super) fn push(&self, id: SocketId, frame: ServerFrame) {
        self.board().push(id, frame);
    }

    pub(super) fn replace(&self, id: SocketId, user: Principal) {
        self.board().replace(id, user);
    }

    pub(super) fn joined(&self, id: SocketId) -> Vec<ConversationId> {
        self.board().joined(id)
    }

    pub(super) fn has_joined(&self, id: SocketId, conversation: ConversationId) -> bool {
        self.board().has_joined(id, conversation)
    }

    pub(super) fn join(&self, id: SocketId, conversation: ConversationId) -> bool {
        self.board().join(id, conversation)
    }

    pub(super) fn leave(&self, id: SocketId, conversation: ConversationId) -> bool {
        self.board().leave(id, conversation)
    }

    /// Write a user's heartbeat unless this process just did.
    pub(super) async fn heartbeat(&self, user: &Principal) {
        if self.0.beaten.contains_key(&user.user_id) {
            return;
        }
        match super::presence::heartbeat(self.deps(), user).await {
            Ok(()) => self.0.beaten.insert(user.user_id, ()),
            Err(error) => tracing::warn!(%error, "a heartbeat was not written"),
        }
    }

    /// Forget that a heartbeat was written: the next one looks at the user's row.
    pub(super) fn forget_heartbeat(&self, user: UserId) {
        self.0.beaten.invalidate(&user);
    }
}
