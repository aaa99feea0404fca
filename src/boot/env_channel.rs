//! The channel that the first company of an installation gets from the settings.

use std::sync::Arc;

use api::channels::EnvChannel;
use domain::channel::ProviderKind;
use providers::Credentials;

use crate::config::{Config, Secret};

/// `None` when the settings name no number to speak for.
pub(super) fn wanted(config: &Config) -> Option<Arc<EnvChannel>> {
    let (meta, waha) = (&config.whatsapp.meta, &config.whatsapp.waha);
    let text = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().to_owned());
    let channel = |external_key, credentials| EnvChannel {
        provider: config.whatsapp.provider,
        external_key,
        base_url: None,
        api_version: None,
        waba_id: None,
        credentials,
    };
    let channel = match config.whatsapp.provider {
        ProviderKind::Sandbox => channel(None, Credentials::default()),
        ProviderKind::Waha => {
            waha.api_url.as_ref()?;
            let secrets =
                Credentials { api_key: text(&waha.api_key), hmac_key: text(&waha.hmac_key), ..Credentials::default() };
            channel(Some(waha.session.clone()), secrets)
        }
        ProviderKind::Meta => {
            let secrets = Credentials {
                access_token: text(&meta.access_token),
                app_secret: text(&meta.app_secret),
                verify_token: text(&meta.verify_token),
                ..Credentials::default()
            };
            let channel = channel(Some(meta.phone_number_id.clone()?), secrets);
            EnvChannel { waba_id: meta.business_account_id.clone(), ..channel }
        }
    };
    Some(Arc::new(channel))
}
