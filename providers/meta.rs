//! META's WhatsApp Cloud API.

mod account;
mod api;
mod content;
mod handshake;
mod media;
mod normalise;
mod signs;
mod split;
mod templates;

use async_trait::async_trait;
use domain::channel::InboxKind;
use domain::identity::Identity;
use domain::inbound::Inbound;
use domain::send::{Accepted, SendFailure};
use domain::template::ProviderTemplate;
use serde_json::Value;
use sha2::Sha256;

use crate::credentials::ChannelAccess;
use crate::http::Http;
use crate::media::{Attachment, Download, FetchFailure};
use crate::provider::{ChannelReport, Element, Evidence, Headers, Outgoing, Provider, Signature, SplitError};

pub use handshake::handshake;

/// The META dialect.
#[derive(Debug, Clone)]
pub struct Meta {
    http: Http,
    /// For channels that name none, as `v25.0`.
    api_version: String,
}

impl Meta {
    pub fn new(http: Http, api_version: String) -> Self {
        Self { http, api_version }
    }
}

#[async_trait]
impl Provider for Meta {
    fn verify(&self, channel: &ChannelAccess, headers: &Headers, raw: &[u8]) -> Signature {
        let claimed = headers.get("x-hub-signature-256").and_then(|value| value.trim().strip_prefix("sha256="));
        crate::signature::check::<Sha256>(channel.credentials.app_secret.as_deref(), claimed, raw)
    }

    fn split(&self, _headers: &Headers, raw: &[u8]) -> Result<Vec<Element>, SplitError> {
        split::split(raw)
    }

    fn normalise(&self, kind: InboxKind, body: &[u8]) -> Inbound {
        normalise::normalise(kind, body)
    }

    async fn send(&self, channel: &ChannelAccess, message: &Outgoing) -> Result<Accepted, SendFailure> {
        api::send(&self.http, &self.api_version, channel, message).await
    }

    /// META draws its ids itself, and has no key that makes a send repeatable.
    async fn new_message_id(&self, _channel: &ChannelAccess) -> Result<Option<String>, SendFailure> {
        Ok(None)
    }

    /// Messages cannot be looked up. A status with the attempt's correlation is the evidence.
    async fn find_sent(&self, _channel: &ChannelAccess, _evidence: &Evidence) -> Result<Option<Accepted>, SendFailure> {
        Ok(None)
    }

    async fn upload(&self, channel: &ChannelAccess, file: &Attachment) -> Result<Option<String>, SendFailure> {
        media::upload(&self.http, &self.api_version, channel, file).await.map(Some)
    }

    async fn fetch_media(&self, channel: &ChannelAccess, reference: &Value) -> Result<Download, FetchFailure> {
        media::fetch(&self.http, &self.api_version, channel, reference).await
    }

    async fn resolve_lid(&self, _channel: &ChannelAccess, _lid: &str) -> Result<Option<Identity>, SendFailure> {
        Ok(None)
    }

    async fn react(
        &self,
        channel: &ChannelAccess,
        to: &Identity,
        message: &str,
        emoji: Option<&str>,
    ) -> Result<(), SendFailure> {
        signs::react(&self.http, &self.api_version, channel, to, message, emoji).await
    }

    /// META shows it together with the receipt, for 25 s or until the answer comes, and takes nothing back.
    async fn typing(
        &self,
        channel: &ChannelAccess,
        _to: &Identity,
        last: Option<&str>,
        is_typing: bool,
    ) -> Result<(), SendFailure> {
        match last.filter(|_| is_typing && channel.settings.mark_read) {
            Some(last) => signs::seen(&self.http, &self.api_version, channel, last, true).await,
            None => Ok(()),
        }
    }

    /// The receipt of one message counts for all before it.
    async fn seen(&self, channel: &ChannelAccess, _to: &Identity, messages: &[String]) -> Result<(), SendFailure> {
        match messages.last() {
            Some(last) => signs::seen(&self.http, &self.api_version, channel, last, false).await,
            None => Ok(()),
        }
    }

    async fn templates(
        &self,
        channel: &ChannelAccess,
        account: &str,
    ) -> Result<Option<Vec<ProviderTemplate>>, SendFailure> {
        templates::list(&self.http, &self.api_version, channel, account).await.map(Some)
    }

    async fn check(&self, channel: &ChannelAccess) -> Result<ChannelReport, SendFailure> {
        api::check(&self.http, &self.api_version, channel).await
    }
}

#[cfg(test)]
mod tests;
