//! An attachment: bytes in the store, or on their way there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum MediaKind {
    /// Fetched from a provider.
    Inbound,
    /// Uploaded to us.
    Outbound,
    Avatar,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum MediaState {
    /// Still at the provider, or on its way.
    Pending,
    /// In the store.
    Ready,
    /// It could not be fetched; somebody may ask to try again.
    Failed,
    /// The provider has it no more.
    Expired,
    /// It is not what its message says.
    Refused,
}
