//! The channels that the simulator knows, and how a request names one.

use domain::channel::ProviderKind;
use domain::id::ChannelId;
use url::Url;
use uuid::Uuid;

use super::http::Request;

/// A channel as the simulated provider sees it. Holds secrets, so it has no `Debug`.
#[derive(Clone)]
pub struct SimChannel {
    pub id: ChannelId,
    /// The dialect it speaks.
    pub dialect: ProviderKind,
    /// META phone number id, WAHA session, SANDBOX's own id.
    pub external_key: String,
    /// The company's own number, `E.164`. Drawn from the id when absent.
    pub phone: Option<String>,
    /// META's business account; the external key when absent.
    pub waba_id: Option<String>,
    /// WAHA: `GOWS` (default), `NOWEB` or `WEBJS`. They differ in answers, and WEBJS draws no message ids.
    pub engine: Option<String>,
    /// Where webhooks are posted.
    pub webhook_url: Url,
    /// META app secret, WAHA and SANDBOX HMAC key. Without one, webhooks are posted unsigned.
    pub signing_secret: Option<String>,
    /// META access token, WAHA API key. Without one, every call is let in.
    pub token: Option<String>,
}

impl SimChannel {
    /// The company's number as digits.
    pub(super) fn own_digits(&self) -> String {
        match &self.phone {
            Some(phone) => phone.chars().filter(char::is_ascii_digit).collect(),
            None => format!("5511{:09}", self.id.as_u128() % 1_000_000_000),
        }
    }

    pub(super) fn engine(&self) -> &str {
        self.engine.as_deref().unwrap_or("GOWS")
    }
}

/// How a request of a dialect names its channel, for the caller to look it up and register it.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// WAHA: the session, with the `X-Api-Key` that tells equal names apart.
    Session { session: String, api_key: Option<String> },
    /// META: `GET` and `POST` under a phone number id.
    PhoneNumberId(String),
    /// Native: our own id.
    Channel(ChannelId),
}

impl Address {
    /// Read the address off a request. `None` for paths that are no call of any dialect.
    pub(super) fn of(request: &Request) -> Option<Self> {
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        match parts.as_slice() {
            ["waha", "api", rest @ ..] => {
                let session = super::waha::session_of(request, rest)?;
                Some(Self::Session { session, api_key: request.header("x-api-key").map(str::to_owned) })
            }
            ["meta", _version, number, ..] => {
                // Files are named after the number that they came to.
                let number = number.split('.').next().unwrap_or_default();
                Some(Self::PhoneNumberId(number.to_owned()))
            }
            ["native", channel, ..] => Uuid::parse_str(channel).ok().map(Self::Channel),
            _ => None,
        }
    }
}
