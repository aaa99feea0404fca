//! Our own webhooks to integrators: signed as Standard Webhooks, sent by the guarded client.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use tokio::time::Instant;
use url::Url;

use crate::http::{Broken, Call, Http, HttpConfig, Method, PrivateHosts, check_url};

/// An answer must be there by then.
const TIMEOUT: Duration = Duration::from_secs(15);
/// What is kept of an answer's body.
const EXCERPT: usize = 1024;
/// What an endpoint's secret begins with as people see it.
const SECRET_PREFIX: &str = "whsec_";

/// Where webhooks may go.
#[derive(Debug, Clone)]
pub struct WebhookRules {
    /// Private and loopback addresses (`WEBHOOK_ALLOW_PRIVATE`).
    pub allow_private: bool,
    /// Without TLS.
    pub allow_http: bool,
}

/// Sends webhooks. Cheap to clone.
#[derive(Debug, Clone)]
pub struct WebhookSender {
    http: Http,
    rules: WebhookRules,
}

/// One attempt.
#[derive(Clone)]
pub struct WebhookCall<'a> {
    pub url: &'a str,
    /// Equal on every attempt.
    pub id: &'a str,
    /// Seconds since 1970, now.
    pub timestamp: i64,
    /// JSON, as it is signed.
    pub body: String,
    /// One signature each.
    pub keys: &'a [Vec<u8>],
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookAnswer {
    /// `None` = no answer.
    pub status: Option<u16>,
    pub retry_after: Option<Duration>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// The beginning of the answer's body.
    pub excerpt: Option<String>,
    pub took: Duration,
}

/// Why an address may not be an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointRefused {
    #[error("not an address")]
    Malformed,
    #[error("only https addresses are possible")]
    NotHttps,
    #[error("an address must not hold a user name or password")]
    UserInfo,
    #[error("the address is private, which this installation does not allow")]
    Private,
}

impl WebhookSender {
    pub fn new(rules: WebhookRules) -> Result<Self, reqwest::Error> {
        let private_hosts = if rules.allow_private { PrivateHosts::all() } else { PrivateHosts::none() };
        Ok(Self { http: Http::new(HttpConfig { timeout: TIMEOUT, private_hosts })?, rules })
    }

    /// An address that somebody entered, as it is stored. What its name resolves to is judged again at each connect.
    pub fn check(&self, text: &str) -> Result<String, EndpointRefused> {
        let url = Url::parse(text.trim()).map_err(|_| EndpointRefused::Malformed)?;
        match url.scheme() {
            "https" => {}
            "http" if self.rules.allow_http => {}
            _ => return Err(EndpointRefused::NotHttps),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EndpointRefused::UserInfo);
        }
        check_url(&url, self.http.private_hosts()).map_err(|_| EndpointRefused::Private)?;
        Ok(url.into())
    }

    /// Make one attempt.
    pub async fn send(&self, call: WebhookCall<'_>) -> WebhookAnswer {
        let began = Instant::now();
        let Ok(url) = Url::parse(call.url) else {
            return WebhookAnswer::none("not an address".to_owned(), began.elapsed());
        };
        let signatures: Vec<String> =
            call.keys.iter().map(|key| sign(key, call.id, call.timestamp, &call.body)).collect();
        let mut request = Call::new(Method::POST, url)
            .header("content-type", "application/json".to_owned())
            .header("webhook-id", call.id.to_owned())
            .header("webhook-timestamp", call.timestamp.to_string())
            .header("webhook-signature", signatures.join(" "));
        request.body = Some(call.body.into_bytes());
        match self.http.call(request).await {
            Ok(answer) => WebhookAnswer {
                status: Some(answer.status),
                retry_after: answer.retry_after,
                error: None,
                excerpt: excerpt(&answer.body),
                took: began.elapsed(),
            },
            Err(Broken::NotSent(error) | Broken::Unknown(error)) => WebhookAnswer::none(error, began.elapsed()),
        }
    }
}

impl WebhookAnswer {
    fn none(error: String, took: Duration) -> Self {
        Self { status: None, retry_after: None, error: Some(error), excerpt: None, took }
    }
}

/// A new signing key.
pub fn draw_key() -> Vec<u8> {
    rand::random::<[u8; 32]>().to_vec()
}

/// A signing key as an integrator is told it.
pub fn secret(key: &[u8]) -> String {
    format!("{SECRET_PREFIX}{}", STANDARD.encode(key))
}

fn sign(key: &[u8], id: &str, timestamp: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// As text that any database stores.
fn excerpt(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&body[..body.len().min(EXCERPT)]).replace('\0', "");
    let end = text.floor_char_boundary(EXCERPT);
    Some(text[..end].to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(allow_private: bool, allow_http: bool) -> WebhookSender {
        WebhookSender::new(WebhookRules { allow_private, allow_http }).unwrap()
    }

    /// The example of the specification's own reference libraries.
    #[test]
    fn the_signature_is_that_of_the_specification() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = sign(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(secret(&key), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    #[test]
    fn an_endpoint_is_public_and_encrypted_unless_the_installation_says_otherwise() {
        let strict = sender(false, false);
        assert_eq!(strict.check(" https://example.com/hook ").unwrap(), "https://example.com/hook");
        for (url, refused) in [
            ("example.com", EndpointRefused::Malformed),
            ("ftp://example.com", EndpointRefused::NotHttps),
            ("http://example.com", EndpointRefused::NotHttps),
            ("https://ana:geheim@example.com", EndpointRefused::UserInfo),
            ("https://127.0.0.1/hook", EndpointRefused::Private),
            ("https://[::ffff:10.0.0.1]/hook", EndpointRefused::Private),
            ("https://169.254.169.254/latest", EndpointRefused::Private),
            ("https://localhost/hook", EndpointRefused::Private),
        ] {
            assert_eq!(strict.check(url), Err(refused), "{url}");
        }
        assert_eq!(sender(false, true).check("http://10.0.0.1/"), Err(EndpointRefused::Private));
        assert!(sender(true, true).check("http://127.0.0.1:8080/").is_ok());
    }

    #[tokio::test]
    async fn a_name_that_resolves_to_a_private_address_is_not_connected_to() {
        let call =
            WebhookCall { url: "https://localhost./hook", id: "evt_1", timestamp: 0, body: "{}".to_owned(), keys: &[] };
        let answer = sender(false, true).send(call).await;
        assert!(answer.status.is_none() && answer.error.is_some(), "{answer:?}");
    }

    #[test]
    fn an_excerpt_is_short_text() {
        assert_eq!(excerpt(b"ok\0"), Some("ok".to_owned()));
        assert_eq!(excerpt(b""), None);
        assert!(excerpt("é".repeat(2000).as_bytes()).unwrap().len() <= EXCERPT);
        assert!(excerpt(&[0xff; 4000]).unwrap().len() <= EXCERPT);
    }
}
