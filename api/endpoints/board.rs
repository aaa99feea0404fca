//! The room as its supervisor sees it: who is there, who waits, and who waited in vain.

use std::collections::HashMap;

use chrono::Duration;
use domain::clock::Time;
use domain::conversation::TimeoutKind;
use domain::event::QueueReason;
use domain::id::{ConversationId, DepartmentId, UserId};
use domain::role::OnlineStatus;
use domain::wire::{self, optional_time, time};
use entities::{MissedDeadline, UserFilter};
use poem_openapi::OpenApi;
use schemars::JsonSchema;
use serde::Serialize;

use super::Tag;
use super::departments::queue;
use crate::auth::{Actor as _, Caller, need};
use crate::context::Context;
use crate::error::ApiError;
use crate::payload::Reply;

const SHOWN: u32 = 20;
/// The most users that are told of.
const MOST: u64 = 1_000;

/// Every active department with its agents and its queue, in the order of the menu.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Board {
    pub departments: Vec<BoardDepartment>,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardDepartment {
    pub id: DepartmentId,
    pub name: String,
    pub color: String,
    pub is_open_now: bool,
    pub agents: Vec<BoardAgent>,
    /// All who wait.
    pub waiting: i64,
    /// The first twenty of them.
    pub queue: Vec<Waiting>,
    /// Deadlines that nobody kept in the last sixty minutes.
    pub timeouts_last_hour: usize,
    /// The newest twenty of them, the newest first.
    pub timeouts: Vec<BoardTimeout>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardAgent {
    pub id: UserId,
    pub name: String,
    pub online_status: OnlineStatus,
    pub active_conversations: i64,
    /// 0 = unlimited.
    pub capacity: i32,
}

/// A deadline that nobody kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardTimeout {
    pub conversation_id: ConversationId,
    pub customer_name: Option<String>,
    pub kind: TimeoutKind,
    /// How often in a row.
    pub round: i32,
    pub waiting_seconds: i64,
    #[serde(serialize_with = "time")]
    pub at: Time,
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    pub conversation_id: ConversationId,
    pub protocol: String,
    pub customer_name: Option<String>,
    pub position: Option<u32>,
    #[serde(serialize_with = "optional_time")]
    pub queued_at: Option<Time>,
    /// Why it came into the queue; null when that is too long ago.
    pub reason: Option<QueueReason>,
    pub waiting_seconds: i64,
    #[serde(serialize_with = "optional_time")]
    pub timeout_at: Option<Time>,
}

/// The queue board.
pub struct BoardApi;

#[OpenApi(prefix_path = "/api/board", tag = "Tag::Metrics")]
impl BoardApi {
    /// Show each department's agents and queue as they are now.
    #[oai(path = "/", method = "get", operation_id = "getBoard")]
    async fn board(&self, who: Caller<need::MetricsRead>, cx: Context) -> Result<Reply<Board>, ApiError> {
        who.must_supervise()?;
        let scope = cx.company(who.company_id());
        let now = cx.clock.now();
        let rows = scope.departments().list(false).await?;
        let departments = scope.departments().views(rows, now).await?;
        let filter = UserFilter { is_active: Some(true), ..UserFilter::default() };
        let users = scope.users().list(&filter, MOST).await?;
        let users = scope.users().views(users).await?;
        let waiting: HashMap<DepartmentId, i64> =
            scope.rollups().queues().await?.into_iter().map(|(id, count, _)| (id, count)).collect();
        let missed = scope.missed_deadlines(now - Duration::hours(1)).await?;
        let mut queues: HashMap<DepartmentId, Vec<wire::Conversation>> = HashMap::new();
        for id in waiting.keys() {
            queues.insert(*id, queue::load(&scope, *id, SHOWN, now).await?);
        }
        let contacts: Vec<_> = queues.values().flatten().map(|row| row.shared.contact_id).collect();
        let reasons = scope.queue_reasons(&contacts).await?;
        let show = |department: wire::Department| {
            let timeouts: Vec<_> =
                missed.iter().filter(|missed| missed.told.department_id == Some(department.id)).collect();
            let queue = queues.remove(&department.id).unwrap_or_default();
            BoardDepartment {
                agents: users.iter().filter(|user| works_in(user, department.id)).map(BoardAgent::of).collect(),
                waiting: waiting.get(&department.id).copied().unwrap_or(0),
                queue: queue.into_iter().map(|row| Waiting::of(row, &reasons, now)).collect(),
                timeouts_last_hour: timeouts.len(),
                timeouts: timeouts.into_iter().take(SHOWN as usize).map(BoardTimeout::of).collect(),
                id: department.id,
                name: department.name,
                color: department.color,
                is_open_now: department.is_open_now,
            }
        };
        Ok(Reply::new(Board { departments: departments.into_iter().map(show).collect() }))
    }
}

fn works_in(user: &wire::User, department: DepartmentId) -> bool {
    user.departments.iter().any(|own| own.id == department)
}

impl BoardAgent {
    fn of(user: &wire::User) -> Self {
        Self {
            id: user.id,
            name: user.name.clone(),
            online_status: user.online_status,
            active_conversations: user.active_conversations,
            capacity: user.capacity,
        }
    }
}

impl BoardTimeout {
    fn of(missed: &MissedDeadline) -> Self {
        let told = missed.told.clone();
        Self {
            conversation_id: told.conversation_id,
            customer_name: told.customer_name,
            kind: told.kind,
            round: told.round,
            waiting_seconds: told.waiting_seconds,
            at: missed.at,
        }
    }
}

impl Waiting {
    fn of(row: wire::Conversation, reasons: &HashMap<ConversationId, QueueReason>, now: Time) -> Self {
        let since = row.shared.queued_at.unwrap_or(now);
        Self {
            conversation_id: row.shared.id,
            protocol: row.shared.protocol,
            customer_name: row.shared.customer_name,
            position: row.queue_position,
            queued_at: row.shared.queued_at,
            reason: reasons.get(&row.shared.id).copied(),
            waiting_seconds: (now - since).num_seconds().max(0),
            timeout_at: row.shared.timeout_at,
        }
    }
}
