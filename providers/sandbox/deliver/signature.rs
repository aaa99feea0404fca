//! The signature headers of each dialect, right and wrong.

use domain::channel::ProviderKind;
use serde_json::Value;

use super::super::channel::SimChannel;
use super::super::faults::Forgery;
use super::super::sign::{SANDBOX_SIGNATURE, hmac_sha256, hmac_sha512};

/// The dialect's signature headers.
pub(in super::super) fn signature(channel: &SimChannel, secret: &str, body: &[u8]) -> Vec<(&'static str, String)> {
    match channel.dialect {
        ProviderKind::Meta => vec![("x-hub-signature-256", format!("sha256={}", hmac_sha256(secret, body)))],
        ProviderKind::Waha => {
            vec![("x-webhook-hmac", hmac_sha512(secret, body)), ("x-webhook-hmac-algorithm", "sha512".to_owned())]
        }
        ProviderKind::Sandbox => vec![(SANDBOX_SIGNATURE, hmac_sha256(secret, body))],
    }
}

/// The same headers, wrong.
pub(super) fn forged(channel: &SimChannel, kind: Forgery, body: &[u8]) -> Vec<(&'static str, String)> {
    let secret = channel.signing_secret.as_deref().unwrap_or_default();
    match kind {
        Forgery::Missing => Vec::new(),
        Forgery::OtherSecret => signature(channel, &format!("not {secret}"), body),
        Forgery::Truncated => {
            let mut headers = signature(channel, secret, body);
            if let Some((_, value)) = headers.first_mut() {
                value.truncate(value.len() / 2);
            }
            headers
        }
        Forgery::Reserialised => {
            let spaced = serde_json::from_slice::<Value>(body).and_then(|json| serde_json::to_vec_pretty(&json));
            signature(channel, secret, &spaced.unwrap_or_default())
        }
    }
}
