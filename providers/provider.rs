//! The trait that each adapter fills, and the few types that cross it.

use async_trait::async_trait;
use domain::channel::InboxKind;
use domain::clock::Time;
use domain::identity::Identity;
use domain::inbound::Inbound;
use domain::send::{Accepted, SendFailure};
use domain::template::ProviderTemplate;

use serde_json::Value;

use crate::credentials::ChannelAccess;
use crate::media::{Attachment, Download, FetchClass, FetchFailure};

/// The headers of a webhook, names in lower case.
pub type Headers = std::collections::HashMap<String, String>;

/// One WhatsApp protocol.
#[async_trait]
pub trait Provider: Send + Sync {
    /// Check the signature over the raw bytes, in constant time.
    fn verify(&self, channel: &ChannelAccess, headers: &Headers, raw: &[u8]) -> Signature;

    /// Cut a webhook's body into the elements that are stored one by one. Reads only what is needed to address and to
    /// deduplicate them: what it does not understand is kept as `UNKNOWN`.
    fn split(&self, headers: &Headers, raw: &[u8]) -> Result<Vec<Element>, SplitError>;

    /// Interpret one stored element.
    fn normalise(&self, kind: InboxKind, body: &[u8]) -> Inbound;

    /// Hand one message over. Called after the attempt was committed.
    async fn send(&self, channel: &ChannelAccess, message: &Outgoing) -> Result<Accepted, SendFailure>;

    /// Draw an id that makes a send repeatable. `None` when this server cannot.
    async fn new_message_id(&self, channel: &ChannelAccess) -> Result<Option<String>, SendFailure>;

    /// Look for evidence that a message whose outcome is unknown arrived. `None` = not found.
    async fn find_sent(&self, channel: &ChannelAccess, evidence: &Evidence) -> Result<Option<Accepted>, SendFailure>;

    /// The phone behind a hidden id, when the provider tells it.
    async fn resolve_lid(&self, channel: &ChannelAccess, lid: &str) -> Result<Option<Identity>, SendFailure>;

    /// The address of a phone, as the provider spells it; `None` = nobody there has it. Where one cannot ask, the phone itself.
    async fn find_phone(&self, _channel: &ChannelAccess, phone: &Identity) -> Result<Option<Identity>, SendFailure> {
        Ok(Some(phone.clone()))
    }

    /// Upload a file that is to be sent, where sending takes two steps. Returns what the provider calls it. Nothing reaches the
    /// customer by this, so no failure of it is an unknown outcome.
    async fn upload(&self, _channel: &ChannelAccess, _file: &Attachment) -> Result<Option<String>, SendFailure> {
        Ok(None)
    }

    /// Begin to read an attachment of a customer, by what its event said of it.
    async fn fetch_media(&self, channel: &ChannelAccess, reference: &Value) -> Result<Download, FetchFailure>;

    /// The attachment inside a stored element, for providers that send it along.
    fn inline_media(&self, _body: &[u8]) -> Result<Download, FetchFailure> {
        Err(FetchFailure::new(FetchClass::Gone, "the event holds no file"))
    }

    /// React to a message, or take the reaction back. Twice is the same as once.
    async fn react(
        &self,
        channel: &ChannelAccess,
        to: &Identity,
        message: &str,
        emoji: Option<&str>,
    ) -> Result<(), SendFailure>;

    /// Show the customer that somebody writes, or no longer does. `last` is the customer's newest message, by the provider's id.
    async fn typing(
        &self,
        channel: &ChannelAccess,
        to: &Identity,
        last: Option<&str>,
        is_typing: bool,
    ) -> Result<(), SendFailure>;

    /// Tell the customer that these messages were read: by the provider's ids, the newest last.
    async fn seen(&self, channel: &ChannelAccess, to: &Identity, messages: &[String]) -> Result<(), SendFailure>;

    /// The message templates of the account. `None` = this provider has none.
    async fn templates(
        &self,
        _channel: &ChannelAccess,
        _account: &str,
    ) -> Result<Option<Vec<ProviderTemplate>>, SendFailure> {
        Ok(None)
    }

