//! The trait that each adapter fills, and the few types that cross it.

use async_trait::async_trait;
use domain::channel::InboxKind;
use domain::clock::Time;
use domain::identity::Identity;
use domain::inbound::Inbound;
use domain::send::{Accepted, SendFailure};

use crate::credentials::ChannelAccess;

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

    /// Ask whether the channel works.
    async fn check(&self, channel: &ChannelAccess) -> Result<ChannelReport, SendFailure>;
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
    /// What the customer reads, prefix included.
    pub text: String,
    /// The provider's id of the message quoted.
    pub reply_to: Option<String>,
    /// Message id `.` attempt.
    pub correlation: String,
    pub preallocated_id: Option<String>,
}

/// What to look for when an outcome is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub to: Identity,
    pub text: String,
    pub preallocated_id: Option<String>,
    pub started_at: Time,
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
