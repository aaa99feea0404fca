use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::department::DepartmentRef;
use super::time::{optional_time, time};
use crate::clock::Time;
use crate::id::{CompanyId, DepartmentId, UserId};
use crate::role::{OnlineStatus, Role};

/// A user as colleagues see them. The password's hash is in no shape.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub id: UserId,
    pub company_id: CompanyId,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub online_status: OnlineStatus,
    pub is_active: bool,
    /// The primary department.
    pub department_id: Option<DepartmentId>,
    pub department: Option<DepartmentRef>,
    pub departments: Vec<DepartmentRef>,
    /// Where the user chose to work now; empty = all memberships.
    pub active_department_ids: Vec<DepartmentId>,
    /// Null = the company's default.
    pub max_conversations: Option<i32>,
    /// What applies; 0 = unlimited.
    pub capacity: i32,
    pub active_conversations: i64,
    #[serde(serialize_with = "optional_time")]
    pub last_heartbeat_at: Option<Time>,
    pub locale: Option<String>,
    pub version: i32,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
    #[serde(serialize_with = "time")]
    pub updated_at: Time,
}

/// The caller.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    #[serde(flatten)]
    pub user: User,
    pub company: CompanyRef,
    pub permissions: Vec<String>,
    pub preferences: UserPreferences,
}

/// How the dashboard behaves for one user. What is absent was never chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UserPreferences {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sound: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifications: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortcuts: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyRef {
    pub id: CompanyId,
    pub name: String,
    /// Of the default META channel.
    pub phone_number_id: Option<String>,
    pub greeting_message: Option<String>,
    pub locale: String,
    pub timezone: String,
    /// `*Name - Department*: ` stands before what an agent writes.
    pub agent_prefix_enabled: bool,
}

/// The user who holds a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentRef {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub online_status: OnlineStatus,
}
