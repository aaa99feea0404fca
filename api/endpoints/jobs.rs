//! What work of the company waits, and what was given up.

use chrono::Duration;
use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use domain::outbox::Phase;
use entities::{Waiting, WaitingWork};
use poem_openapi::OpenApi;
use schemars::JsonSchema;
use serde::Serialize;

use super::Tag;
use crate::auth::User;
use crate::context::Context;
use crate::error::ApiError;
use crate::payload::Reply;

/// The work behind the scenes, of one company.
pub struct JobsApi;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobsSummary {
    pub lanes: LanesSummary,
    /// What providers told, without statuses.
    pub events: Backlog,
    /// What became of our messages.
    pub statuses: Backlog,
    pub outbox: OutboxSummary,
    /// Webhooks on their way to integrators.
    pub deliveries: Pending,
    /// Attachments of customers that are still at their providers.
    pub media: Pending,
    /// Events that were given up; their bodies are kept.
    pub dead_events: i64,
    /// Jobs that were given up and that nobody has dealt with.
    pub dead_jobs: u64,
}

/// The order of one sender at one channel is a lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LanesSummary {
    pub waiting: i64,
    /// How long the first of them has been ready.
    pub oldest_seconds: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Backlog {
    pub pending: i64,
    /// For the message that they are about.
    pub waiting: i64,
    /// Since the first that nobody has looked at came.
    pub oldest_seconds: i64,
    /// Since the first that waits for its message came: hours are no fault of ours, it may never come.
    pub oldest_waiting_seconds: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutboxSummary {
    pub queued: i64,
    pub sending: i64,
    pub unknown: i64,
    /// Since the first that is queued or being sent was written.
    pub oldest_seconds: i64,
    /// Since the first whose fate is unknown was written.
    pub oldest_unknown_seconds: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    pub pending: i64,
    pub oldest_seconds: i64,
}

#[OpenApi(prefix_path = "/api/jobs", tag = "Tag::Operations")]
impl JobsApi {
    /// Sum up the company's work that is not done yet.
    #[oai(path = "/summary", method = "get", operation_id = "getJobsSummary")]
    async fn summary(&self, User(user): User, cx: Context) -> Result<Reply<JobsSummary>, ApiError> {
        user.admin()?;
        let work = cx.company(user.company_id).waiting_work().await?;
        Ok(Reply::new(sum(&work, cx.clock.now())))
    }
}

fn sum(work: &WaitingWork, now: Time) -> JobsSummary {
    let seconds = |of: Waiting| of.oldest.map_or(0, |since| (now - since).max(Duration::zero()).num_seconds());
    let phase = |phase| work.outbox.get(&phase).copied().unwrap_or_default();
    let events = |of: fn(InboxKind) -> bool, state: InboxState| {
        let those = work.events.iter().filter(|(kind, at, _)| of(*kind) && *at == state);
        those.fold(Waiting::default(), |all, (_, _, waiting)| all.and(*waiting))
    };
    let backlog = |of: fn(InboxKind) -> bool| {
        let (pending, waiting) = (events(of, InboxState::Pending), events(of, InboxState::Waiting));
        Backlog {
            pending: pending.count,
            waiting: waiting.count,
            oldest_seconds: seconds(pending),
            oldest_waiting_seconds: seconds(waiting),
        }
    };
    let pending = |of: Waiting| Pending { pending: of.count, oldest_seconds: seconds(of) };
    let (queued, sending, unknown) = (phase(Phase::Queued), phase(Phase::Sending), phase(Phase::Unknown));
    JobsSummary {
        lanes: LanesSummary { waiting: work.lanes.count, oldest_seconds: seconds(work.lanes) },
        events: backlog(|kind| kind != InboxKind::Status),
        statuses: backlog(|kind| kind == InboxKind::Status),
        outbox: OutboxSummary {
            queued: queued.count,
            sending: sending.count,
            unknown: unknown.count,
            oldest_seconds: seconds(queued.and(sending)),
            oldest_unknown_seconds: seconds(unknown),
        },
        deliveries: pending(work.deliveries),
        media: pending(work.media),
        dead_events: events(|_| true, InboxState::Dead).count,
        dead_jobs: work.dead_jobs,
    }
}
