//! WAHA: a server that drives a WhatsApp Web session, with an engine (WEBJS, NOWEB, GOWS) that shows through everywhere. Shapes differ by
//! engine and by version, so everything is read from wherever one of them puts it.

mod api;
mod content;
mod ids;
mod normalise;
mod split;

use async_trait::async_trait;
use domain::channel::InboxKind;
use domain::identity::Identity;
use domain::inbound::Inbound;
use domain::send::{Accepted, SendFailure};
use sha2::Sha512;

use crate::credentials::ChannelAccess;
use crate::http::Http;
use crate::provider::{ChannelReport, Element, Evidence, Headers, Outgoing, Provider, Signature, SplitError};

pub(crate) use content::location_line;
pub use ids::provider_key;

/// The WAHA dialect.
#[derive(Debug, Clone)]
pub struct Waha {
    http: Http,
}

impl Waha {
    pub fn new(http: Http) -> Self {
        Self { http }
    }
}

#[async_trait]
impl Provider for Waha {
    fn verify(&self, channel: &ChannelAccess, headers: &Headers, raw: &[u8]) -> Signature {
        let claimed = headers.get("x-webhook-hmac").map(String::as_str);
        crate::signature::check::<Sha512>(channel.credentials.hmac_key.as_deref(), claimed, raw)
    }

    fn split(&self, headers: &Headers, raw: &[u8]) -> Result<Vec<Element>, SplitError> {
        split::split(headers, raw)
    }

    fn normalise(&self, kind: InboxKind, body: &[u8]) -> Inbound {
        normalise::normalise(kind, body)
    }

    async fn send(&self, channel: &ChannelAccess, message: &Outgoing) -> Result<Accepted, SendFailure> {
        api::send(&self.http, channel, message).await
    }

    async fn new_message_id(&self, channel: &ChannelAccess) -> Result<Option<String>, SendFailure> {
        api::new_message_id(&self.http, channel).await
    }

    async fn find_sent(&self, channel: &ChannelAccess, evidence: &Evidence) -> Result<Option<Accepted>, SendFailure> {
        api::find_sent(&self.http, channel, evidence).await
    }

    async fn resolve_lid(&self, channel: &ChannelAccess, lid: &str) -> Result<Option<Identity>, SendFailure> {
        api::resolve_lid(&self.http, channel, lid).await
    }

    async fn check(&self, channel: &ChannelAccess) -> Result<ChannelReport, SendFailure> {
        api::check(&self.http, channel).await
    }
}

#[cfg(test)]
mod tests;
