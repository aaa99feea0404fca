//! Statuses of one message may stand in the log in another order than they happened, because transactions are ordered by their
//! beginning. A client must never see one fall.

use domain::id::MessageId;
use entities::LoggedEvent;
use moka::sync::Cache;

/// Messages that are remembered; one that is forgotten is long done.
const MEMORY: u64 = 50_000;

/// The highest status that was given out, by message.
#[derive(Debug, Clone)]
pub(crate) struct Ranks(Cache<MessageId, u8>);

impl Default for Ranks {
    fn default() -> Self {
        Self(Cache::new(MEMORY))
    }
}

impl Ranks {
    /// Whether an event may go out: `false` for a `message-status` below what was told already.
    pub(crate) fn admit(&self, event: &LoggedEvent) -> bool {
        event.status_rank().is_none_or(|(message, rank)| self.rises(message, rank))
    }

    fn rises(&self, message: MessageId, rank: u8) -> bool {
        if self.0.get(&message).is_some_and(|told| told > rank) {
            return false;
        }
        self.0.insert(message, rank);
        true
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::Clock;
    use domain::id::new_id;
    use domain::seq::Seq;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_status_below_the_one_that_was_told_is_held_back() {
        let ranks = Ranks::default();
        let (one, other) = (new_id(), new_id());
        let admits = |id: MessageId, status: &str| {
            ranks.admit(&LoggedEvent {
                seq: Seq::default(),
                company: new_id(),
                name: "message-status".to_owned(),
                conversation: None,
                audience: Vec::new(),
                payload: json!({"messageId": id, "status": status}),
                occurred_at: Clock::system().now(),
            })
        };
        assert!(admits(one, "DELIVERED"));
        assert!(!admits(one, "SENT"));
        assert!(admits(one, "DELIVERED"), "the same again is harmless: its times may be new");
        assert!(admits(other, "SENT"));
        assert!(admits(one, "READ"));
        assert!(admits(one, "FAILED"), "a failure has no rank");
    }
}
