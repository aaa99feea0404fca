//! A message's nature and the one-way road of its status (SPEC 8.5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::clock::Time;
use crate::inbound::StatusNews;

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Direction {
    Inbound,
    Outbound,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum MessageType {
    Text,
    Image,
    Document,
    Audio,
    Video,
}

/// Who wrote a message.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Origin {
    Customer,
    Agent,
    Bot,
    Phone,
    Api,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum MessageStatus {
    Pending,
    Sent,
    Delivered,
    Read,
    Failed,
}

/// The `error_code` of a message whose fate nobody knows: the one failure that later evidence undoes.
pub const OUTCOME_UNKNOWN: &str = "outcome_unknown";

/// Where a message of ours stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    pub status: MessageStatus,
    pub error_code: Option<&'a str>,
    /// `metadata.playedAt` is set.
    pub played: bool,
}

impl Standing<'_> {
    /// PENDING 0, FAILED(`outcome_unknown`) 1, SENT 2, DELIVERED 3, READ 4. `None` = FAILED for good.
    pub fn rank(&self) -> Option<u8> {
        match self.status {
            MessageStatus::Pending => Some(0),
            MessageStatus::Failed => (self.error_code == Some(OUTCOME_UNKNOWN)).then_some(1),
            MessageStatus::Sent => Some(2),
            MessageStatus::Delivered => Some(3),
            MessageStatus::Read => Some(4),
        }
    }
}

/// What a piece of news writes. Times that are `None` stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub status: MessageStatus,
    /// Also for a READ that skipped DELIVERED.
    pub delivered_at: Option<Time>,
    pub read_at: Option<Time>,
    pub failed_at: Option<Time>,
    /// For `metadata.playedAt`.
    pub played_at: Option<Time>,
    /// The status moved: worth an event. Otherwise only `played_at` is new.
    pub moved: bool,
    /// A message that was given up turned out to be sent: its error is cleared.
    pub recovered: bool,
}

/// Apply delivery news that may come doubled and in any order: a status only ever rises.
pub fn advance(current: Standing<'_>, news: &StatusNews, at: Time) -> Option<Change> {
    let rank = current.rank()?;
    let (status, next, played) = match news {
        StatusNews::Sent => (MessageStatus::Sent, 2, false),
        StatusNews::Delivered => (MessageStatus::Delivered, 3, false),
        StatusNews::Read => (MessageStatus::Read, 4, false),
        StatusNews::Played => (MessageStatus::Read, 4, true),
        StatusNews::Failed { .. } => {
            // On DELIVERED or READ the provider contradicts itself: logged by the caller, and ignored.
            return (rank <= 2).then_some(Change {
                status: MessageStatus::Failed,
                delivered_at: None,
                read_at: None,
                failed_at: Some(at),
                played_at: None,
                moved: true,
                recovered: false,
            });
        }
    };
    let moved = next > rank;
    let played = played && !current.played;
    (moved || played).then_some(Change {
        status,
        delivered_at: (moved && rank < 3 && next >= 3).then_some(at),
        read_at: (moved && next >= 4).then_some(at),
        failed_at: None,
        played_at: played.then_some(at),
        moved,
        recovered: moved && rank == 1,
    })
}

#[cfg(test)]
mod tests;
