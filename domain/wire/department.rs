use schemars::JsonSchema;
use serde::Serialize;

use super::time::time;
use crate::clock::Time;
use crate::company::Schedule;
use crate::id::{CompanyId, DepartmentId};

/// A menu option with its queue and members.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Department {
    pub id: DepartmentId,
    pub company_id: CompanyId,
    pub slug: String,
    pub name: String,
    pub description: Option<String>,
    pub color: String,
    pub emoji: Option<String>,
    /// Place in the menu.
    pub position: i32,
    pub keywords: Vec<String>,
    /// The fallback: exactly one active department has it.
    pub is_root: bool,
    pub is_active: bool,
    pub response_timeout_minutes: i32,
    pub max_agents: i32,
    /// Null = the company's.
    pub business_hours: Option<Schedule>,
    pub is_open_now: bool,
    pub counts: DepartmentCounts,
    pub version: i32,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
    #[serde(serialize_with = "time")]
    pub updated_at: Time,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DepartmentCounts {
    pub members: i64,
    pub online: i64,
    pub queued: i64,
    pub assigned: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DepartmentRef {
    pub id: DepartmentId,
    pub name: String,
    pub slug: String,
    pub color: String,
}
