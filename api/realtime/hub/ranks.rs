//! Statuses of one message may stand in the log in another order than they happened, because transactions are ordered by their
//! beginning. A client must never see one fall.

use domain::message::{MessageStatus, Standing};
use entities::LoggedEvent;
use moka::sync::Cache;
use serde_json::Value;
use uuid::Uuid;

/// Messages that are remembered; one that is forgotten is long done.
const MEMORY: u64 = 50_000;

/// The highest status that was given out, by message.
#[derive(Debug, Clone)]
pub(crate) struct Ranks(Cache<Uuid, u8>);

impl Default for Ranks {
    fn default() -> Self {
        Self(Cache::new(MEMORY))
    }
}

impl Ranks {
    /// Whether an event may go out: `false` for a `message-status` below what was told already.
    pub(crate) fn admit(&self, event: &LoggedEvent) -> bool {
        event.name != "message-status" || self.rises(&event.payload)
    }

    fn rises(&self, payload: &Value) -> bool {
        let id = payload["messageId"].as_str().and_then(|id| Uuid::parse_str(id).ok());
        let status = payload["status"].as_str().and_then(|status| status.parse::<MessageStatus>().ok());
        let rank = status.and_then(|status| Standing { status, error_code: None, played: false }.rank());
        let Some((id, rank)) = id.zip(rank) else { return true };
        if self.0.get(&id).is_some_and(|told| told > rank) {
            return false;
        }
        self.0.insert(id, rank);
        true
    }
}

#[cfg(test)]
mod tests {
    use domain::id::new_id;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_status_below_the_one_that_was_told_is_held_back() {
        let ranks = Ranks::default();
        let (one, other) = (new_id(), new_id());
        let status = |id: Uuid, status: &str| ranks.rises(&json!({"messageId": id, "status": status}));
        assert!(status(one, "DELIVERED"));
        assert!(!status(one, "SENT"));
        assert!(status(one, "DELIVERED"), "the same again is harmless: its times may be new");
        assert!(status(other, "SENT"));
        assert!(status(one, "READ"));
        assert!(status(one, "FAILED"), "a failure has no rank");
    }
}
