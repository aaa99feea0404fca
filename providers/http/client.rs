//! Calls, answers, and what may be concluded from a call that got none.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use serde_json::Value;
use url::Url;

use super::private_hosts::{PrivateHosts, check_url};

pub use reqwest::Method;

/// Long enough for a distant server, short enough that a dead one is noticed before the send's own time is over.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Node servers close idle connections after five seconds. Leaving first avoids writing into a connection that is being closed, which
/// would look like an unknown outcome.
const POOL_IDLE: Duration = Duration::from_secs(4);
/// Answers of the APIs we call are small; whatever is beyond this is not read.
const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// How the client behaves.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// The whole call, from connect to the last byte (`SEND_TIMEOUT_SECONDS`).
    pub timeout: Duration,
    pub private_hosts: PrivateHosts,
}

/// The guarded HTTP client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Http {
    client: reqwest::Client,
    private_hosts: Arc<PrivateHosts>,
}

/// One request. Header values are secrets and are never logged.
#[derive(Clone)]
pub struct Call {
    pub method: Method,
    pub url: Url,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Vec<u8>>,
    /// Shorter or longer than the client's.
    pub timeout: Option<Duration>,
}

/// What a server said: any status, redirects included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// `Retry-After`, in seconds or as a date.
    pub retry_after: Option<Duration>,
    /// As much of the body as arrived, up to 4 MiB. A body that broke off does not undo the status.
    pub body: Vec<u8>,
}

/// No answer came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The request did not leave: refused address, DNS, connect, TLS.
    #[error("the request was not sent: {0}")]
    NotSent(String),
    /// It left, or may have left.
    #[error("the outcome of the request is unknown: {0}")]
    Unknown(String),
}

impl Http {
    pub fn new(config: HttpConfig) -> Result<Self, reqwest::Error> {
        let private_hosts = Arc::new(config.private_hosts);
        let client = reqwest::Client::builder()
            .user_agent(concat!("WPPConnector/", env!("CARGO_PKG_VERSION")))
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            // Always before the call's own end: who has not connected by then has not sent anything, and that shall be known.
            .connect_timeout(CONNECT_TIMEOUT.min(config.timeout / 2))
            .timeout(config.timeout)
            .pool_idle_timeout(POOL_IDLE)
            .dns_resolver(GuardedResolver { private_hosts: private_hosts.clone() })
            .build()?;
        Ok(Self { client, private_hosts })
    }

    pub(super) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// The list this client was built with.
    pub fn private_hosts(&self) -> &PrivateHosts {
        &self.private_hosts
    }

    /// Make one call.
    pub async fn call(&self, call: Call) -> Result<Answer, Broken> {
        // The resolver is not asked about literal addresses, so they are judged here.
        check_url(&call.url, &self.private_hosts).map_err(|refused| Broken::NotSent(refused.to_string()))?;
        let mut request = self.client.request(call.method, call.url);
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        if let Some(body) = call.body {
            request = request.body(body);
        }
        if let Some(timeout) = call.timeout {
            request = request.timeout(timeout);
        }
        let response = request.send().await.map_err(|error| classify(&error))?;
        Ok(read(response).await)
    }
}

impl Call {
    pub fn new(method: Method, url: Url) -> Self {
        Self { method, url, headers: Vec::new(), body: None, timeout: None }
    }

    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    pub fn post(url: Url, body: &Value) -> Self {
        Self::json(Method::POST, url, body)
    }

    pub fn put(url: Url, body: &Value) -> Self {
        Self::json(Method::PUT, url, body)
    }

    fn json(method: Method, url: Url, body: &Value) -> Self {
        let mut call = Self::new(method, url).header("content-type", "application/json".to_owned());
        call.body = Some(body.to_string().into_bytes());
        call
    }

    #[must_use]
    pub fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl Answer {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON; `Null` when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

async fn read(mut response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let retry_after =
        header(reqwest::header::RETRY_AFTER).and_then(|value| retry_after(value, header(reqwest::header::DATE)));
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MAX_ANSWER - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == MAX_ANSWER {
            break;
        }
    }
    Answer { status, retry_after, body }
}

/// Seconds, or a date. A date is read against the server's own clock, which every answer names that can name a date at all.
pub(super) fn retry_after(value: &str, answered_at: Option<&str>) -> Option<Duration> {
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    let answered_at = httpdate::parse_http_date(answered_at?).ok()?;
    // A time that is over means now.
    Some(at.duration_since(answered_at).unwrap_or_default())
}

fn classify(error: &reqwest::Error) -> Broken {
    // An address may hold ids and tokens, and the sources say all that matters.
    let mut detail = String::from(if error.is_timeout() { "timed out" } else { "failed" });
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        detail.push_str(": ");
        detail.push_str(&cause.to_string());
        source = cause.source();
    }
    detail.truncate(detail.floor_char_boundary(300));
    if error.is_builder() || error.is_connect() || error.is_dns() {
        Broken::NotSent(detail)
    } else {
        Broken::Unknown(detail)
    }
}

/// Looks names up as the system does, and hides the addresses that may not be reached: the check and the connect see the same answer,
/// so a name cannot change its mind in between.
pub(super) struct GuardedResolver {
    pub(super) private_hosts: Arc<PrivateHosts>,
}

#[derive(Debug, thiserror::Error)]
#[error("the host resolves to private addresses only, which the installation does not allow")]
pub(super) struct OnlyPrivate;

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let private_hosts = self.private_hosts.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let by_name = private_hosts.allows_name(name.as_str());
            let allowed: Vec<SocketAddr> =
                found.filter(|address| by_name || private_hosts.allows_address(address.ip())).collect();
            if allowed.is_empty() {
                return Err(OnlyPrivate.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}
