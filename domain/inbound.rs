//! A provider's event after its dialect was taken off: what the workers interpret.

use serde_json::Value;

use crate::clock::Time;
use crate::identity::Identity;
use crate::message::MessageType;

/// One element of a webhook, understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Inbound {
    Message(InboundMessage),
    /// Sent from the handset or another client of the same number, not by us.
    Echo(InboundMessage),
    Status(InboundStatus),
    Reaction {
        target_provider_key: String,
        actor: Identity,
        emoji: Option<String>,
        at: Option<Time>,
    },
    Edit {
        target_provider_key: String,
        content: Option<String>,
        at: Option<Time>,
    },
    Revoke {
        target_provider_key: String,
        at: Option<Time>,
    },
    Session {
        status: String,
        at: Option<Time>,
    },
    /// What became of a message template; the status in the provider's words, as `APPROVED`.
    Template {
        name: String,
        language: String,
        status: String,
    },
    Account(AccountNews),
    Identity(IdentityChange),
    /// Groups, newsletters, broadcasts: counted, stored nowhere.
    Ignored(&'static str),
    /// Kept as it came; nothing of ours understands it.
    Unknown,
}

/// A message of a customer, or an echo of one of ours.
#[derive(Debug, Clone, PartialEq)]
pub struct InboundMessage {
    /// The provider's id, as it came.
    pub provider_id: String,
    /// The bare id that is unique with the channel and the contact (SPEC 2, messages).
    pub provider_key: String,
    /// Everything the event says of the peer; the first is the address it used.
    pub identities: Vec<Identity>,
    /// The event itself asserts that all `identities` are one person.
    pub asserts_pair: bool,
    pub push_name: Option<String>,
    pub kind: MessageType,
    /// What is stored and shown.
    pub content: Option<String>,
    /// What the flow reads: `None` is a message without text.
    pub flow_text: Option<String>,
    /// An echo that the provider calls a client's doing, not the handset's: perhaps our own.
    pub by_api: bool,
    /// Stored, but no step is run for it.
    pub system: bool,
    pub media: Option<InboundMedia>,
    pub reply_to_provider_id: Option<String>,
    pub provider_time: Option<Time>,
    /// `kind`, `forwarded`, raw of what is unknown (SPEC 2, messages).
    pub metadata: Value,
}

/// Where the bytes of an attachment can be fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct InboundMedia {
    pub declared_mime: Option<String>,
    pub file_name: Option<String>,
    /// META: `{"id"}`; WAHA: `{"url"}` or `{"inline": true}`.
    pub provider_ref: Value,
}

/// Somebody has another id at the provider from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityChange {
    pub current: Identity,
    /// The id before, and the phone where the provider tells it: all of one person, as the provider says.
    pub known_by: Vec<Identity>,
}

/// What a provider says of a number, or of the account that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountNews {
    /// The number, digits only. `None` = all numbers of the account.
    pub phone: Option<String>,
    /// In the provider's words, as `FLAGGED` or `DISABLED_UPDATE`.
    pub event: String,
    pub verdict: Verdict,
    /// How customers like what the number sends, in the provider's words.
    pub quality: Option<String>,
    /// How many people may be written to first, in the provider's words, as `TIER_1K`.
    pub messaging_limit: Option<String>,
}

/// What such news means for sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is sent any more.
    Closed,
    /// Answers to customers may be refused.
    Restricted,
    /// A restriction may be over: the provider is asked.
    Lifted,
    /// Sending goes on; people should know.
    Warned,
    Unchanged,
}

/// Delivery news of a message of ours.
#[derive(Debug, Clone, PartialEq)]
pub struct InboundStatus {
    pub provider_id: String,
    pub provider_key: String,
    /// Our correlation, where the provider gives it back.
    pub correlation: Option<String>,
    pub news: StatusNews,
    pub at: Option<Time>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum StatusNews {
    Sent,
    Delivered,
    Read,
    Played,
    Failed { provider_code: Option<String>, class: crate::send::SendClass, detail: Option<String> },
}
