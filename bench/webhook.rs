//! Webhooks as a WAHA server posts them, built and signed before the clock runs.

use bytes::Bytes;
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use http_body_util::Full;
use hyper::Request;
use serde_json::json;
use sha2::Sha512;

use crate::company::Company;

/// The text of message `number`, by which it is found again at the socket.
pub(crate) const MARK: &str = "bench-";

/// One message of a customer. It may be posted again, as its very bytes.
#[derive(Clone)]
pub(crate) struct Webhook {
    id: String,
    timestamp: i64,
    body: Bytes,
    signature: String,
}

impl Webhook {
    /// Customer `customer` of `company` writes `text`.
    pub(crate) fn new(company: &Company, customer: usize, text: &str) -> Self {
        Self::signed(&company.session, &company.hmac_key, customer, text)
    }

    /// The same to any session.
    pub(crate) fn signed(session: &str, hmac_key: &str, customer: usize, text: &str) -> Self {
        let id = domain::id::new_id().simple().to_string();
        let now = domain::clock::Clock::system().now();
        let phone = phone(customer);
        let payload = json!({
            "id": format!("false_{phone}@c.us_{}", id.to_uppercase()), "from": format!("{phone}@c.us"), "fromMe": false,
            "timestamp": now.timestamp(), "body": text, "hasMedia": false, "notifyName": format!("Cliente {customer}"),
        });
        let body = json!({
            "id": format!("evt_{id}"), "timestamp": now.timestamp_millis(), "event": "message",
            "session": session, "payload": payload,
            "me": {"id": "5511999990000@c.us", "pushName": "Padaria"},
            "environment": {"version": "2026.10.1", "engine": "NOWEB", "tier": "PLUS"},
        });
        let body = Bytes::from(body.to_string());
        let mut mac = <Hmac<Sha512> as KeyInit>::new_from_slice(hmac_key.as_bytes()).expect("any key will do");
        mac.update(&body);
        let signature = hex::encode(mac.finalize().into_bytes());
        Self { id: format!("evt_{id}"), timestamp: now.timestamp_millis(), body, signature }
    }

    pub(crate) fn request(&self, host: &str) -> Request<Full<Bytes>> {
        Request::post("/webhooks/waha")
            .header("host", host)
            .header("content-type", "application/json")
            .header("X-Webhook-Request-Id", &self.id)
            .header("X-Webhook-Timestamp", self.timestamp)
            .header("X-Webhook-Hmac-Algorithm", "sha512")
            .header("X-Webhook-Hmac", &self.signature)
            .body(Full::new(self.body.clone()))
            .expect("every header is plain text")
    }
}

/// A Brazilian mobile number, digits only.
fn phone(customer: usize) -> String {
    format!("55119{}", 80_000_000 + customer)
}

/// The customer of a chat id, as of `5511980000001@c.us`.
pub(crate) fn customer(chat: &str) -> Option<usize> {
    let digits = chat.strip_prefix("55119")?.split('@').next()?;
    digits.parse::<usize>().ok()?.checked_sub(80_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_is_known_by_the_chat() {
        assert_eq!(customer(&format!("{}@c.us", phone(1234))), Some(1234));
        assert_eq!(customer("status@broadcast"), None);
    }
}
