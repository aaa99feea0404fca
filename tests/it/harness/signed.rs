//! Webhooks as the providers post them, signed over their very bytes.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Sha256, Sha512};

use super::api::{Answer, Api};

/// One event of a WAHA server for `session`, as `("message", payload)`.
pub(crate) async fn waha_webhook(api: &Api, session: &str, hmac_key: &str, event: &str, payload: Value) -> Answer {
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
    let request = api
        .request(Method::POST, "/webhooks/waha")
        .header("X-Webhook-Request-Id", id)
        .header("X-Webhook-Timestamp", timestamp.to_string())
        .header("X-Webhook-Hmac-Algorithm", "sha512")
        .header("X-Webhook-Hmac", hex::encode(mac.finalize().into_bytes()));
    Answer::of(request.header("content-type", "application/json").body(bytes)).await
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
