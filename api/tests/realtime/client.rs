//! A client of the socket.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    /// Connected and not signed in.
    pub(crate) async fn open(address: &str) -> Self {
        Self::with(address, &[]).await.unwrap().0
    }

    /// With headers; also the subprotocol that was answered.
    pub(crate) async fn with(address: &str, headers: &[(&'static str, &str)]) -> Result<(Self, Option<String>), u16> {
        let mut request = address.into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((stream, response)) => {
                let protocol = response.headers().get("sec-websocket-protocol");
                Ok((Self(stream), protocol.map(|protocol| protocol.to_str().unwrap().to_owned())))
            }
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    pub(crate) async fn say(&mut self, frame: &Value) {
        self.raw(&frame.to_string()).await;
    }

    pub(crate) async fn raw(&mut self, text: &str) {
        // A server that has closed already is met when reading.
        let _ = self.0.send(Message::text(text)).await;
    }

    pub(crate) async fn ask(&mut self, event: &str, data: &Value) -> Value {
        self.say(&json!({"event": event, "data": data, "id": "ask"})).await;
        loop {
            let frame = self.next().await;
            if frame["id"] == "ask" {
                return frame;
            }
        }
    }

    /// The next frame.
    pub(crate) async fn next(&mut self) -> Value {
        timeout(PATIENCE, self.read()).await.expect("a frame in time").expect("an open socket")
    }

    /// The next frame of this event; what comes before is dropped.
    pub(crate) async fn find(&mut self, event: &str) -> Value {
        loop {
            let frame = self.next().await;
            if frame["event"] == event {
                return frame;
            }
        }
    }

    /// Everything that comes within a while.
    pub(crate) async fn during(&mut self, ms: u64) -> Vec<Value> {
        let mut frames = Vec::new();
        let _ = timeout(Duration::from_millis(ms), async {
            while let Ok(frame) = self.read().await {
                frames.push(frame);
            }
        })
        .await;
        frames
    }

    /// The code with which the server ends the connection.
    pub(crate) async fn closed(&mut self) -> u16 {
        let end = async {
            loop {
                if let Err(code) = self.read().await {
                    return code;
                }
            }
        };
        timeout(PATIENCE, end).await.expect("a close in time").expect("a close frame")
    }

    async fn read(&mut self) -> Result<Value, Option<u16>> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => return Err(frame.map(|frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }
}
