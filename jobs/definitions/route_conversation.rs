use domain::id::DepartmentId;
use serde::{Deserialize, Serialize};

use crate::job::Job;

/// Drain the queue of one department: somebody became free, or somebody waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteConversation {
    pub department_id: DepartmentId,
    pub trigger: RouteTrigger,
}

/// Why the queue is looked at. For the logs and the decision record; the work is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RouteTrigger {
    /// A conversation entered the queue.
    New,
    /// A conversation of a member ended or moved away.
    Freed,
    /// A member came online, joined or got more capacity.
    AgentOnline,
    /// The department opened, or its rules changed.
    Opened,
    Transfer,
    Timeout,
    /// The repair pass found a queue that somebody could serve.
    Tick,
    /// Written by a newer release.
    #[serde(other)]
    Other,
}

impl Job for RouteConversation {
    const NAME: &'static str = "route-conversation";
    const OWNS_ROW: bool = false;

    fn key(&self) -> String {
        self.department_id.to_string()
    }
}
