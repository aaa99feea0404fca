use domain::clock::Time;
use domain::conversation::TimeoutKind;
use domain::id::ConversationId;
use serde::{Deserialize, Serialize};

use crate::job::Job;

/// One deadline of one conversation has come. The handler compares all three with the row, so an old job does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckTimeout {
    pub conversation_id: ConversationId,
    pub kind: TimeoutKind,
    pub timeout_at: Time,
}

impl Job for CheckTimeout {
    const NAME: &'static str = "check-timeout";
    const OWNS_ROW: bool = true;

    fn key(&self) -> String {
        let kind = match self.kind {
            TimeoutKind::Suggestion => "SUGGESTION",
            TimeoutKind::Menu => "MENU",
            TimeoutKind::Queue => "QUEUE",
            TimeoutKind::Response => "RESPONSE",
            TimeoutKind::Pause => "PAUSE",
        };
        format!("{}:{kind}:{}", self.conversation_id, self.timeout_at.timestamp_millis())
    }
}
