use domain::channel::{ChannelSettings, ProviderKind};
use garde::Validate;
use providers::Credentials;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::endpoints::auth::name_rule;
use crate::payload::given;

/// A channel to be made.
#[derive(Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct NewChannel {
    #[garde(custom(name_rule))]
    pub name: String,
    #[garde(skip)]
    pub provider: ProviderKind,
    /// META phone number id, WAHA session. A SANDBOX channel goes by its own id.
    #[serde(default)]
    #[garde(length(chars, max = 120))]
    pub external_key: Option<String>,
    #[garde(length(chars, max = 20))]
    pub phone: Option<String>,
    #[garde(length(chars, max = 500))]
    pub base_url: Option<String>,
    #[garde(length(chars, max = 20))]
    pub api_version: Option<String>,
    #[garde(length(chars, max = 60))]
    pub waba_id: Option<String>,
    #[serde(default)]
    #[garde(dive)]
    pub credentials: Secrets,
    #[garde(range(min = 1, max = 10_000))]
    pub max_per_second: Option<i32>,
    #[garde(skip)]
    pub settings: Option<ChannelSettings>,
    #[serde(default)]
    #[garde(skip)]
    pub insecure_webhook: bool,
}

/// What is to be changed of a channel. What is absent stays.
#[derive(Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
pub struct ChannelChange {
    #[garde(inner(custom(name_rule)))]
    pub name: Option<String>,
    #[serde(deserialize_with = "given")]
    #[garde(inner(length(chars, max = 20)))]
    pub phone: Option<Option<String>>,
    /// Null = the installation's.
    #[serde(deserialize_with = "given")]
    #[garde(inner(length(chars, max = 500)))]
    pub base_url: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    #[garde(inner(length(chars, max = 20)))]
    pub api_version: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    #[garde(inner(length(chars, max = 60)))]
    pub waba_id: Option<Option<String>>,
    #[garde(dive)]
    pub credentials: Secrets,
    #[garde(range(min = 1, max = 10_000))]
    pub max_per_second: Option<i32>,
    #[garde(skip)]
    pub settings: Option<ChannelSettings>,
    #[garde(skip)]
    pub insecure_webhook: Option<bool>,
}

/// Write-only. META: `accessToken`, `appSecret`, `verifyToken`; WAHA: `apiKey`, `hmacKey`; SANDBOX: `hmacKey`.
#[derive(Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
#[schemars(rename = "ChannelCredentials")]
pub struct Secrets {
    #[garde(length(min = 1, max = 1000))]
    pub access_token: Option<String>,
    #[garde(length(min = 1, max = 500))]
    pub app_secret: Option<String>,
    #[garde(length(min = 1, max = 500))]
    pub verify_token: Option<String>,
    #[garde(length(min = 1, max = 500))]
    pub api_key: Option<String>,
    #[garde(length(min = 1, max = 500))]
    pub hmac_key: Option<String>,
}

impl Secrets {
    /// Put what was given over what is there. `false` = nothing was.
    pub(super) fn over(&self, known: &mut Credentials) -> bool {
        let pairs = [
            (&self.access_token, &mut known.access_token),
            (&self.app_secret, &mut known.app_secret),
            (&self.verify_token, &mut known.verify_token),
            (&self.api_key, &mut known.api_key),
            (&self.hmac_key, &mut known.hmac_key),
        ];
        let mut any = false;
        for (given, place) in pairs {
            if given.is_some() {
                any = true;
                place.clone_from(given);
            }
        }
        any
    }
}
