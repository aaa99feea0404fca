//! All adapters behind one door.

use domain::channel::ProviderKind;

use crate::http::{Http, HttpConfig};
use crate::meta::Meta;
use crate::provider::Provider;
use crate::sandbox::SandboxProvider;
use crate::waha::Waha;

/// What a channel falls back to when its own row is silent.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// As `v25.0` (`META_API_VERSION`).
    pub meta_api_version: String,
}

/// The adapters, sharing one HTTP client.
#[derive(Debug, Clone)]
pub struct Providers {
    http: Http,
    meta: Meta,
    waha: Waha,
    sandbox: SandboxProvider,
}

impl Providers {
    /// Fails only when the system's TLS certificates cannot be read.
    pub fn new(http: HttpConfig, defaults: Defaults) -> Result<Self, reqwest::Error> {
        let timeout = http.timeout;
        let http = Http::new(http)?;
        let meta = Meta::new(http.clone(), defaults.meta_api_version);
        let sandbox = SandboxProvider::new()?.with_timeout(timeout);
        Ok(Self { meta, waha: Waha::new(http.clone()), sandbox, http })
    }

    /// The guarded client, for what is no WhatsApp protocol: outgoing webhooks.
    pub fn http(&self) -> &Http {
        &self.http
    }

    pub fn of(&self, kind: ProviderKind) -> &dyn Provider {
        match kind {
            ProviderKind::Meta => &self.meta,
            ProviderKind::Waha => &self.waha,
            ProviderKind::Sandbox => &self.sandbox,
        }
    }
}
