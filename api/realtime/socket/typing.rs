//! Who says that they are typing: told to the others at most every two seconds, and taken back when nothing more is said.

use std::collections::HashMap;

use domain::id::ConversationId;
use tokio::time::Instant;

use crate::realtime::hub::Timing;

/// The conversations that one socket's user types in.
#[derive(Debug, Default)]
pub(super) struct Typing(HashMap<ConversationId, Entry>);

#[derive(Debug)]
struct Entry {
    /// When the last frame went out.
    told: Instant,
    /// When the user last said so; `None` = they stopped.
    typed: Option<Instant>,
}

impl Typing {
    /// Whether to tell the others.
    pub(super) fn says(
        &mut self,
        conversation: ConversationId,
        is_typing: bool,
        now: Instant,
        timing: &Timing,
    ) -> bool {
        let known = self.0.get_mut(&conversation);
        match (known, is_typing) {
            (None, false) => false,
            (None, true) => {
                self.0.insert(conversation, Entry { told: now, typed: Some(now) });
                true
            }
            (Some(entry), true) => {
                let tell = now - entry.told >= timing.typing;
                // Below the limit nobody was told; the frame that comes when they go on typing will do.
                if tell {
                    entry.told = now;
                }
                if tell || entry.typed.is_some() {
                    entry.typed = Some(now);
                }
                tell
            }
            // Stopping is told at once: it can follow a start only once.
            (Some(entry), false) => entry.typed.take().is_some(),
        }
    }

    /// Conversations whose typing has expired; the others are to be told.
    pub(super) fn expired(&mut self, now: Instant, timing: &Timing) -> Vec<ConversationId> {
        let mut expired = Vec::new();
        self.0.retain(|conversation, entry| {
            if entry.typed.is_some_and(|typed| now - typed >= timing.typing_expires) {
                entry.typed = None;
                expired.push(*conversation);
            }
            entry.typed.is_some() || now - entry.told < timing.typing
        });
        expired
    }

    /// Stop at once, as when the conversation is closed. Says whether the others are to be told.
    pub(super) fn stop(&mut self, conversation: ConversationId) -> bool {
        self.0.remove(&conversation).is_some_and(|entry| entry.typed.is_some())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use domain::id::new_id;

    use super::*;

    #[test]
    fn typing_is_told_every_two_seconds_and_expires_after_six() {
        let timing = Timing::default();
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let mut typing = Typing::default();
        let conversation = new_id();
        assert!(!typing.says(conversation, false, at(0), &timing), "nobody was told that they do");
        let told: Vec<u64> =
            (0..50).map(|n| n * 100).filter(|ms| typing.says(conversation, true, at(*ms), &timing)).collect();
        assert_eq!(told, [0, 2000, 4000]);
        assert!(typing.expired(at(10_899), &timing).is_empty());
        assert_eq!(typing.expired(at(10_900), &timing), [conversation]);
        assert!(typing.expired(at(20_000), &timing).is_empty(), "once");
    }

    #[test]
    fn stopping_is_told_once() {
        let timing = Timing::default();
        let now = Instant::now();
        let mut typing = Typing::default();
        let conversation = new_id();
        assert!(typing.says(conversation, true, now, &timing));
        assert!(typing.says(conversation, false, now, &timing));
        assert!(!typing.says(conversation, false, now, &timing));
        assert!(!typing.says(conversation, true, now, &timing), "too soon");
        assert!(!typing.stop(conversation));
    }
}
