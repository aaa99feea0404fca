use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use poem::http::StatusCode;
use poem::listener::TcpListener;
use poem::web::{Data, Json, Path};
use poem::{EndpointExt as _, Response, Route, Server, get, handler, post};
use serde_json::{Value, json};

use super::api::Api;
use super::company::{Company, text};
use super::process::free_port;
use super::signed::{Delivery, WahaEvent};
use super::wait::{PATIENCE, wait_until};

const SESSION: &str = "balcao";
const HMAC_KEY: &str = "the secret of the session";

/// A WAHA server of the test itself: it lives on while the program is killed, and so counts what customers got.
#[derive(Clone, Default)]
pub(crate) struct WahaServer {
    base: String,
    taken: Arc<Mutex<Vec<Taken>>>,
    deliveries: Arc<Mutex<Vec<Delivery>>>,
    /// How long it takes to send a text, in milliseconds.
    slowness: Arc<AtomicU64>,
}

/// A text that went out to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) id: String,
    /// As `+5511988887777`.
    pub(crate) phone: String,
    pub(crate) text: String,
}

impl WahaServer {
    /// Start it, and connect `company` to it by an active channel.
    pub(crate) async fn connected_to(company: &Company) -> Self {
        let port = free_port();
        let server = Self { base: format!("http://127.0.0.1:{port}"), ..Self::default() };
        let routes = Route::new()
            .at("/api/sessions/:session", get(session))
            .at("/api/sendText", post(send_text))
            .at("/api/:session/new-message-id", get(new_message_id))
            .at("/api/:session/chats/:chat/messages/:message", get(message))
            .data(server.clone());
        tokio::spawn(Server::new(TcpListener::bind(("127.0.0.1", port))).run(routes));
        let address = ("127.0.0.1", port);
        wait_until("the WAHA server", PATIENCE, async || tokio::net::TcpStream::connect(address).await.ok()).await;
        server.connect(company).await;
        server
    }

    async fn connect(&self, company: &Company) {
        let body = json!({
            "name": "Balcão", "provider": "WAHA", "externalKey": SESSION, "baseUrl": self.base,
            "credentials": {"hmacKey": HMAC_KEY, "apiKey": "key"},
        });
        let channel = company.api().post("/api/channels", body).await.created();
        let path = format!("/api/channels/{}", text(&channel["id"]));
        wait_until("an active channel", PATIENCE, async || {
            company.api().post(&format!("{path}/verify"), json!({})).await.ok();
            let channel = company.api().get(&path).await.ok();
            (channel["status"] == "ACTIVE").then_some(())
        })
        .await;
    }

    /// A customer writes, and the server posts that until the program takes it.
    pub(crate) async fn says(&self, api: &Api, phone: &str, words: &str) {
        let digits = phone.trim_start_matches('+');
        let id = domain::id::new_id().simple().to_string().to_uppercase();
        let payload = json!({
            "id": format!("false_{digits}@c.us_{id}"), "from": format!("{digits}@c.us"), "fromMe": false,
            "timestamp": domain::clock::Clock::system().now().timestamp(), "body": words, "hasMedia": false,
        });
        WahaEvent::new(SESSION, HMAC_KEY, "message", &payload)
            .until_taken(api, |delivery| guard(&self.deliveries).push(delivery))
            .await;
    }

    /// Numbered messages of one customer, one after the other.
    pub(crate) async fn says_numbers(&self, api: &Api, phone: &str, count: usize, pause: Duration) {
        for number in 1..=count {
            self.says(api, phone, &format!("mensagem {number}")).await;
            tokio::time::sleep(pause).await;
        }
    }

    /// What this customer got, oldest first.
    pub(crate) fn received(&self, phone: &str) -> Vec<Taken> {
        self.lock().iter().filter(|taken| taken.phone == phone).cloned().collect()
    }

    /// Every try to deliver a webhook, in the order of their ends.
    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        guard(&self.deliveries).clone()
    }

    /// From now on a text takes this long to send.
    pub(crate) fn takes(&self, time: Duration) {
        self.slowness.store(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Taken>> {
        guard(&self.taken)
    }

    /// The engine takes one id once.
    fn take(&self, chat: &str, id: &str, text: &str) {
        let mut taken = self.lock();
        if !taken.iter().any(|known| known.id == id) {
            let phone = format!("+{}", chat.trim_end_matches("@c.us"));
            taken.push(Taken { id: id.to_owned(), phone, text: text.to_owned() });
        }
    }
}

fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn new_id() -> String {
    format!("3EB0{}", domain::id::new_id().simple().to_string().to_uppercase())
}

/// The id itself, of `true_<chat>_<id>` too.
fn own_part(id: &str) -> &str {
    id.rsplit('_').next().unwrap_or(id)
}

fn answer(status: StatusCode, body: &Value) -> Response {
    Response::builder().status(status).content_type("application/json").body(body.to_string())
}

#[handler]
fn session(Path(session): Path<String>) -> Response {
    let engine = json!({"engine": "NOWEB"});
    let me = json!({"id": "5511999990000@c.us", "pushName": "Padaria"});
    answer(StatusCode::OK, &json!({"name": session, "status": "WORKING", "engine": engine, "me": me}))
}

#[handler]
fn new_message_id(Path(_): Path<String>) -> Response {
    answer(StatusCode::OK, &json!({"id": new_id()}))
}

#[handler]
async fn send_text(Data(server): Data<&WahaServer>, Json(body): Json<Value>) -> Response {
    tokio::time::sleep(Duration::from_millis(server.slowness.load(Ordering::Relaxed))).await;
    let chat = text(&body["chatId"]);
    let id = body["id"].as_str().map_or_else(new_id, |id| own_part(id).to_owned());
    server.take(&chat, &id, &text(&body["text"]));
    answer(StatusCode::CREATED, &json!({"id": format!("true_{chat}_{id}")}))
}

#[handler]
fn message(Data(server): Data<&WahaServer>, Path((_, chat, id)): Path<(String, String, String)>) -> Response {
    let id = own_part(&id);
    if server.lock().iter().any(|taken| taken.id == id) {
        answer(StatusCode::OK, &json!({"id": format!("true_{chat}_{id}"), "fromMe": true, "ack": 1}))
    } else {
        answer(StatusCode::NOT_FOUND, &json!({"message": "no such message"}))
    }
}
