//! The phases of a message on its way out (SPEC 8.4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The phase of an outbox row. The row exists only until the message is final.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Phase {
    Queued,
    Sending,
    Unknown,
}

/// The same on the wire: `DONE` for an outbound message without a row, `NONE` for an inbound one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum SendPhase {
    None,
    Queued,
    Sending,
    Unknown,
    Done,
}

impl From<Phase> for SendPhase {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Queued => Self::Queued,
            Phase::Sending => Self::Sending,
            Phase::Unknown => Self::Unknown,
        }
    }
}

/// How an attempt ended that was not simply accepted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum AttemptOutcome {
    Rejected,
    Unknown,
    Held,
    ReconciledSent,
    ReconciledLost,
}
