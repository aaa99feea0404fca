use std::collections::BTreeMap;

use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::conversation::Status;
use domain::id::{ChannelId, DepartmentId, UserId};
use domain::metrics::{Histogram, Tally};
use domain::role::OnlineStatus;
use domain::wire::time;
use entities::{Channel, Department, LiveCount, User};
use schemars::JsonSchema;
use serde::Serialize;

use super::period::Period;

/// The figures of a period. `open`, `assigned` and `queue` are of this moment, `messages.today` of the company's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Dashboard {
    pub conversations: ConversationFigures,
    pub messages: MessageFigures,
    /// Milliseconds from the customer's first message to the first answer of a person; 0 when there was none.
    pub avg_first_response_time: i64,
    pub first_response: Spread,
    pub queue_wait: Spread,
    /// Milliseconds from the beginning of a conversation to its end.
    pub avg_resolution_time: i64,
    pub queue: QueueFigures,
    /// Resolved without a word of a person.
    pub bot_only: i64,
    pub bot_messages: i64,
    /// From the beginning of the period until now, in the order of time, without gaps.
    pub series: Vec<Bar>,
    pub by_department: Vec<DepartmentFigures>,
    pub by_channel: Vec<ChannelFigures>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConversationFigures {
    pub open: i64,
    pub assigned: i64,
    /// In the period.
    pub resolved: i64,
    /// In the period.
    pub archived: i64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MessageFigures {
    pub today: i64,
    /// In the period, as the next two.
    pub total: i64,
    pub inbound: i64,
    pub outbound: i64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueueFigures {
    pub waiting: i64,
    /// How long the first of them waits.
    pub oldest_seconds: i64,
}

/// How long it took, in milliseconds. Median and p90 are as exact as the buckets they are counted in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Spread {
    pub count: i64,
    pub average: i64,
    pub median: i64,
    pub p90: i64,
}

impl From<&Histogram> for Spread {
    fn from(times: &Histogram) -> Self {
        let (median, p90) = (times.percentile(50), times.percentile(90));
        Self { count: times.count, average: times.average(), median, p90 }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bar {
    /// When it begins: an hour, or a day of the company's when the period is longer than two.
    #[serde(serialize_with = "time")]
    pub bucket: Time,
    pub inbound: i64,
    pub outbound: i64,
    pub opened: i64,
    pub resolved: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DepartmentFigures {
    /// Null = before the customer had chosen one.
    pub department_id: Option<DepartmentId>,
    pub name: Option<String>,
    pub color: Option<String>,
    pub inbound: i64,
    pub outbound: i64,
    pub assigned: i64,
    pub resolved: i64,
    pub first_response: Spread,
    pub queue_wait: Spread,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChannelFigures {
    pub channel_id: ChannelId,
    pub name: String,
    pub provider: ProviderKind,
    pub inbound: i64,
    pub outbound: i64,
    pub opened: i64,
    pub resolved: i64,
}

/// What one agent did in the period. Status and active conversations are of this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgentMetrics {
    pub user_id: UserId,
    pub name: String,
    pub online_status: OnlineStatus,
    pub active_conversations: u32,
    pub total_assignments: i64,
    pub total_messages_sent: i64,
    pub resolved: i64,
    /// Milliseconds; 0 when there was none.
    pub avg_first_response_time: i64,
    pub first_response: Spread,
    pub queue_wait: Spread,
    /// ONLINE or BUSY.
    pub online_seconds: i64,
}

pub(super) fn agent(user: User, tally: &Tally, load: u32) -> AgentMetrics {
    AgentMetrics {
        user_id: user.id,
        name: user.name,
        online_status: user.online_status.0,
        active_conversations: load,
        total_assignments: tally.assigned,
        total_messages_sent: tally.outbound_agent,
        resolved: tally.resolved,
        avg_first_response_time: tally.first_response.average(),
        first_response: Spread::from(&tally.first_response),
        queue_wait: Spread::from(&tally.queue_wait),
        online_seconds: tally.online_seconds,
    }
}

/// All that was read for the dashboard.
pub(super) struct Facts {
    pub(super) hours: Vec<(Time, Tally)>,
    pub(super) today: Vec<(Time, Tally)>,
    pub(super) by_department: Vec<(DepartmentId, Tally)>,
    pub(super) by_channel: Vec<(ChannelId, Tally)>,
    pub(super) live: Vec<LiveCount>,
    pub(super) queues: Vec<(DepartmentId, i64, Time)>,
    pub(super) departments: Vec<Department>,
    pub(super) channels: Vec<Channel>,
}

impl Facts {
    /// `only` = the departments that may be told of, nil among them for conversations without one.
    pub(super) fn dashboard(self, period: &Period, only: Option<&[DepartmentId]>, now: Time) -> Dashboard {
        let told = |department: DepartmentId| only.is_none_or(|only| only.contains(&department));
        let mut all = Tally::default();
        let mut bars: BTreeMap<Time, Tally> = period.buckets(now).map(|at| (at, Tally::default())).collect();
        for (hour, tally) in &self.hours {
            all.add(tally);
            bars.entry(period.bucket(*hour)).or_default().add(tally);
        }
        let today: i64 = self.today.iter().map(|(_, tally)| tally.inbound + tally.outbound()).sum();
        let live = |status: Status| -> i64 {
            let of = self.live.iter().filter(|row| row.status == status);
            of.filter(|row| told(row.department_id.unwrap_or_default())).map(|row| row.count).sum()
        };
        let queues: Vec<_> = self.queues.iter().filter(|(department, ..)| told(*department)).collect();
        let oldest = queues.iter().map(|(_, _, oldest)| (now - *oldest).num_seconds()).max();
        Dashboard {
            conversations: ConversationFigures {
                open: live(Status::Open),
                assigned: live(Status::Assigned),
                resolved: all.resolved,
                archived: all.archived,
            },
            messages: MessageFigures {
                today,
                total: all.inbound + all.outbound(),
                inbound: all.inbound,
                outbound: all.outbound(),
            },
            avg_first_response_time: all.first_response.average(),
            first_response: Spread::from(&all.first_response),
            queue_wait: Spread::from(&all.queue_wait),
            avg_resolution_time: all.average_resolution(),
            queue: QueueFigures {
                waiting: queues.iter().map(|(_, waiting, _)| waiting).sum(),
                oldest_seconds: oldest.unwrap_or(0).max(0),
            },
            bot_only: all.bot_only,
            bot_messages: all.outbound_bot,
            series: bars.into_iter().map(|(at, tally)| bar(at, &tally)).collect(),
            by_department: self.by_department.iter().map(|(id, tally)| self.department(*id, tally)).collect(),
            by_channel: self.by_channel.iter().filter_map(|(id, tally)| self.channel(*id, tally)).collect(),
        }
    }

    fn department(&self, id: DepartmentId, tally: &Tally) -> DepartmentFigures {
        let row = self.departments.iter().find(|row| row.id == id);
        DepartmentFigures {
            department_id: row.map(|row| row.id),
            name: row.map(|row| row.name.clone()),
            color: row.map(|row| row.color.clone()),
            inbound: tally.inbound,
            outbound: tally.outbound(),
            assigned: tally.assigned,
            resolved: tally.resolved,
            first_response: Spread::from(&tally.first_response),
            queue_wait: Spread::from(&tally.queue_wait),
        }
    }

    fn channel(&self, id: ChannelId, tally: &Tally) -> Option<ChannelFigures> {
        let row = self.channels.iter().find(|row| row.id == id)?;
        Some(ChannelFigures {
            channel_id: id,
            name: row.name.clone(),
            provider: row.provider.0,
            inbound: tally.inbound,
            outbound: tally.outbound(),
            opened: tally.opened,
            resolved: tally.resolved,
        })
    }
}

fn bar(bucket: Time, tally: &Tally) -> Bar {
    Bar { bucket, inbound: tally.inbound, outbound: tally.outbound(), opened: tally.opened, resolved: tally.resolved }
}
