//! The simulator itself: which channels there are, and who answers a request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::channel::ProviderKind;
use domain::clock::Clock;
use domain::id::ChannelId;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::channel::{Address, SimChannel};
use super::control::ControlError;
use super::http::{Request, Response};
use super::world::Line;
use super::{client, meta, native, waha};

/// How patient the simulated provider is. The defaults are those of the real ones.
#[derive(Debug, Clone)]
pub struct SimulatorConfig {
    /// Between two deliveries of a webhook that was not answered 200.
    pub retry_delay: Duration,
    /// Deliveries after the first.
    pub retries: u32,
    /// How long a receiver may take.
    pub webhook_timeout: Duration,
    /// Between an accepted message and its first status, and between two statuses.
    pub status_delay: Duration,
    /// How long a call hangs that shall time out.
    pub hold: Duration,
}

impl Default for SimulatorConfig {
    fn default() -> Self {
        Self {
            retry_delay: Duration::from_secs(2),
            retries: 15,
            webhook_timeout: Duration::from_secs(30),
            status_delay: Duration::from_millis(80),
            hold: Duration::from_mins(1),
        }
    }
}

/// The provider's own servers, in memory. Clones share one world; what it still has to post ends with the last clone.
#[derive(Clone)]
pub struct Simulator {
    pub(super) core: Arc<Core>,
    _ends: Arc<DropGuard>,
}

/// What the simulator's own tasks hold: everything but the right to keep it alive.
pub(super) struct Core {
    pub(super) config: SimulatorConfig,
    pub(super) clock: Clock,
    pub(super) client: reqwest::Client,
    lines: Mutex<HashMap<ChannelId, Line>>,
    ended: CancellationToken,
}

impl Simulator {
    /// Fails only when no HTTP client can be made.
    pub fn new(config: SimulatorConfig, clock: Clock) -> Result<Self, reqwest::Error> {
        let ended = CancellationToken::new();
        let guard = Arc::new(ended.clone().drop_guard());
        let core = Core { config, clock, client: client()?, lines: Mutex::default(), ended };
        Ok(Self { core: Arc::new(core), _ends: guard })
    }

    /// Make a channel known, or bring it up to date. What happened on it stays.
    pub fn ensure_channel(&self, channel: SimChannel) {
        let born = self.core.millis();
        let mut lines = self.core.lines();
        if let Some(line) = lines.get_mut(&channel.id) {
            line.channel = channel;
        } else {
            lines.insert(channel.id, Line::new(channel, self.core.ended.child_token(), born));
        }
    }

    /// How a request names its channel, so that the caller can look it up and register it before [`Self::handle`]. `None` for
    /// paths that are no call of any dialect: those are answered 404.
    pub fn address(request: &Request) -> Option<Address> {
        Address::of(request)
    }

    /// Answer one call of a dialect. May take as long as a fault switch says.
    pub async fn handle(&self, request: Request) -> Response {
        match Address::of(&request) {
            Some(Address::Session { session, api_key }) => match self.core.session_line(&session, api_key.as_deref()) {
                Ok(channel) => waha::handle(&self.core, channel, &request).await,
                Err(response) => response,
            },
            Some(Address::PhoneNumberId(number)) => match self.core.number_line(&number) {
                Some(channel) => meta::handle(&self.core, channel, &request).await,
                None => meta::no_such_object(&number),
            },
            Some(Address::Channel(id)) => match self.core.channel(id) {
                Ok(channel) if channel.dialect == ProviderKind::Sandbox => {
                    native::handle(&self.core, channel, &request).await
                }
                _ => Response::empty(404),
            },
            None => Response::empty(404),
        }
    }
}

impl Core {
    /// The lines, even after a panic elsewhere: a simulator has nothing to corrupt.
    pub(super) fn lines(&self) -> MutexGuard<'_, HashMap<ChannelId, Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn millis(&self) -> u64 {
        u64::try_from(self.clock.now().timestamp_millis()).unwrap_or_default()
    }

    /// Work on one line, shortly: the lock is never held over an await.
    pub(super) fn with<T>(&self, id: ChannelId, work: impl FnOnce(&mut Line) -> T) -> Result<T, ControlError> {
        self.lines().get_mut(&id).map(work).ok_or(ControlError::UnknownChannel)
    }

    pub(super) fn channel(&self, id: ChannelId) -> Result<SimChannel, ControlError> {
        self.with(id, |line| line.channel.clone())
    }

    /// Start something that ends with its line.
    pub(super) fn spawn<F>(&self, id: ChannelId, work: F) -> JoinHandle<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let ended = self.with(id, |line| line.ended.clone()).unwrap_or_else(|_| self.ended.clone());
        tokio::spawn(async move {
            ended.run_until_cancelled(work).await;
        })
    }

    fn session_line(&self, session: &str, api_key: Option<&str>) -> Result<SimChannel, Response> {
        let lines = self.lines();
        let mut named = lines
            .values()
            .map(|line| &line.channel)
            .filter(|channel| channel.dialect == ProviderKind::Waha && channel.external_key == session)
            .peekable();
        if named.peek().is_none() {
            return Err(waha::no_such_session(session));
        }
        named
            .find(|channel| channel.token.is_none() || channel.token.as_deref() == api_key)
            .cloned()
            .ok_or_else(waha::unauthorized)
    }

    fn number_line(&self, number: &str) -> Option<SimChannel> {
        let lines = self.lines();
        let mut named = lines.values().map(|line| &line.channel);
        // An account is asked for as a number is.
        let is_meant =
            |channel: &&&SimChannel| channel.external_key == number || channel.waba_id.as_deref() == Some(number);
        named.find(|channel| channel.dialect == ProviderKind::Meta && is_meant(&channel)).cloned()
    }

    /// Forget a line's past. Its channel stays known.
    pub(super) fn reset(&self, id: ChannelId) -> Result<(), ControlError> {
        let ended = self.ended.child_token();
        let now = self.millis();
        self.with(id, |line| {
            line.ended.cancel();
            let born = now.max(*line.version.borrow() + 1);
            *line = Line::new(line.channel.clone(), ended, born);
        })
    }
}
