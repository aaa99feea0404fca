//! What happened to a conversation: decisions of the routing, and assignments with their ends.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::clock::Time;
use domain::conversation::{AssignedBy, EndReason};
use domain::id::{ConversationId, DepartmentId, UserId};
use domain::routing::{DecisionOutcome, Judged};
use domain::wire;
use entities::{Moment, Reading, RoutingDecision, Scope, Tie};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::cut;
use crate::cursor::{Cursors, Position};
use crate::error::{ApiError, Code};
use crate::payload::Page;

/// Why a conversation went where it went, with the verdict on each candidate.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    pub id: Uuid,
    pub department_id: DepartmentId,
    /// What made it necessary, as `message` or `timeout`.
    pub trigger: String,
    pub outcome: DecisionOutcome,
    pub chosen_user_id: Option<UserId>,
    pub candidates: Vec<Judged>,
    pub queue_position: Option<i32>,
    #[serde(serialize_with = "wire::time")]
    pub decided_at: Time,
}

impl From<RoutingDecision> for Decision {
    fn from(row: RoutingDecision) -> Self {
        Self {
            id: row.id,
            department_id: row.department_id,
            trigger: row.trigger,
            outcome: row.outcome.0,
            chosen_user_id: row.chosen_user_id,
            candidates: serde_json::from_value(row.candidates).unwrap_or_default(),
            queue_position: row.queue_position,
            decided_at: row.decided_at,
        }
    }
}

/// What kind of thing happened. At one instant, the later of them is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TimelineKind {
    Unassigned,
    Routed,
    Assigned,
}

/// One thing that happened to a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TimelineItem {
    /// Of the assignment or the decision.
    pub id: Uuid,
    pub kind: TimelineKind,
    #[serde(serialize_with = "wire::time")]
    pub at: Time,
    /// Who got it or lost it; of a decision, who was chosen.
    pub user: Option<wire::Sender>,
    pub department_id: Option<DepartmentId>,
    /// How the assignment began.
    pub assigned_by: Option<AssignedBy>,
    /// Who assigned it by hand.
    pub actor: Option<wire::Sender>,
    /// How the assignment ended.
    pub end_reason: Option<EndReason>,
    pub outcome: Option<DecisionOutcome>,
    pub trigger: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct DecisionPlace {
    conversation: ConversationId,
    at: Time,
    id: Uuid,
}

impl Position for DecisionPlace {
    const LIST: &'static str = "decisions";
}

#[derive(Debug, Serialize, Deserialize)]
struct TimelinePlace {
    conversation: ConversationId,
    at: Time,
    kind: TimelineKind,
    id: Uuid,
}

impl Position for TimelinePlace {
    const LIST: &'static str = "timeline";
}

impl TimelinePlace {
    /// Where the history of one kind goes on.
    fn of(&self, kind: TimelineKind) -> Moment {
        let tie = match kind.cmp(&self.kind) {
            std::cmp::Ordering::Less => Tie::All,
            std::cmp::Ordering::Equal => Tie::Below(self.id),
            std::cmp::Ordering::Greater => Tie::Nothing,
        };
        Moment { at: self.at, tie }
    }
}

pub(super) async fn decisions(
    scope: &Scope<Reading>,
    cursors: &Cursors,
    conversation: ConversationId,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<Decision>, ApiError> {
    let place: Option<DecisionPlace> = cursors.read_optional(cursor)?;
    if place.as_ref().is_some_and(|place| place.conversation != conversation) {
        return Err(Code::InvalidCursor.into());
    }
    let before = place.map(|place| Moment { at: place.at, tie: Tie::Below(place.id) });
    let rows = scope.agents().decisions_before(conversation, before, u64::from(limit) + 1).await?;
    let (rows, last) = cut(rows, limit);
    let next = last.map(|row| DecisionPlace { conversation, at: row.decided_at, id: row.id });
    let next_cursor = next.map(|next| cursors.write(&next)).transpose()?;
    Ok(Page { items: rows.into_iter().map(Decision::from).collect(), next_cursor })
}

pub(super) async fn timeline(
    scope: &Scope<Reading>,
    cursors: &Cursors,
    conversation: ConversationId,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<TimelineItem>, ApiError> {
    let place: Option<TimelinePlace> = cursors.read_optional(cursor)?;
    if place.as_ref().is_some_and(|place| place.conversation != conversation) {
        return Err(Code::InvalidCursor.into());
    }
    let before = |kind| place.as_ref().map(|place| place.of(kind));
    let (agents, most) = (scope.agents(), u64::from(limit) + 1);
    let begun = agents.assignments_begun(conversation, before(TimelineKind::Assigned), most).await?;
    let ended = agents.assignments_ended(conversation, before(TimelineKind::Unassigned), most).await?;
    let decided = agents.decisions_before(conversation, before(TimelineKind::Routed), most).await?;

    let mut ids: Vec<UserId> =
        begun.iter().chain(&ended).flat_map(|row| [Some(row.user_id), row.actor_id]).flatten().collect();
    ids.extend(decided.iter().filter_map(|row| row.chosen_user_id));
    ids.sort_unstable();
    ids.dedup();
    let users = scope.users().find_all(&ids).await?;
    let names: HashMap<UserId, String> = users.into_iter().map(|user| (user.id, user.name)).collect();
    let name =
        |id: Option<UserId>| id.and_then(|id| names.get(&id).map(|name| wire::Sender { id, name: name.clone() }));

    let assigned = begun.into_iter().map(|row| TimelineItem {
        id: row.id,
        kind: TimelineKind::Assigned,
        at: row.assigned_at,
        user: name(Some(row.user_id)),
        department_id: row.department_id,
        assigned_by: Some(row.assigned_by.0),
        actor: name(row.actor_id),
        end_reason: None,
        outcome: None,
        trigger: None,
    });
    let unassigned = ended.into_iter().map(|row| TimelineItem {
        id: row.id,
        kind: TimelineKind::Unassigned,
        at: row.unassigned_at.unwrap_or(row.assigned_at),
        user: name(Some(row.user_id)),
        department_id: row.department_id,
        assigned_by: None,
        actor: None,
        end_reason: row.end_reason.map(|reason| reason.0),
        outcome: None,
        trigger: None,
    });
    let routed = decided.into_iter().map(|row| TimelineItem {
        id: row.id,
        kind: TimelineKind::Routed,
        at: row.decided_at,
        user: name(row.chosen_user_id),
        department_id: Some(row.department_id),
        assigned_by: None,
        actor: None,
        end_reason: None,
        outcome: Some(row.outcome.0),
        trigger: Some(row.trigger),
    });
    let mut items: Vec<TimelineItem> = assigned.chain(unassigned).chain(routed).collect();
    items.sort_by_key(|item| Reverse((item.at, item.kind, item.id)));
    let (items, last) = cut(items, limit);
    let next = last.map(|item| TimelinePlace { conversation, at: item.at, kind: item.kind, id: item.id });
    Ok(Page { items, next_cursor: next.map(|next| cursors.write(&next)).transpose()? })
}
