//! What a provider posts, and how it signs that.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::{Sha256, Sha512};

pub(crate) fn sha256(key: &str, bytes: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(bytes.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

pub(crate) fn sha512(key: &str, bytes: &str) -> String {
    let mut mac = Hmac::<Sha512>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(bytes.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// A text of a customer, as WAHA posts it.
pub(crate) fn waha_text(session: &str, from: &str, id: &str, text: &str) -> Value {
    json!({
        "id": format!("evt_{id}"), "event": "message", "session": session,
        "payload": {
            "id": format!("false_{from}@c.us_{id}"), "timestamp": 1_795_471_200, "from": format!("{from}@c.us"),
            "fromMe": false, "body": text, "hasMedia": false,
        },
    })
}

/// A text to each of some numbers, as META posts them in one body.
pub(crate) fn meta_texts(numbers: &[&str]) -> Value {
    let change = |number: &&str| {
        json!({"field": "messages", "value": {
            "messaging_product": "whatsapp", "metadata": {"phone_number_id": number},
            "messages": [{"id": format!("wamid.{number}"), "from": "5511999990000", "timestamp": "1795471200",
                "type": "text", "text": {"body": "Oi"}}],
        }})
    };
    let changes: Vec<Value> = numbers.iter().map(change).collect();
    json!({"object": "whatsapp_business_account", "entry": [{"id": "waba", "changes": changes}]})
}
