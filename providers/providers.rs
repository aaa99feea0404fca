//! All adapters behind one door.

use domain::channel::ProviderKind;

use crate::http::{Http, HttpConfig};
use crate::meta::Meta;
use crate::provider::Provider;
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
}

impl Providers {
    /// Fails only when the system's TLS certificates cannot be read.
    pub fn new(http: HttpConfig, defaults: Defaults) -> Result<Self, reqwest::Error> {
        let http = Http::new(http)?;
        Ok(Self { meta: Meta::new(http.clone(), defaults.meta_api_version), waha: Waha::new(http.clone()), http })
    }

    /// The guarded client, for what is no WhatsApp protocol: outgoing webhooks.
    pub fn http(&self) -> &Http {
        &self.http
    }

    pub fn of(&self, kind: ProviderKind) -> &dyn Provider {
        match kind {
            ProviderKind::Meta => &self.meta,
            // The simulator speaks WAHA behind its base address, so this adapter can run against it.
            ProviderKind::Waha | ProviderKind::Sandbox => &self.waha,
        }
    }
}
