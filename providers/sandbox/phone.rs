//! What the customers' phones show, and news of it as it happens. A reader says up to which version it knows; what changed
//! since is the answer, or, when the simulator was started anew or reset meanwhile, everything.

use std::time::Duration;

use bytes::Bytes;
use domain::clock::Time;
use domain::id::ChannelId;
use domain::message::MessageType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::control::{ControlError, MediaView, SimStatus};
use super::file::SimFile;
use super::simulator::Simulator;
use super::world::{Author, Entry, Line};

/// The newest so many messages are shown at once.
const SHOWN: usize = 2000;
/// After the first piece of news, so long for what comes with it.
const GATHER: Duration = Duration::from_millis(30);
/// The sign that somebody writes fades after this, as on a phone.
const TYPING_SECONDS: i64 = 25;

/// A place on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxLocation")]
pub struct Location {
    /// Degrees, -90 to 90.
    pub latitude: f64,
    /// Degrees, -180 to 180.
    pub longitude: f64,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub address: Option<String>,
}

/// A card out of the customer's address book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxCard")]
pub struct Card {
    pub name: String,
    pub phone: String,
}

/// Neither text nor file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Extra {
    Place(Location),
    Card(Card),
}

/// Who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schemars(rename = "SandboxAuthor")]
pub enum PhoneAuthor {
    Customer,
    /// Through the API.
    Company,
    /// On the company's handset.
    Handset,
}

/// The phones of one channel, as far as they changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxPhones")]
pub struct Phones {
    /// Give it as `since` to hear of what is newer.
    pub version: u64,
    /// This is everything there is: what was known before is not there any more.
    pub whole: bool,
    /// `WORKING`, or what else the session is.
    pub session: String,
    /// The company's own number.
    pub company_phone: String,
    /// The customers to whom somebody writes just now.
    pub typing: Vec<String>,
    /// New or changed, in the order of writing.
    pub messages: Vec<PhoneMessage>,
}

/// One message as a customer's phone shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SandboxPhoneMessage")]
pub struct PhoneMessage {
    pub id: String,
    /// Grows with each message of the channel.
    pub seq: u64,
    /// The customer's phone, or the hidden id when there is none.
    pub phone: String,
    pub author: PhoneAuthor,
    #[serde(rename = "type")]
    pub kind: MessageType,
    pub sticker: bool,
    pub text: Option<String>,
    /// The bare id of the message that it quotes.
    pub reply_to: Option<String>,
    pub media: Option<MediaView>,
    pub location: Option<Location>,
    pub contact: Option<Card>,
    pub at: Time,
    pub edited: bool,
    /// Taken back: nothing of it is shown.
    pub revoked: bool,
    /// What the provider told of a message of the company.
    pub status: Option<SimStatus>,
    /// The company marked a message of the customer as read.
    pub seen: bool,
    /// The company's reaction.
    pub reaction: Option<String>,
    /// The customer's reaction.
    pub own_reaction: Option<String>,
    /// More than 1: the same message reached the phone so often.
    pub client_copies: u32,
}

impl Simulator {
    /// What changed on the phones of a channel after `since`. When nothing did, wait for it, but not longer than `wait`.
    pub async fn phones(&self, id: ChannelId, since: u64, wait: Duration) -> Result<Phones, ControlError> {
        let mut news = self.core.with(id, |line| line.version.subscribe())?;
        // Fails when the line was reset, which is news as well.
        let changed = tokio::time::timeout(wait, news.wait_for(|version| *version != since)).await.is_ok();
        if changed && !wait.is_zero() {
            tokio::time::sleep(GATHER).await;
        }
        let now = self.core.clock.now();
        self.core.with(id, |line| phones(line, since, now))
    }

    /// The bytes of a message's file, as long as the simulator keeps it.
    pub fn phone_file(&self, id: ChannelId, message: &str) -> Result<Bytes, ControlError> {
        let file = self.core.with(id, |line| line.find(message).and_then(|entry| entry.file.clone()))?;
        file.map(|file| file.bytes).filter(|bytes| !bytes.is_empty()).ok_or(ControlError::UnknownMessage)
    }
}

fn phones(line: &Line, since: u64, now: Time) -> Phones {
    let version = *line.version.borrow();
    let whole = since < line.born || since > version;
    let since = if whole { 0 } else { since };
    let writes = |at: &Time| now - *at < chrono::Duration::seconds(TYPING_SECONDS);
    let shown = line.messages.iter().filter(|entry| entry.changed > since && entry.reached);
    let mut messages: Vec<PhoneMessage> = shown.rev().take(SHOWN).map(|entry| message(line, entry)).collect();
    messages.reverse();
    let typing = line.composing.iter().filter(|(_, at)| writes(at)).map(|(who, _)| who.clone());
    Phones {
        version,
        whole,
        session: line.session.clone(),
        company_phone: format!("+{}", line.channel.own_digits()),
        typing: typing.collect(),
        messages,
    }
}

fn message(line: &Line, entry: &Entry) -> PhoneMessage {
    let shown = !entry.revoked;
    let file = entry.file.as_ref().filter(|_| shown);
    let (location, contact) = match entry.extra.clone().filter(|_| shown) {
        Some(Extra::Place(place)) => (Some(place), None),
        Some(Extra::Card(card)) => (None, Some(card)),
        None => (None, None),
    };
    PhoneMessage {
        id: entry.id.clone(),
        seq: entry.seq,
        phone: entry.person.key(),
        author: match entry.author {
            Author::Customer => PhoneAuthor::Customer,
            Author::Api => PhoneAuthor::Company,
            Author::Handset => PhoneAuthor::Handset,
        },
        kind: entry.kind,
        sticker: file.is_some_and(|file| file.nature == Some("sticker")),
        text: entry.text.clone().filter(|_| shown),
        reply_to: entry.reply_to.as_deref().map(|id| super::world::bare(id).to_owned()),
        media: file.map(SimFile::view),
        location,
        contact,
        at: entry.at,
        edited: entry.edited,
        revoked: entry.revoked,
        status: entry.status,
        seen: line.seen.contains(&entry.id),
        reaction: line.reactions.get(&entry.id).cloned(),
        own_reaction: entry.reaction.clone(),
        client_copies: line.copies.get(&entry.group).copied().unwrap_or(1),
    }
}
