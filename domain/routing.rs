//! Who may take a conversation, and who takes it (SPEC 6.1). Every decision is stored with the verdict on each candidate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::clock::Time;
use crate::id::UserId;
use crate::role::OnlineStatus;

/// Why a candidate was taken or passed over. The first that applies, in this order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    Inactive,
    NotActiveInDepartment,
    Offline,
    Busy,
    Full,
    Excluded,
    Eligible,
    Chosen,
}

/// A member of a department at the moment of a decision, as stored in `routing_decisions.candidates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    pub user_id: UserId,
    pub name: String,
    pub online_status: OnlineStatus,
    /// Conversations ASSIGNED to the user, over the whole company.
    pub load: u32,
    /// 0 = unlimited.
    pub capacity: u32,
    pub last_assigned_at: Option<Time>,
    pub verdict: Verdict,
}

/// What a decision did.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DecisionOutcome {
    Assigned,
    Queued,
    NoChange,
}
