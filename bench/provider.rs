//! A WAHA server that takes every text at once. It notes when the request arrived, before it reads the body.

use std::collections::HashSet;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::board::{Board, Effect};
use crate::webhook;

#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) address: SocketAddr,
    state: Arc<State>,
}

struct State {
    board: Arc<Board>,
    /// The ids of the texts that were sent.
    taken: Mutex<HashSet<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SendText {
    chat_id: String,
    id: Option<String>,
}

impl Provider {
    pub(crate) async fn start(board: Arc<Board>) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let state = Arc::new(State { board, taken: Mutex::default() });
        let provider = Self { address: listener.local_addr()?, state: state.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).ok();
                let state = state.clone();
                let service = service_fn(move |request| answer(state.clone(), request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Ok(provider)
    }

    /// How many texts customers got: the engine takes an id once.
    pub(crate) fn taken(&self) -> usize {
        self.state.lock().len()
    }
}

impl State {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn answer(state: Arc<State>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let arrived = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let (status, body) = match (method, &parts[..]) {
        (Method::POST, ["api", "sendText"]) => {
            let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
            send_text(&state, &body, arrived)
        }
        // In the place of the program, to see what the load itself can do.
        (Method::POST, ["webhooks", "waha"]) => {
            request.into_body().collect().await.ok();
            (StatusCode::OK, Value::Null)
        }
        (Method::GET, ["api", _, "new-message-id"]) => (StatusCode::OK, json!({"id": new_id()})),
        (Method::GET, ["api", "sessions", name]) => (StatusCode::OK, session(name)),
        (Method::GET, ["api", _, "chats", chat, "messages", id]) => find(&state, chat, id),
        _ => (StatusCode::NOT_FOUND, json!({"message": "no such path"})),
    };
    let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", hyper::header::HeaderValue::from_static("application/json"));
    Ok(response)
}

fn send_text(state: &State, body: &[u8], arrived: Instant) -> (StatusCode, Value) {
    let Ok(sent) = serde_json::from_slice::<SendText>(body) else {
        return (StatusCode::BAD_REQUEST, json!({"message": "no text"}));
    };
    // In the phases that greet, a customer has the number of the one message.
    if let Some(number) = webhook::customer(&sent.chat_id) {
        state.board.seen(number, Effect::Greeting, arrived);
    }
    let id = sent.id.as_deref().map_or_else(new_id, |id| own_part(id).to_owned());
    let full = format!("true_{}_{id}", sent.chat_id);
    state.lock().insert(id);
    (StatusCode::CREATED, json!({"id": full}))
}

fn session(name: &str) -> Value {
    let me = json!({"id": "5511999990000@c.us", "pushName": "Padaria"});
    json!({"name": name, "status": "WORKING", "engine": {"engine": "NOWEB"}, "me": me})
}

fn find(state: &State, chat: &str, id: &str) -> (StatusCode, Value) {
    let id = own_part(id);
    if state.lock().contains(id) {
        let chat = chat.replace("%40", "@");
        (StatusCode::OK, json!({"id": format!("true_{chat}_{id}"), "fromMe": true, "ack": 1}))
    } else {
        (StatusCode::NOT_FOUND, json!({"message": "no such message"}))
    }
}

fn new_id() -> String {
    format!("3EB0{}", domain::id::new_id().simple().to_string().to_uppercase())
}

/// The id itself, of `true_<chat>_<id>` too.
fn own_part(id: &str) -> &str {
    id.rsplit('_').next().unwrap_or(id)
}
