//! The providers, and the channel that an installation's first company gets from these settings.

use domain::channel::ProviderKind;
use url::{Host, Url};

use super::reader::Reader;
use super::secret::Secret;

#[derive(Clone)]
pub struct WhatsApp {
    /// Provider of the channel made at the start.
    pub provider: ProviderKind,
    pub meta: Meta,
    pub waha: Waha,
}

#[derive(Clone)]
pub struct Meta {
    pub access_token: Option<Secret>,
    pub phone_number_id: Option<String>,
    pub business_account_id: Option<String>,
    pub verify_token: Option<Secret>,
    pub app_secret: Option<Secret>,
    /// Without a slash at the end; a channel may have its own.
    pub graph_url: String,
    /// As `v25.0`; a channel may have its own.
    pub api_version: String,
}

#[derive(Clone)]
pub struct Waha {
    pub api_url: Option<Url>,
    pub api_key: Option<Secret>,
    pub session: String,
    pub hmac_key: Option<Secret>,
}

impl Waha {
    /// There is a server, and it is not on this host.
    pub(super) fn is_remote(&self) -> bool {
        match self.api_url.as_ref().and_then(Url::host) {
            None => false,
            Some(Host::Domain(name)) => name != "localhost" && !name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => !address.is_loopback(),
            Some(Host::Ipv6(address)) => !address.is_loopback(),
        }
    }
}

pub(super) fn read(reader: &mut Reader<'_>) -> WhatsApp {
    let provider = |text: &str| match text {
        "META" => Some(ProviderKind::Meta),
        "WAHA" => Some(ProviderKind::Waha),
        "SANDBOX" => Some(ProviderKind::Sandbox),
        _ => None,
    };
    let default = reader.profile.pick(ProviderKind::Sandbox, ProviderKind::Meta);
    WhatsApp {
        provider: reader.parse("WHATSAPP_PROVIDER", "META, WAHA or SANDBOX", provider).unwrap_or(default),
        meta: meta(reader),
        waha: Waha {
            api_url: reader.url("WAHA_API_URL"),
            api_key: reader.secret("WAHA_API_KEY"),
            session: reader.text("WAHA_SESSION").unwrap_or_else(|| "default".to_owned()),
            hmac_key: reader.secret("WAHA_HMAC_KEY"),
        },
    }
}

fn meta(reader: &mut Reader<'_>) -> Meta {
    let version = |text: &str| text.strip_prefix('v')?.parse::<f32>().ok().map(|_| text.to_owned());
    let graph_url = reader.url("META_GRAPH_URL").map(|url| url.as_str().trim_end_matches('/').to_owned());
    Meta {
        access_token: reader.secret("WHATSAPP_ACCESS_TOKEN"),
        phone_number_id: reader.text("WHATSAPP_PHONE_NUMBER_ID"),
        business_account_id: reader.text("WHATSAPP_BUSINESS_ACCOUNT_ID"),
        verify_token: reader.secret("WHATSAPP_WEBHOOK_VERIFY_TOKEN"),
        app_secret: reader.secret("WHATSAPP_APP_SECRET"),
        graph_url: graph_url.unwrap_or_else(|| "https://graph.facebook.com".to_owned()),
        api_version: reader
            .parse("META_API_VERSION", "a version as v25.0", version)
            .unwrap_or_else(|| "v25.0".to_owned()),
    }
}
