//! The one timer of a conversation, and the arithmetic of SPEC 6.5.

use chrono::Duration;

use crate::clock::Time;
use crate::conversation::TimeoutKind;

/// `timeout_kind` and `timeout_at`: they change together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    pub kind: TimeoutKind,
    pub at: Time,
}

/// How long a suggestion waits for its answer.
pub const SUGGESTION: Duration = Duration::minutes(2);
/// Due when no opening is ahead.
pub const NO_OPENING: Duration = Duration::days(14);
/// Doubling stops here, in open minutes.
pub const CAP_MINUTES: u32 = 60;

/// Open minutes until the next firing: `base` doubled `round` times, up to 60. A base beyond the cap stays itself.
pub fn backoff_minutes(base: u32, round: i32) -> u32 {
    let doublings = u32::try_from(round).unwrap_or(0).min(6);
    base.saturating_mul(1 << doublings).min(CAP_MINUTES).max(base)
}

/// What a RESPONSE deadline may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirect {
    /// Look for another agent.
    Allowed,
    /// Nobody ever answered and three were tried: back to the root's queue.
    BackToQueue,
    /// They did talk: it stays with its agent, and each firing only notifies.
    Stay,
}

/// Three redirects in a wait before the first human answer, one after it.
pub fn redirect(answered: bool, redirect_count: i32) -> Redirect {
    match (answered, redirect_count) {
        (false, ..3) | (true, ..1) => Redirect::Allowed,
        (false, 3..) => Redirect::BackToQueue,
        (true, 1..) => Redirect::Stay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let waits: Vec<u32> = (0..6).map(|round| backoff_minutes(5, round)).collect();
        assert_eq!(waits, [5, 10, 20, 40, 60, 60]);
        assert_eq!(backoff_minutes(90, 3), 90);
        assert_eq!(backoff_minutes(1440, 1000), 1440);
    }

    #[test]
    fn three_redirects_before_an_answer_and_one_after() {
        assert_eq!(redirect(false, 2), Redirect::Allowed);
        assert_eq!(redirect(false, 3), Redirect::BackToQueue);
        assert_eq!(redirect(true, 0), Redirect::Allowed);
        assert_eq!(redirect(true, 1), Redirect::Stay);
    }
}
