//! What identifies a person at a provider.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum IdentityKind {
    /// `E.164` with its `+`.
    Phone,
    /// `<digits>@lid`.
    WahaLid,
    /// `CC.xxxx`.
    MetaBsuid,
}

/// Who vouches that an identity belongs to its contact.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum VerifiedBy {
    Provider,
    Agent,
    Derived,
}

/// One identity as a provider wrote it, with the key that it is matched by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    pub kind: IdentityKind,
    /// The address used for sending.
    pub value: String,
    /// The match key: see `Identity::new`.
    pub canonical: String,
}
