use std::sync::Arc;
use std::time::Duration;

use domain::channel::ProviderKind;
use domain::clock::Clock;
use poem::http::StatusCode;
use poem::listener::TcpListener;
use poem::web::Data;
use poem::{EndpointExt as _, Response, Route, Server, handler};
use providers::sandbox::{
    InboundCall, OutboxEntry, OutboxQuery, RawCall, RawSignature, Request, SessionCall, SimChannel, SimStatus,
    Simulator, SimulatorConfig, StatusCall,
};
use serde_json::{Value, json};
use tokio::sync::watch;
use uuid::Uuid;

use super::app::App;
use super::company::{Company, text};
use super::process::free_port;
use super::wait::{PATIENCE, wait_until};

/// The simulated providers in the test's own process: what they took survives every kill of the program, and their answers can
/// be held back.
#[derive(Clone)]
pub(crate) struct ProviderServer {
    base: String,
    simulator: Simulator,
    held: Arc<watch::Sender<bool>>,
}

/// One number of a company there.
#[derive(Clone)]
pub(crate) struct ProviderLine {
    pub(crate) channel: Uuid,
    /// META's number and account, WAHA's session.
    pub(crate) key: String,
    /// Signs webhooks, and opens the provider.
    pub(crate) secrets: [String; 2],
    simulator: Simulator,
}

impl ProviderServer {
    pub(crate) async fn start() -> Self {
        let port = free_port();
        let config = SimulatorConfig {
            retry_delay: Duration::from_millis(200),
            // Through every kill of a test.
            retries: 1_000,
            webhook_timeout: Duration::from_secs(30),
            status_delay: Duration::from_millis(20),
            hold: Duration::from_secs(5),
        };
        let simulator = Simulator::new(config, Clock::system()).expect("the simulator starts");
        let server =
            Self { base: format!("http://127.0.0.1:{port}"), simulator, held: Arc::new(watch::Sender::new(false)) };
        let routes = Route::new().at("/*call", answer).data(server.clone());
        tokio::spawn(Server::new(TcpListener::bind(("127.0.0.1", port))).run(routes));
        let address = ("127.0.0.1", port);
        wait_until("the providers", PATIENCE, async || tokio::net::TcpStream::connect(address).await.ok()).await;
        server
    }

    /// Keep the answers of sends back, or let them go. What is asked for is taken at once all the same.
    pub(crate) fn hold_answers(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// Connect `company` by an active channel of `provider` (META or WAHA) with these settings.
    pub(crate) async fn line(
        &self,
        app: &App,
        company: &Company,
        provider: ProviderKind,
        engine: Option<&str>,
        settings: Value,
    ) -> ProviderLine {
        let line = self.new_line(app, company, provider, engine, settings).await;
        let path = format!("/api/channels/{}", line.channel);
        wait_until("an active channel", PATIENCE, async || {
            company.api().post(&format!("{path}/verify"), json!({})).await;
            let channel = company.api().get(&path).await.ok();
            (channel["status"] == "ACTIVE").then_some(())
        })
        .await;
        line
    }

    /// The same for a channel that nobody verified yet.
    pub(crate) async fn new_line(
        &self,
        app: &App,
        company: &Company,
        provider: ProviderKind,
        engine: Option<&str>,
        settings: Value,
    ) -> ProviderLine {
        let [key, secret, token] = [(); 3].map(|()| domain::id::new_id().simple().to_string());
        let name: &'static str = provider.into();
        let meta = provider == ProviderKind::Meta;
        let (dialect, door) = if meta { ("meta", "whatsapp") } else { ("waha", "waha") };
        let credentials = if meta {
            json!({"appSecret": secret, "accessToken": token, "verifyToken": key})
        } else {
            json!({"hmacKey": secret, "apiKey": token})
        };
        let mut body = json!({
            "name": "Balcão", "provider": name, "externalKey": key, "phone": "+5511999990000",
            "baseUrl": format!("{}/{dialect}", self.base), "credentials": credentials, "maxPerSecond": 200,
            "settings": settings,
        });
        if meta {
            body["wabaId"] = json!(key);
        }
        let channel = company.api().post("/api/channels", body.clone()).await.created();
        let id: Uuid = text(&channel["id"]).parse().expect("a channel's id");
        self.simulator.ensure_channel(SimChannel {
            id,
            dialect: provider,
            external_key: key.clone(),
            phone: Some("+5511999990000".to_owned()),
            waba_id: body["wabaId"].as_str().map(str::to_owned),
            engine: engine.map(str::to_owned),
            webhook_url: format!("{}/webhooks/{door}/{id}", app.base()).parse().expect("an address"),
            signing_secret: Some(secret.clone()),
            token: Some(token.clone()),
        });
        ProviderLine { channel: id, key, secrets: [secret, token], simulator: self.simulator.clone() }
    }
}

impl ProviderLine {
    pub(crate) fn says(&self, phone: &str, words: &str) {
        let call = InboundCall { from: Some(phone.to_owned()), text: Some(words.to_owned()), ..InboundCall::default() };
        self.simulator.inbound(self.channel, &call).expect("the line is known");
    }