    /// People whom the provider knows by name, `limit` from the `skip`th on. `None` = this provider keeps no names.
    async fn people(
        &self,
        _channel: &ChannelAccess,
        _skip: usize,
        _limit: usize,
    ) -> Result<Option<NamedPeople>, SendFailure> {
        Ok(None)
    }

    /// Ask whether the channel works.
    async fn check(&self, channel: &ChannelAccess) -> Result<ChannelReport, SendFailure>;

    /// Start, stop or unlink the session behind the channel, and tell how it is then. `None` = this provider has no sessions.
    async fn change_session(
        &self,
        _channel: &ChannelAccess,
        _action: SessionAction,
    ) -> Result<Option<ChannelReport>, SendFailure> {
        Ok(None)
    }

    /// What a phone scans to link itself to the session: a PNG, or its text. `None` = this provider has no such thing.
    async fn qr(&self, _channel: &ChannelAccess, _format: QrFormat) -> Result<Option<Vec<u8>>, SendFailure> {
        Ok(None)
    }

    /// A state of the session that was asked for at `at`, as the webhook that was not sent would have brought it. `None` = this provider
    /// has no sessions.
    fn session_event(&self, _channel: &ChannelAccess, _state: &str, _at: Time) -> Option<Element> {
        None
    }

    /// Messages not older than `since`, as the webhooks that may have been lost would have brought them. Nothing where one cannot ask.
    async fn recent(&self, _channel: &ChannelAccess, _since: Time) -> Result<Vec<Element>, SendFailure> {
        Ok(Vec::new())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    Valid,
    /// Wrong, missing or malformed while the channel has a secret.
    Invalid,
    /// The channel has no secret to check with.
    NoSecret,
}

/// The body is no JSON, or not this provider's envelope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the webhook's body is not JSON of this provider: {0}")]
pub struct SplitError(pub String);

/// One element of a webhook, as it will be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    pub target: Target,
    pub kind: InboxKind,
    /// Unique with channel and kind; SPEC 2, `inbox_events`, says how it is made.
    pub external_id: String,
    /// Raw sender or chat id, the unit of order; `None` for statuses. The caller puts `channel id:` before it. Session and account
    /// events use the empty string: the channel's own lane.
    pub lane: Option<String>,
    /// The element with what it needs of its envelope, enough for [`Provider::normalise`].
    pub body: Vec<u8>,
    /// When the provider says it posted this (WAHA `X-Webhook-Timestamp`).
    pub posted_at: Option<Time>,
}

/// Which channel an element is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// META `phone_number_id`, WAHA session, SANDBOX id.
    ExternalKey(String),
    /// Every channel of a META business account.
    Waba(String),
}

/// A message on its way to the provider: final text, final address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The contact's address last seen.
    pub to: Identity,
    /// What the customer reads, prefix included; of a file its caption, perhaps empty.
    pub text: String,
    pub file: Option<Attachment>,
    /// Goes instead of the text: `{name, language, components}`.
    pub template: Option<Value>,
    /// The provider's id of the message quoted.
    pub reply_to: Option<String>,
    /// Message id `.` attempt.
    pub correlation: String,
    pub preallocated_id: Option<String>,
}

/// A page of the provider's address book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedPeople {
    pub people: Vec<NamedPerson>,
    /// Nobody comes after this page.
    pub is_last: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPerson {
    pub identity: Identity,
    /// As the company's own phone calls them.
    pub name: Option<String>,
    /// As they call themselves.
    pub push_name: Option<String>,
}

/// What to look for when an outcome is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub to: Identity,
    pub text: String,
    pub preallocated_id: Option<String>,
    pub started_at: Time,
}

/// What is done to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionAction {
    Start,
    Stop,
    Restart,
    /// Unlink the phone.
    Logout,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QrFormat {
    Png,
    /// The text inside.
    Raw,
}

/// What a provider says of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelReport {
    pub works: bool,
    /// In the provider's words, as `WORKING` or `SCAN_QR_CODE`.
    pub state: String,
    /// `E.164`, when told.
    pub phone: Option<String>,
    pub engine: Option<String>,
}
