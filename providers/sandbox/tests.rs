//! The simulator against a webhook receiver, and the adapter against the simulator, over real loopback HTTP.

mod adapter;
mod dialects;
mod faults;
mod load;
mod phone;
mod webhooks;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::channel::ProviderKind;
use domain::clock::Clock;
use domain::id::new_id;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::*;

/// The smallest HTTP server that our client can talk to: one request a connection.
async fn serve<F, A>(answer: F) -> Url
where
    F: Fn(Request) -> A + Send + Sync + 'static,
    A: Future<Output = Response> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            tokio::spawn(async move {
                let Some(request) = read_request(&mut socket).await else { return };
                let response = answer(request).await;
                let headers: Vec<String> =
                    response.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
                let head = format!(
                    "HTTP/1.1 {} X\r\nconnection: close\r\n{}content-length: {}\r\n\r\n",
                    response.status,
                    headers.concat(),
                    response.body.len()
                );
                let _ = socket.write_all(&[head.as_bytes(), &response.body].concat()).await;
            });
        }
    });
    url
}

async fn read_request(socket: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = bytes[end + 4..].to_vec();
    while body.len() < length {
        socket.read_buf(&mut body).await.ok()?;
    }
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
        None => (target, None),
    };
    Some(Request { method, path, query, headers, body })
}

/// A simulator with one channel, and the receiver of its webhooks.
struct Stage {
    simulator: Simulator,
    channel: SimChannel,
    posted: Arc<Mutex<Vec<Request>>>,
    /// What the receiver answers next, then 200.
    answers: Arc<Mutex<Vec<u16>>>,
}

fn quick() -> SimulatorConfig {
    SimulatorConfig {
        retry_delay: Duration::from_millis(20),
        retries: 3,
        webhook_timeout: Duration::from_secs(5),
        status_delay: Duration::from_millis(5),
        hold: Duration::from_secs(20),
    }
}

impl Stage {
    async fn new(dialect: ProviderKind) -> Self {
        let posted: Arc<Mutex<Vec<Request>>> = Arc::default();
        let answers: Arc<Mutex<Vec<u16>>> = Arc::default();
        let (kept, left) = (Arc::clone(&posted), Arc::clone(&answers));
        let url = serve(move |request| {
            let status = left.lock().unwrap().pop().unwrap_or(200);
            kept.lock().unwrap().push(request);
            async move { Response::empty(status) }
        })
        .await;
        let simulator = Simulator::new(quick(), Clock::system()).unwrap();
        let channel = SimChannel {
            id: new_id(),
            dialect,
            external_key: "line-1".to_owned(),
            phone: Some("+551130000000".to_owned()),
            waba_id: Some("waba-1".to_owned()),
            engine: None,
            webhook_url: url,
            signing_secret: Some("signing secret".to_owned()),
            token: Some("token".to_owned()),
        };
        simulator.ensure_channel(channel.clone());
        Self { simulator, channel, posted, answers }
    }

    fn faults(&self, switches: Value) {
        let faults = serde_json::from_value(switches).unwrap();
        self.simulator.set_faults(self.channel.id, faults).unwrap();
    }

    fn inbound(&self, call: Value) -> Vec<String> {
        let call = serde_json::from_value::<InboundCall>(call).unwrap();
        self.simulator.inbound(self.channel.id, &call).unwrap().message_ids
    }

    /// The webhooks, once `count` were posted.
    async fn posted(&self, count: usize) -> Vec<Request> {
        for _ in 0..400 {
            if self.posted.lock().unwrap().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let posted = self.posted.lock().unwrap().clone();
        assert!(posted.len() >= count, "{count} webhooks were awaited, {} came", posted.len());
        posted
    }

    /// The webhooks, once nothing is on its way any more.
    async fn settled(&self) -> Vec<Request> {
        for _ in 0..400 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if self.simulator.deliveries(self.channel.id).unwrap().pending == 0 {
                break;
            }
        }
        // Statuses follow one another: look twice.
        tokio::time::sleep(Duration::from_millis(60)).await;
        self.posted.lock().unwrap().clone()
    }

    /// Send a text through the channel's dialect.
    async fn send(&self, phone: &str, text: &str, id: Option<&str>) -> (u16, Value) {
        let (path, body, headers) = match self.channel.dialect {
            ProviderKind::Waha => (
                "/sandbox/waha/api/sendText".to_owned(),
                json!({"session": "line-1", "chatId": format!("{phone}@c.us"), "text": text, "id": id}),
                HashMap::from([("x-api-key".to_owned(), "token".to_owned())]),
            ),
            ProviderKind::Meta => (
                "/sandbox/meta/v25.0/line-1/messages".to_owned(),
                json!({"messaging_product": "whatsapp", "recipient_type": "individual", "to": phone, "type": "text",
                    "text": {"body": text}, "biz_opaque_callback_data": id}),
                HashMap::from([("authorization".to_owned(), "Bearer token".to_owned())]),
            ),
            ProviderKind::Sandbox => {
                let body = json!({"to": {"phone": format!("+{phone}")}, "text": text, "id": id});
                let signature = sign::hmac_sha256("signing secret", body.to_string().as_bytes());
                let headers = HashMap::from([(sign::SANDBOX_SIGNATURE.to_owned(), signature)]);
                (format!("/sandbox/native/{}/messages", self.channel.id), body, headers)
            }
        };
        let body = body.to_string().into_bytes();
        let request = Request { method: "POST".to_owned(), path, query: None, headers, body };
        let response = self.simulator.handle(request).await;
        (response.status, serde_json::from_slice(&response.body).unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str, query: Option<&str>) -> (u16, Value) {
        let headers = HashMap::from([
            ("x-api-key".to_owned(), "token".to_owned()),
            ("authorization".to_owned(), "Bearer token".to_owned()),
        ]);
        let (path, query) = (path.to_owned(), query.map(str::to_owned));
        let request = Request { method: "GET".to_owned(), path, query, headers, body: Vec::new() };
        let response = self.simulator.handle(request).await;
        (response.status, serde_json::from_slice(&response.body).unwrap_or(Value::Null))
    }

    fn outbox(&self) -> Vec<OutboxEntry> {
        self.simulator.outbox(self.channel.id, &OutboxQuery::default()).unwrap()
    }
}

fn json_of(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// The events of WAHA webhooks by name, sorted.
fn events(posted: &[Request]) -> Vec<String> {
    let mut events: Vec<String> =
        posted.iter().map(|one| json_of(one)["event"].as_str().unwrap_or_default().to_owned()).collect();
    events.sort();
    events
}
