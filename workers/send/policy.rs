//! What to do about a send that was not accepted (SPEC 8.4). Pure, so that the whole table can be read and tested.

use std::time::Duration;

use domain::channel::ChannelStatus;
use domain::clock::Time;
use domain::send::{SendClass, SendFailure};

/// Attempts of a message whose provider is away, before it is given up.
const MOST_ATTEMPTS: u32 = 8;

/// The decision about one failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Try again after this long.
    Retry(Duration),
    /// Every send of the channel waits this long; the message is tried again then.
    Slow(Duration),
    /// Nobody knows: look for evidence.
    Unknown,
    /// Not the message's fault: it waits, its attempt is given back, and the channel is marked.
    Hold(ChannelStatus),
    /// Final, with this code.
    Fail(&'static str),
}

/// Judge attempt number `attempt` (from 1). `jitter` in 0..1 spreads retries.
pub(super) fn judge(failure: &SendFailure, attempt: u32, jitter: f64) -> Verdict {
    match failure.class {
        SendClass::NotSent | SendClass::ProviderBusy => match attempt {
            MOST_ATTEMPTS.. => Verdict::Fail("channel_unavailable"),
            _ => Verdict::Retry(spread(doubling(attempt, 1, 60), jitter)),
        },
        SendClass::Unknown => Verdict::Unknown,
        SendClass::SessionDown => Verdict::Hold(ChannelStatus::Degraded),
        SendClass::PairLimit => Verdict::Retry(Duration::from_secs(match attempt {
            0 | 1 => 6,
            2 => 24,
            _ => 96,
        })),
        SendClass::ChannelLimit => {
            let wait = failure.retry_after.unwrap_or_else(|| spread(doubling(attempt, 1, 300), jitter));
            Verdict::Slow(wait.min(Duration::from_mins(5)))
        }
        // WAHA's restriction has an end; META's does not lift by itself.
        class if class.forbids_strangers(failure.provider_code.as_deref()) => Verdict::Hold(ChannelStatus::Degraded),
        SendClass::Auth | SendClass::Permission | SendClass::Account => Verdict::Hold(ChannelStatus::Stopped),
        SendClass::Recipient => Verdict::Fail("recipient"),
        SendClass::OptedOut => Verdict::Fail("opted_out"),
        SendClass::Window => Verdict::Fail("window_closed"),
        SendClass::Content => Verdict::Fail("content"),
        SendClass::Other => Verdict::Fail("provider_refused"),
    }
}

/// `base`, doubled with each attempt, up to `most` seconds.
fn doubling(attempt: u32, base: u64, most: u64) -> Duration {
    Duration::from_secs((base << attempt.saturating_sub(1).min(16)).min(most))
}

/// Up to a fifth longer, so that what failed together does not come back together.
fn spread(wait: Duration, jitter: f64) -> Duration {
    wait.mul_f64(1.0 + 0.2 * jitter.clamp(0.0, 1.0))
}

/// When to look for evidence of an unknown outcome, after the start of its attempt.
pub(crate) const LOOKS: [Duration; 3] = [Duration::from_secs(10), Duration::from_secs(30), Duration::from_secs(90)];

/// The next look after `now`; the last one is the grace itself.
pub(super) fn next_look(started_at: Time, grace: Duration, now: Time) -> Time {
    let looks = LOOKS.into_iter().filter(|look| *look < grace).chain([grace]);
    let mut ahead = looks.map(|look| started_at + look).filter(|look| *look > now);
    ahead.next().unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(class: SendClass) -> SendFailure {
        SendFailure { class, provider_code: None, http_status: None, detail: None, retry_after: None }
    }

    #[test]
    fn a_provider_that_is_away_is_tried_eight_times() {
        let waits: Vec<Verdict> = (1..=8).map(|attempt| judge(&failure(SendClass::NotSent), attempt, 0.0)).collect();
        let seconds = [1, 2, 4, 8, 16, 32, 60].map(|seconds| Verdict::Retry(Duration::from_secs(seconds)));
        assert_eq!(waits[..7], seconds);
        assert_eq!(waits[7], Verdict::Fail("channel_unavailable"));
    }

    #[test]
    fn jitter_adds_at_most_a_fifth() {
        let Verdict::Retry(wait) = judge(&failure(SendClass::NotSent), 6, 1.0) else { panic!("no retry") };
        assert_eq!(wait, Duration::from_millis(38_400));
    }

    #[test]
    fn evidence_is_looked_for_at_10_30_and_90_seconds() {
        let start = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let grace = Duration::from_secs(90);
        let after = |seconds| (next_look(start, grace, start + Duration::from_secs(seconds)) - start).num_seconds();
        assert_eq!([0, 10, 29, 30, 89].map(after), [10, 30, 30, 90, 90]);
        assert_eq!(after(100), 100);
    }

    #[test]
    fn each_class_has_its_verdict() {
        use SendClass::{
            Account, Auth, ChannelLimit, Content, Other, PairLimit, Recipient, SessionDown, Unknown, Window,
        };
        let table = [
            (Unknown, Verdict::Unknown),
            (SessionDown, Verdict::Hold(ChannelStatus::Degraded)),
            (Auth, Verdict::Hold(ChannelStatus::Stopped)),
            (Account, Verdict::Hold(ChannelStatus::Stopped)),
            (PairLimit, Verdict::Retry(Duration::from_secs(24))),
            (ChannelLimit, Verdict::Slow(Duration::from_secs(2))),
            (Recipient, Verdict::Fail("recipient")),
            (Window, Verdict::Fail("window_closed")),
            (Content, Verdict::Fail("content")),
            (Other, Verdict::Fail("provider_refused")),
        ];
        for (class, verdict) in table {
            assert_eq!(judge(&failure(class), 2, 0.0), verdict, "{class:?}");
        }
    }

    #[test]
    fn a_providers_own_wait_is_honoured_up_to_five_minutes() {
        let asked = |seconds| SendFailure {
            retry_after: Some(Duration::from_secs(seconds)),
            ..failure(SendClass::ChannelLimit)
        };
        assert_eq!(judge(&asked(7), 1, 0.0), Verdict::Slow(Duration::from_secs(7)));
        assert_eq!(judge(&asked(7000), 1, 0.0), Verdict::Slow(Duration::from_mins(5)));
    }
}
