use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async, connect_async};

use super::api::Api;
use super::wait::PATIENCE;

/// A browser's socket (SPEC 4.1).
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The largest `seq` seen in events and watermarks: what to give as `lastSeq` after a reconnect.
    pub(crate) last_seq: Option<String>,
    /// Every event so far, in the order of arrival.
    pub(crate) seen: Vec<Frame>,
    requests: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub(crate) event: String,
    pub(crate) data: Value,
    pub(crate) seq: Option<String>,
    pub(crate) id: Option<Value>,
}

impl Socket {
    /// Connect, log in with the caller's token and wait for `ready`.
    pub(crate) async fn open(api: &Api, last_seq: Option<&str>) -> Self {
        let mut socket = Self::connect(api).await;
        socket.log_in(api, last_seq).await;
        socket
    }

    async fn log_in(&mut self, api: &Api, last_seq: Option<&str>) {
        self.last_seq = last_seq.map(str::to_owned);
        let mut data = json!({"token": api.token().expect("a caller who is logged in")});
        if let Some(seq) = last_seq {
            data["lastSeq"] = json!(seq);
        }
        self.send("auth", data).await;
        let first = self.next().await.expect("an answer to the log-in");
        assert_eq!(first.event, "ready", "{first:?}");
    }

    fn request(api: &Api) -> Request {
        let url = format!("{}/ws", api.base().replacen("http", "ws", 1));
        let mut request = url.into_client_request().expect("a socket address");
        request.headers_mut().insert("origin", api.base().parse().expect("an origin"));
        request
    }

    /// Connect, and say nothing yet.
    pub(crate) async fn connect(api: &Api) -> Self {
        let (stream, _) = connect_async(Self::request(api)).await.unwrap_or_else(|error| panic!("no socket: {error}"));
        Self { stream, last_seq: None, seen: Vec::new(), requests: 0 }
    }

    /// A socket that is ready, over a connection that holds a few kilobytes only: who does not read is soon behind.
    pub(crate) async fn narrow(api: &Api) -> Self {
        let tcp = TcpSocket::new_v4().expect("a socket can be made");
        tcp.set_recv_buffer_size(4096).expect("a buffer may be small");
        let address = api.base().trim_start_matches("http://").parse().expect("an address");
        let stream = MaybeTlsStream::Plain(tcp.connect(address).await.expect("the server listens"));
        let (stream, _) = client_async(Self::request(api), stream).await.expect("the server upgrades");
        let mut socket = Self { stream, last_seq: None, seen: Vec::new(), requests: 0 };
        socket.log_in(api, None).await;
        socket
    }

    /// Send a frame that wants no answer.
    pub(crate) async fn send(&mut self, event: &str, data: Value) {
        self.send_raw(json!({"event": event, "data": data}).to_string()).await;
    }

    pub(crate) async fn send_raw(&mut self, text: impl Into<String>) {
        self.stream.send(Message::text(text.into())).await.expect("the socket takes a frame");
    }

    /// Send a frame, and wait for its `ok` or `error`.
    pub(crate) async fn ask(&mut self, event: &str, data: Value) -> Result<Value, Value> {
        self.requests += 1;
        let id = json!(self.requests.to_string());
        self.send_raw(json!({"event": event, "data": data, "id": id}).to_string()).await;
        let is_ours = |frame: &Frame| frame.id.as_ref() == Some(&id);
        let answer = self.find(&format!("the answer to {event}"), PATIENCE, is_ours).await;
        if answer.event == "ok" { Ok(answer.data) } else { Err(answer.data) }
    }

    /// The next event of this name, in the order of arrival. Others on the way are kept in `seen`.
    pub(crate) async fn next_event(&mut self, name: &str) -> Frame {
        self.find(&format!("the event {name}"), PATIENCE, |frame| frame.event == name).await
    }

    /// The next event of this name whose data satisfy `test`.
    pub(crate) async fn event_where(&mut self, name: &str, test: impl Fn(&Value) -> bool) -> Frame {
        self.find(&format!("the event {name}"), PATIENCE, |frame| frame.event == name && test(&frame.data)).await
    }

    async fn find(&mut self, what: &str, patience: Duration, test: impl Fn(&Frame) -> bool) -> Frame {
        let end = Instant::now() + patience;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(next) = timeout(left, self.next()).await else {
                panic!("waited {patience:?} in vain for {what}; seen: {:?}", self.names())
            };
            match next {
                Some(frame) if test(&frame) => return frame,
                Some(_) => {}
                None => panic!("the socket closed before {what}; seen: {:?}", self.names()),
            }
        }
    }

    /// Listen for this long, and give what came.
    pub(crate) async fn listen(&mut self, time: Duration) -> Vec<Frame> {
        let before = self.seen.len();
        let end = Instant::now() + time;
        // `timeout` alone would go on for as long as there is always a frame ready.
        while Instant::now() < end && matches!(timeout_at(end, self.next()).await, Ok(Some(_))) {}
        self.seen[before..].to_vec()
    }

    /// The code with which the server closes the socket.
    pub(crate) async fn close_code(&mut self, patience: Duration) -> u16 {
        let close = async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Close(frame))) => return frame.map_or(1005, |frame| frame.code.into()),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return 1006,
                }
            }
        };
        timeout(patience, close).await.unwrap_or_else(|_| panic!("the socket stayed open for {patience:?}"))
    }

    /// The next frame; `None` when the socket is closed.
    async fn next(&mut self) -> Option<Frame> {
        loop {
            match self.stream.next().await? {
                Ok(Message::Text(text)) => return Some(self.keep(text.as_str())),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    fn keep(&mut self, text: &str) -> Frame {
        let value: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in the frame {text}"));
        let seq = value["seq"].as_str().map(str::to_owned);
        let frame = Frame {
            event: value["event"].as_str().unwrap_or_default().to_owned(),
            data: value["data"].clone(),
            seq: seq.clone(),
            id: value.get("id").filter(|id| !id.is_null()).cloned(),
        };
        let watermark =
            if matches!(frame.event.as_str(), "seq" | "resync") { &frame.data["seq"] } else { &Value::Null };
        // Sequence numbers are fixed-width text: the larger text is the later one.
        self.last_seq = self.last_seq.take().max(seq).max(watermark.as_str().map(str::to_owned));
        self.seen.push(frame.clone());
        frame
    }

    fn names(&self) -> Vec<&str> {
        self.seen.iter().map(|frame| frame.event.as_str()).collect()
    }
}
