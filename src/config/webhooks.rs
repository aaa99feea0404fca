//! What comes in from providers, and which hosts may be called because of it.

use std::time::Duration;

use super::reader::{Reader, items};
use super::secret::Secret;
use super::whatsapp::Waha;

#[derive(Clone)]
pub struct Webhooks {
    /// Channels without a signing secret may be made.
    pub allow_insecure: bool,
    /// Older events are kept aside: they may be a replay.
    pub max_age: Duration,
    /// Our own webhooks may go to private addresses.
    pub allow_private: bool,
    /// Private or loopback hosts allowed as a provider's: names, addresses or networks in lower case; `*` = all.
    pub private_hosts: Vec<String>,
    /// The simulator of both providers.
    pub sandbox: bool,
    pub sandbox_token: Option<Secret>,
}

pub(super) fn read(reader: &mut Reader<'_>, waha: &Waha) -> Webhooks {
    let profile = reader.profile;
    let waha_host = waha.api_url.as_ref().and_then(|url| url.host_str()).map(str::to_lowercase);
    let own_hosts = || profile.pick(vec!["*".to_owned()], waha_host.into_iter().collect());
    let expected = "hosts without port, separated by commas, or *";
    let hosts = |text: &str| {
        let sound = |host: &str| !host.contains("://") && !host.contains(char::is_whitespace);
        items(text).map(|host| sound(host).then(|| host.to_lowercase())).collect()
    };
    Webhooks {
        allow_insecure: reader.flag("ALLOW_INSECURE_WEBHOOKS", profile.pick(true, false)),
        max_age: Duration::from_secs(3_600 * u64::from(reader.count("WEBHOOK_MAX_AGE_HOURS", 24))),
        allow_private: reader.flag("WEBHOOK_ALLOW_PRIVATE", profile.pick(true, false)),
        private_hosts: reader.parse("PROVIDER_PRIVATE_HOSTS", expected, hosts).unwrap_or_else(own_hosts),
        sandbox: reader.flag("SANDBOX_ENABLED", profile.pick(true, false)),
        sandbox_token: reader.secret("SANDBOX_TOKEN"),
    }
}
