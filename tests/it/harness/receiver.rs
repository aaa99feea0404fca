use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use poem::http::{HeaderMap, StatusCode};
use poem::listener::TcpListener;
use poem::web::Data;
use poem::{EndpointExt as _, Response, Route, Server, handler, post};
use serde_json::Value;

use super::process::free_port;
use super::wait::{PATIENCE, wait_until};

/// An integrator's server: it keeps every webhook that it got, and answers as it is told.
#[derive(Clone, Default)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    got: Vec<Got>,
    manner: Manner,
    /// Requests being answered: all, and those with a conversation.
    at_once: usize,
    most_at_once: usize,
    conversations: HashSet<String>,
    /// Two of one conversation were on their way at once.
    collided: bool,
}

/// How it answers.
#[derive(Clone)]
pub(crate) struct Manner {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<u32>,
    /// What holds these words is refused with 400.
    pub(crate) refuses: Option<&'static str>,
    pub(crate) slowness: Duration,
}

impl Default for Manner {
    fn default() -> Self {
        Self { status: 200, retry_after: None, refuses: None, slowness: Duration::ZERO }
    }
}

impl Manner {
    pub(crate) fn status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }
}

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) id: String,
    /// Seconds since 1970, as it was signed.
    pub(crate) timestamp: i64,
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Vec<u8>,
    pub(crate) body: Value,
    pub(crate) status: u16,
}

impl Got {
    pub(crate) fn conversation(&self) -> Option<&str> {
        let data = &self.body["data"];
        data["conversationId"].as_str().or_else(|| data["conversation"]["id"].as_str())
    }

    pub(crate) fn was_taken(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let port = free_port();
        let receiver = Self { url: format!("http://127.0.0.1:{port}/hook"), ..Self::default() };
        let routes = Route::new().at("/hook", post(hook)).data(receiver.clone());
        tokio::spawn(Server::new(TcpListener::bind(("127.0.0.1", port))).run(routes));
        let address = ("127.0.0.1", port);
        wait_until("the receiver", PATIENCE, async || tokio::net::TcpStream::connect(address).await.ok()).await;
        receiver
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on.
    pub(crate) fn answers(&self, manner: Manner) {
        self.state().manner = manner;
    }

    /// Everything so far, in the order of arrival.
    pub(crate) fn got(&self) -> Vec<Got> {
        self.state().got.clone()
    }

    /// What was answered with 2xx, each event once.
    pub(crate) fn taken(&self) -> Vec<Got> {
        let mut known = HashSet::new();
        let taken = self.got().into_iter().filter(Got::was_taken);
        taken.filter(|got| known.insert(got.id.clone())).collect()
    }

    pub(crate) fn most_at_once(&self) -> usize {
        self.state().most_at_once
    }

    pub(crate) fn collided(&self) -> bool {
        self.state().collided
    }

    /// Wait until something was got that satisfies `test`.
    pub(crate) async fn gets(&self, what: &str, test: impl Fn(&Got) -> bool) -> Got {
        wait_until(&format!("a webhook: {what}"), 2 * PATIENCE, async || self.got().into_iter().find(&test)).await
    }
}

#[handler]
async fn hook(headers: &HeaderMap, raw: Vec<u8>, Data(receiver): Data<&Receiver>) -> Response {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let body: Value = serde_json::from_slice(&raw).unwrap_or_default();
    let mut got = Got {
        id: text("webhook-id"),
        timestamp: text("webhook-timestamp").parse().unwrap_or_default(),
        headers: headers.clone(),
        raw,
        body,
        status: 0,
    };
    let conversation = got.conversation().map(str::to_owned);
    let manner = {
        let mut state = receiver.state();
        state.at_once += 1;
        state.most_at_once = state.most_at_once.max(state.at_once);
        let is_second = conversation.clone().is_some_and(|conversation| !state.conversations.insert(conversation));
        state.collided |= is_second;
        state.manner.clone()
    };
    tokio::time::sleep(manner.slowness).await;
    let refused = manner.refuses.is_some_and(|words| got.body.to_string().contains(words));
    got.status = if refused { 400 } else { manner.status };
    let status = StatusCode::from_u16(got.status).expect("a status");
    let mut state = receiver.state();
    state.at_once -= 1;
    if let Some(conversation) = conversation {
        state.conversations.remove(&conversation);
    }
    state.got.push(got);
    let response = Response::builder().status(status);
    match manner.retry_after {
        Some(seconds) => response.header("retry-after", seconds).body("slowly"),
        None => response.body("thank you"),
    }
}
