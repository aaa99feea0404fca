//! What the tests of all adapters need: a channel, and a real server that answers as told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::channel::{ChannelSettings, ProviderKind};
use domain::identity::{Identity, IdentityKind};
use proptest::prelude::*;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::credentials::{ChannelAccess, Credentials};
use crate::http::{Http, HttpConfig, PrivateHosts};
use crate::identity::identity;
use crate::provider::Outgoing;

/// How the server treats a connection.
#[derive(Debug, Clone)]
pub(crate) enum Behaviour {
    /// Status, extra header lines, body.
    Answer(u16, &'static str, String),
    /// Take the request and say nothing.
    Hang,
    /// Take the request and reset the connection.
    Reset,
    /// Start an answer and reset the connection inside its body.
    BreakInBody(u16),
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) head: String,
    pub(crate) body: Value,
}

/// A small HTTP server on the loopback address; the last behaviour is repeated.
pub(crate) struct Server {
    pub(crate) url: Url,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    pub(crate) async fn start(mut behaviours: Vec<Behaviour>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = seen.clone();
        tokio::spawn(async move {
            behaviours.reverse();
            while let Ok((stream, _)) = listener.accept().await {
                let behaviour = if behaviours.len() > 1 { behaviours.pop() } else { behaviours.last().cloned() };
                tokio::spawn(serve(stream, behaviour.unwrap(), log.clone()));
            }
        });
        Self { url, seen }
    }

    pub(crate) async fn answering(status: u16, body: &str) -> Self {
        Self::start(vec![Behaviour::Answer(status, "", body.to_owned())]).await
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, behaviour: Behaviour, log: Arc<Mutex<Vec<Seen>>>) {
    let seen = read_request(&mut stream).await;
    log.lock().unwrap().push(seen);
    match behaviour {
        Behaviour::Answer(status, headers, body) => {
            let length = body.len();
            let answer =
                format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        Behaviour::Hang => tokio::time::sleep(Duration::from_mins(1)).await,
        Behaviour::Reset => stream.set_zero_linger().unwrap(),
        Behaviour::BreakInBody(status) => {
            let head = format!("HTTP/1.1 {status} X\r\ncontent-length: 1000\r\n\r\n{{\"id\":");
            stream.write_all(head.as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
            stream.set_zero_linger().unwrap();
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Seen {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap();
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(|v| v.trim().parse().unwrap()))
                .unwrap_or(0);
            if body.len() >= length || read == 0 {
                let line = head.lines().next().unwrap_or_default().to_owned();
                let body = serde_json::from_str(body).unwrap_or_default();
                return Seen { line, head: head.to_lowercase(), body };
            }
        }
    }
}

/// A client that may talk to the loopback address and gives up after `milliseconds`.
pub(crate) fn http(milliseconds: u64) -> Http {
    let timeout = Duration::from_millis(milliseconds);
    Http::new(HttpConfig { timeout, private_hosts: PrivateHosts::all() }).unwrap()
}

pub(crate) fn channel(provider: ProviderKind, base_url: &Url) -> ChannelAccess {
    ChannelAccess {
        id: domain::id::new_id(),
        provider,
        external_key: "default".to_owned(),
        base_url: base_url.clone(),
        api_version: Some("v25.0".to_owned()),
        engine: None,
        credentials: Credentials {
            access_token: Some("token".to_owned()),
            app_secret: Some("app-secret".to_owned()),
            verify_token: Some("verify".to_owned()),
            api_key: Some("key".to_owned()),
            hmac_key: Some("my-secret-key".to_owned()),
        },
        settings: ChannelSettings::default(),
        insecure_webhook: false,
    }
}

pub(crate) fn outgoing() -> Outgoing {
    Outgoing {
        to: phone("+5511999990000"),
        text: "Olá".to_owned(),
        file: None,
        template: None,
        reply_to: None,
        correlation: "m.1".to_owned(),
        preallocated_id: None,
    }
}

pub(crate) fn phone(number: &str) -> Identity {
    identity(IdentityKind::Phone, number)
}

/// A free local port that nobody listens on.
pub(crate) async fn nobody() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap()
}

/// JSON of any shape that uses `keys` more often than chance would.
pub(crate) fn any_json(keys: Vec<&'static str>) -> impl Strategy<Value = Value> {
    let words = vec![
        "",
        "a",
        "0",
        "1700000000",
        "false_5511999990000@c.us_A",
        "true_@_",
        "false__",
        "@",
        "1@lid",
        "1@g.us",
        "text",
        "image",
        "status",
        "é😮",
        "BR.1",
        "-1",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(words).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(prop::sample::select(keys.clone()), inner, 0..8)
                .prop_map(|map| map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Value>()),
        ]
    })
}
