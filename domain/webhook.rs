//! Our own webhooks to integrators (SPEC 10.1): when an attempt is repeated, and what a row of failures means.

use chrono::Duration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::clock::Time;
use crate::seq::Seq;

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum EndpointStatus {
    Active,
    /// By a person: nothing is sent, and nothing is lost that the log still has.
    Paused,
    /// Nothing was taken for a day; it is tried on.
    Failing,
    /// It answered 410, or took nothing for five days. Somebody must resume it.
    Disabled,
}

impl EndpointStatus {
    /// Whether anything is sent there.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Active | Self::Failing)
    }
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DeliveryState {
    Pending,
    Delivered,
    /// Nobody took it within all its attempts; it can be replayed.
    Failed,
    /// The receiver refused this very event, each time.
    Skipped,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// 2xx.
    Taken,
    /// Any other answer below 500, but for 410 and 429: this event is refused, others may be taken.
    Refused,
    /// No answer, 429 or 5xx: nothing is taken now.
    Down,
    /// 410: nothing is ever to be sent there again.
    Gone,
}

impl Attempt {
    /// By the status of the answer; `None` = no answer.
    pub fn of(status: Option<u16>) -> Self {
        match status {
            Some(200..300) => Self::Taken,
            Some(410) => Self::Gone,
            Some(429 | 500..) | None => Self::Down,
            Some(_) => Self::Refused,
        }
    }
}

/// Seconds before each repetition.
const DELAYS: [i64; 9] = [5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200, 86_400];
/// Of each delay, at most, in both directions: a fifth.
const JITTER: f64 = 0.2;
/// The longest `Retry-After` that is honoured.
const LONGEST_RETRY_AFTER: Duration = Duration::hours(24);
/// FAILING from here on.
const FAILING_AFTER: Duration = Duration::hours(24);
/// DISABLED from here on.
const DISABLED_AFTER: Duration = Duration::days(5);

/// How long to wait after `attempts` attempts that failed. `chance` is drawn from 0..1; `None` = that was the last.
pub fn retry_in(attempts: u32, retry_after: Option<Duration>, chance: f64) -> Option<Duration> {
    let place = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let seconds = DELAYS.get(place)?;
    let factor = 1.0 - JITTER + 2.0 * JITTER * chance.clamp(0.0, 1.0);
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "at most a day in milliseconds")]
    let delay = Duration::milliseconds((*seconds as f64 * 1000.0 * factor) as i64);
    // Who asks for more time gets it; who asks for less does not decide how often we try.
    Some(delay.max(retry_after.unwrap_or_default().min(LONGEST_RETRY_AFTER)))
}

/// What an endpoint is that took nothing since `failing_since`.
pub fn status_after(failing_since: Time, now: Time) -> EndpointStatus {
    let failing = now - failing_since;
    if failing >= DISABLED_AFTER {
        EndpointStatus::Disabled
    } else if failing >= FAILING_AFTER {
        EndpointStatus::Failing
    } else {
        EndpointStatus::Active
    }
}

/// The receiver's key against duplicates: equal on every attempt and every replay of an event.
pub fn webhook_id(seq: Seq) -> String {
    format!("evt_{seq}")
}

/// Whether an endpoint with this filter wants events of this name.
pub fn wants(filter: &[String], event: &str) -> bool {
    filter.iter().any(|wanted| wanted == "*" || wanted == event)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn delays_follow_the_table_within_a_fifth_and_end() {
        let seconds = |attempts, chance| retry_in(attempts, None, chance).map(|delay| delay.num_seconds());
        assert_eq!((seconds(1, 0.5), seconds(1, 0.0), seconds(1, 1.0)), (Some(5), Some(4), Some(6)));
        assert_eq!(seconds(9, 0.5), Some(86_400));
        assert_eq!(seconds(10, 0.5), None);
        let all: Vec<i64> = (1..=9).filter_map(|attempts| seconds(attempts, 0.5)).collect();
        assert!(all.is_sorted());
    }

    #[test]
    fn retry_after_is_honoured_when_it_asks_for_more_and_not_for_ever() {
        let asked = |asked: Duration| retry_in(2, Some(asked), 0.5).unwrap();
        assert_eq!(asked(Duration::seconds(1)), Duration::seconds(30));
        assert_eq!(asked(Duration::minutes(7)), Duration::minutes(7));
        assert_eq!(asked(Duration::days(400)), Duration::hours(24));
    }

    #[test]
    fn an_answer_tells_whether_the_event_or_the_endpoint_is_the_trouble() {
        for (status, attempt) in [
            (Some(204), Attempt::Taken),
            (Some(302), Attempt::Refused),
            (Some(404), Attempt::Refused),
            (Some(410), Attempt::Gone),
            (Some(429), Attempt::Down),
            (Some(503), Attempt::Down),
            (None, Attempt::Down),
        ] {
            assert_eq!(Attempt::of(status), attempt, "{status:?}");
        }
    }

    #[test]
    fn a_day_of_failure_is_failing_and_five_days_the_end() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        assert_eq!(status_after(now - Duration::hours(23), now), EndpointStatus::Active);
        assert_eq!(status_after(now - Duration::hours(24), now), EndpointStatus::Failing);
        assert_eq!(status_after(now - Duration::hours(120), now), EndpointStatus::Disabled);
    }

    #[test]
    fn a_filter_names_events_or_all() {
        assert!(wants(&["*".to_owned()], "message-sent"));
        assert!(wants(&["message-sent".to_owned()], "message-sent"));
        assert!(!wants(&["message-sent".to_owned()], "message-received"));
        assert!(!wants(&[], "message-received"));
    }
}