    /// What this customer got, oldest first.
    pub(crate) fn received(&self, phone: &str) -> Vec<OutboxEntry> {
        let query = OutboxQuery { phone: Some(phone.to_owned()), ..OutboxQuery::default() };
        self.simulator.outbox(self.channel, &query).expect("the line is known")
    }

    pub(crate) fn everything_received(&self) -> Vec<OutboxEntry> {
        self.simulator.outbox(self.channel, &OutboxQuery::default()).expect("the line is known")
    }

    pub(crate) async fn hears(&self, phone: &str, words: &str) -> OutboxEntry {
        wait_until(&format!("\"{words}\" at {phone}"), PATIENCE, async || {
            let heard = |entry: &OutboxEntry| entry.text.as_deref().is_some_and(|text| text.contains(words));
            self.received(phone).into_iter().find(heard)
        })
        .await
    }

    /// The customer writes; gives the provider's id of it.
    pub(crate) fn writes(&self, phone: &str, words: &str) -> String {
        self.writes_later(phone, words, chrono::Duration::zero())
    }

    /// The same at a time that lies ahead of this process's clock.
    pub(crate) fn writes_later(&self, phone: &str, words: &str, ahead: chrono::Duration) -> String {
        let call = InboundCall {
            from: Some(phone.to_owned()),
            text: Some(words.to_owned()),
            timestamp: Some(Clock::system().now() + ahead),
            ..InboundCall::default()
        };
        let written = self.simulator.inbound(self.channel, &call).expect("the line is known");
        written.message_ids.into_iter().next().expect("it names what it sent")
    }

    /// What the company reacted with, by the bare ids of the messages.
    pub(crate) fn reactions(&self) -> std::collections::HashMap<String, String> {
        self.simulator.reactions(self.channel).expect("the line is known")
    }

    /// How often this customer was shown that somebody writes.
    pub(crate) fn typing(&self, phone: &str) -> u32 {
        self.simulator.typing(self.channel, phone).expect("the line is known")
    }

    /// What the company told as read, by bare ids.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.simulator.seen(self.channel).expect("the line is known")
    }

    /// Set the fault switches of the line.
    pub(crate) fn faults(&self, faults: Value) {
        let faults = serde_json::from_value(faults).expect("fault switches");
        self.simulator.set_faults(self.channel, faults).expect("the line is known");
    }

    /// Tell what became of a message.
    pub(crate) fn tells(&self, message: &str, status: SimStatus) {
        let code = (status == SimStatus::Failed).then_some(131_026);
        let call = StatusCall { message_id: message.to_owned(), status, delay_ms: None, code };
        self.simulator.status(self.channel, &call).expect("the message is known");
    }

    /// The phone or the server changes the session.
    pub(crate) fn session(&self, status: &str) {
        let call = SessionCall { status: status.to_owned() };
        self.simulator.session(self.channel, &call).expect("the line is known");
    }

    /// Post a body that the provider signed. Gives the status it was answered with.
    pub(crate) async fn posts(&self, body: &Value) -> Option<u16> {
        let call = RawCall { body: Some(body.to_string()), body_base64: None, signature: RawSignature::Valid };
        self.simulator.raw(self.channel, &call).await.expect("the line is known").status
    }

    /// Wait until every webhook was taken.
    pub(crate) async fn delivered(&self) {
        wait_until("an end of the webhooks", 4 * PATIENCE, async || {
            (self.simulator.deliveries(self.channel).expect("the line is known").pending == 0).then_some(())
        })
        .await;
    }
}

#[handler]
async fn answer(request: &poem::Request, body: Vec<u8>, Data(server): Data<&ProviderServer>) -> Response {
    let path = request.uri().path().to_owned();
    let sends =
        request.method() == poem::http::Method::POST && (path.ends_with("/messages") || path.ends_with("/sendText"));
    let headers = request.headers().iter();
    let headers = headers.filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())));
    let asked = Request {
        method: request.method().as_str().to_owned(),
        path,
        query: request.uri().query().map(str::to_owned),
        headers: headers.collect(),
        body,
    };
    let said = server.simulator.handle(asked).await;
    if sends {
        let mut held = server.held.subscribe();
        held.wait_for(|held| !held).await.expect("the server holds the other end");
    }
    let status = StatusCode::from_u16(said.status).expect("a status");
    let kind = said.headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.clone());
    Response::builder().status(status).content_type(kind.unwrap_or_default()).body(said.body)
}
