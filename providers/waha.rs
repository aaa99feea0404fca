//! WAHA: a server that drives a WhatsApp Web session, with an engine (WEBJS, NOWEB, GOWS) that shows through everywhere. Shapes differ by
//! engine and by version, so everything is read from wherever one of them puts it.

mod api;
mod content;
mod history;
mod ids;
mod media;
mod normalise;
mod people;
mod session;
mod signs;
mod split;

use async_trait::async_trait;
use domain::channel::InboxKind;
use domain::clock::Time;
use domain::identity::Identity;
use domain::inbound::Inbound;
use domain::send::{Accepted, SendFailure};
use serde_json::Value;
use sha2::Sha512;

use crate::credentials::ChannelAccess;
use crate::http::Http;
use crate::media::{Download, FetchFailure};
use crate::provider::{
    ChannelReport, Element, Evidence, Headers, NamedPeople, Outgoing, Provider, QrFormat, SessionAction, Signature,
    SplitError,
};

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

    async fn fetch_media(&self, channel: &ChannelAccess, reference: &Value) -> Result<Download, FetchFailure> {
        media::fetch(&self.http, channel, reference).await
    }

    fn inline_media(&self, body: &[u8]) -> Result<Download, FetchFailure> {
        media::inline(body)
    }

    async fn resolve_lid(&self, channel: &ChannelAccess, lid: &str) -> Result<Option<Identity>, SendFailure> {
        api::resolve_lid(&self.http, channel, lid).await
    }

    async fn find_phone(&self, channel: &ChannelAccess, phone: &Identity) -> Result<Option<Identity>, SendFailure> {
        api::find_phone(&self.http, channel, phone).await
    }

    async fn react(
        &self,
        channel: &ChannelAccess,
        _to: &Identity,
        message: &str,
        emoji: Option<&str>,
    ) -> Result<(), SendFailure> {
        signs::react(&self.http, channel, message, emoji).await
    }

    async fn typing(
        &self,
        channel: &ChannelAccess,
        to: &Identity,
        _last: Option<&str>,
        is_typing: bool,
    ) -> Result<(), SendFailure> {
        signs::typing(&self.http, channel, to, is_typing).await
    }

    async fn seen(&self, channel: &ChannelAccess, to: &Identity, messages: &[String]) -> Result<(), SendFailure> {
        signs::seen(&self.http, channel, to, messages).await
    }

    async fn people(
        &self,
        channel: &ChannelAccess,
        skip: usize,
        limit: usize,
    ) -> Result<Option<NamedPeople>, SendFailure> {
        people::list(&self.http, channel, skip, limit).await.map(Some)
    }

    async fn check(&self, channel: &ChannelAccess) -> Result<ChannelReport, SendFailure> {
        api::check(&self.http, channel).await
    }

    async fn change_session(
        &self,
        channel: &ChannelAccess,
        action: SessionAction,
    ) -> Result<Option<ChannelReport>, SendFailure> {
        session::change(&self.http, channel, action).await.map(Some)
    }

    async fn qr(&self, channel: &ChannelAccess, format: QrFormat) -> Result<Option<Vec<u8>>, SendFailure> {
        session::qr(&self.http, channel, format).await.map(Some)
    }

    async fn recent(&self, channel: &ChannelAccess, since: Time) -> Result<Vec<Element>, SendFailure> {
        history::recent(&self.http, channel, since).await
    }

    fn session_event(&self, channel: &ChannelAccess, state: &str, at: Time) -> Option<Element> {
        Some(history::session_event(channel, state, at))
    }
}

#[cfg(test)]
mod tests;
