//! Webhooks as the providers post them, signed over their very bytes.

use std::time::Duration;

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sha2::{Sha256, Sha512};
use tokio::time::{Instant, sleep};

use super::api::{Answer, Api};
use super::wait::PATIENCE;

/// One event of a WAHA server, signed. It may be posted again, as its very bytes.
pub(crate) struct WahaEvent {
    id: String,
    /// Of the message in it, empty where it has none.
    message: String,
    timestamp: i64,
    bytes: String,
    signature: String,
}

impl WahaEvent {
    /// Of `session`, as `("message", payload)`.
    pub(crate) fn new(session: &str, hmac_key: &str, event: &str, payload: &Value) -> Self {
        let id = format!("evt_{}", domain::id::new_id().simple());
        let timestamp = domain::clock::Clock::system().now().timestamp_millis();
        let body = json!({
            "id": id, "timestamp": timestamp, "event": event, "session": session, "payload": payload,
            "me": {"id": "5511999990000@c.us", "pushName": "Padaria"},
            "environment": {"version": "2026.10.1", "engine": "NOWEB", "tier": "PLUS"},
        });
        let bytes = body.to_string();
        let mut mac = <Hmac<Sha512> as KeyInit>::new_from_slice(hmac_key.as_bytes()).expect("any key will do");
        mac.update(bytes.as_bytes());
        let message = payload["id"].as_str().unwrap_or_default().to_owned();
        Self { id, message, timestamp, bytes, signature: hex::encode(mac.finalize().into_bytes()) }
    }

    fn request(&self, api: &Api) -> RequestBuilder {
        api.request(Method::POST, "/webhooks/waha")
            .header("X-Webhook-Request-Id", &self.id)
            .header("X-Webhook-Timestamp", self.timestamp.to_string())
            .header("X-Webhook-Hmac-Algorithm", "sha512")
            .header("X-Webhook-Hmac", &self.signature)
            .header("content-type", "application/json")
            .body(self.bytes.clone())
    }

    /// Post it as the provider does: again and again, until it is answered with 200. Every try is told to `watch`.
    pub(crate) async fn until_taken(&self, api: &Api, watch: impl Fn(Delivery)) {
        let end = Instant::now() + 4 * PATIENCE;
        loop {
            let begun = Instant::now();
            let tried = Answer::try_of(self.request(api)).await;
            let was_refused = tried.as_ref().is_err_and(reqwest::Error::is_connect);
            let answer = tried.ok();
            let status = answer.as_ref().map(|answer| answer.status);
            let retry_after = answer.is_some_and(|answer| answer.header("retry-after").is_some());
            let message = self.message.clone();
            watch(Delivery { message, begun, ended: Instant::now(), status, was_refused, retry_after });
            if status == Some(200) {
                return;
            }
            assert!(Instant::now() < end, "a webhook was never taken, at last with {status:?}");
            sleep(Duration::from_millis(50)).await;
        }
    }
}

/// One try to deliver a webhook.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    /// The provider's id of the message in it.
    pub(crate) message: String,
    pub(crate) begun: Instant,
    pub(crate) ended: Instant,
    /// None when there was no answer.
    pub(crate) status: Option<u16>,
    /// Nobody listened: no byte of it was taken.
    pub(crate) was_refused: bool,
    pub(crate) retry_after: bool,
}

/// Post one event of a WAHA server for `session`, as `("message", payload)`.
pub(crate) async fn waha_webhook(api: &Api, session: &str, hmac_key: &str, event: &str, payload: Value) -> Answer {
    Answer::of(WahaEvent::new(session, hmac_key, event, &payload).request(api)).await
}

/// A whole webhook body of META.
pub(crate) async fn meta_webhook(api: &Api, app_secret: &str, body: &Value) -> Answer {
    let bytes = body.to_string();
    let signature = format!("sha256={}", sha256(app_secret, &bytes));
    let request = api.request(Method::POST, "/webhooks/whatsapp").header("X-Hub-Signature-256", signature);
    Answer::of(request.header("content-type", "application/json").body(bytes)).await
}

/// One normalised event for a SANDBOX channel.
pub(crate) async fn sandbox_webhook(api: &Api, channel: &str, hmac_key: &str, event: &Value) -> Answer {
    let bytes = event.to_string();
    let request = api.request(Method::POST, &format!("/webhooks/sandbox/{channel}"));
    let request = request.header("X-Sandbox-Signature", sha256(hmac_key, &bytes));
    Answer::of(request.header("content-type", "application/json").body(bytes)).await
}

fn sha256(key: &str, bytes: &str) -> String {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()).expect("any key will do");
    mac.update(bytes.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}
