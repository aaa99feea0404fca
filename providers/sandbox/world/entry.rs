//! One message, as the simulated WhatsApp keeps it.

use domain::clock::Time;
use domain::message::MessageType;

use super::super::control::SimStatus;
use super::super::file::SimFile;
use super::super::phone::Extra;
use super::Person;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Author {
    Customer,
    /// Through our API.
    Api,
    /// On the company's handset.
    Handset,
}

/// One message of the simulated WhatsApp.
#[derive(Debug, Clone)]
pub(in super::super) struct Entry {
    pub(in super::super) seq: u64,
    /// The bare id.
    pub(in super::super) id: String,
    pub(in super::super) person: Person,
    pub(in super::super) author: Author,
    pub(in super::super) kind: MessageType,
    pub(in super::super) text: Option<String>,
    pub(in super::super) file: Option<SimFile>,
    pub(in super::super) extra: Option<Extra>,
    pub(in super::super) reply_to: Option<String>,
    pub(in super::super) at: Time,
    pub(in super::super) correlation: Option<String>,
    /// Messages of one group are copies of one another.
    pub(in super::super) group: String,
    /// The customer's phone shows it.
    pub(in super::super) reached: bool,
    /// The call that made it was answered.
    pub(in super::super) answered: bool,
    /// How often it was asked for.
    pub(in super::super) calls: u32,
    pub(in super::super) status: Option<SimStatus>,
    pub(in super::super) edited: bool,
    pub(in super::super) revoked: bool,
    /// The customer's reaction.
    pub(in super::super) reaction: Option<String>,
    /// The version of the line in which it last changed.
    pub(in super::super) changed: u64,
}

/// The bare id inside WAHA's composed one.
pub(in super::super) fn bare(id: &str) -> &str {
    match id.strip_prefix("true_").or_else(|| id.strip_prefix("false_")) {
        Some(rest) => rest.split('_').nth(1).unwrap_or(id),
        None => id,
    }
}
