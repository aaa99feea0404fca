//! One signed call to the simulator, and what a refusal of it means.

use std::time::Duration;

use domain::send::{SendClass, SendFailure};
use reqwest::Method;
use serde_json::Value;

use super::super::class;
use super::super::sign::{SANDBOX_SIGNATURE, hmac_sha256, native_subject};
use super::SandboxProvider;
use crate::ChannelAccess;

impl SandboxProvider {
    /// One signed call below `/sandbox/native/{channelId}`. `Ok` for 2xx and 404, with the body or `Null`.
    pub(super) async fn call(
        &self,
        channel: &ChannelAccess,
        method: Method,
        path: &str,
        query: &[(&str, String)],
        body: Vec<u8>,
    ) -> Result<(u16, Value), SendFailure> {
        let mut url = channel.base_url.clone();
        url.set_path(&format!("{}/sandbox/native/{}{path}", url.path().trim_end_matches('/'), channel.id));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        // A proxy may serve us below a path of its own, which is not ours to sign.
        let signed = url[url::Position::BeforePath..].to_owned();
        let signed = signed.find("/sandbox/native/").map_or(signed.as_str(), |at| &signed[at..]);
        let secret = channel.credentials.hmac_key.as_deref().unwrap_or_default();
        let signature = hmac_sha256(secret, native_subject(signed, &body));
        let mut request = self.client.request(method, url.clone()).timeout(self.timeout);
        request = request.header(SANDBOX_SIGNATURE, signature);
        if !body.is_empty() {
            request = request.header("content-type", "application/json").body(body);
        }
        let answer = request.send().await.map_err(|error| class::of_transport(&error))?;
        let status = answer.status().as_u16();
        let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let retry_after = retry_after.and_then(|value| value.parse().ok()).map(Duration::from_secs);
        let bytes = answer.bytes().await.map_err(|error| class::of_transport(&error))?;
        let json = serde_json::from_slice::<Value>(&bytes).unwrap_or(Value::Null);
        if (200..300).contains(&status) || status == 404 {
            return Ok((status, json));
        }
        Err(refusal(status, &json, retry_after))
    }

    /// A call whose answer says nothing more than that it was done.
    pub(super) async fn sign(&self, channel: &ChannelAccess, path: &str, body: Value) -> Result<(), SendFailure> {
        let (status, _) = self.call(channel, Method::POST, path, &[], body.to_string().into_bytes()).await?;
        if status == 404 { Err(unreadable(status)) } else { Ok(()) }
    }
}

/// A refusal in our words: by its code, else by its status.
fn refusal(status: u16, body: &Value, retry_after: Option<Duration>) -> SendFailure {
    let code = body["error"]["code"].as_i64();
    SendFailure {
        class: code.map_or_else(|| class::of_status(status), class::of_code),
        provider_code: code.map(|code| code.to_string()),
        http_status: Some(status),
        detail: body["error"]["message"].as_str().map(str::to_owned),
        retry_after,
    }
}

/// An answer that is not of this dialect: the message may or may not be there.
pub(super) fn unreadable(status: u16) -> SendFailure {
    SendFailure {
        class: if status == 404 { SendClass::Other } else { SendClass::Unknown },
        provider_code: None,
        http_status: Some(status),
        detail: Some("the answer is not the sandbox's".to_owned()),
        retry_after: None,
    }
}
