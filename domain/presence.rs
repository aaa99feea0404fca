//! Who is there (SPEC 6.6). Heartbeats decide; a closed socket by itself means nothing.

use chrono::Duration;

use crate::clock::Time;
use crate::role::OnlineStatus;

/// Silence of an agent beyond this is absence.
pub const STALE_AFTER: Duration = Duration::minutes(2);
/// How often a user's heartbeat is written.
pub const WRITE_EVERY: Duration = Duration::seconds(20);

/// ONLINE or BUSY without a sign of life for two minutes. A status set just now counts as one.
pub fn is_absent(
    status: OnlineStatus,
    last_heartbeat_at: Option<Time>,
    status_changed_at: Option<Time>,
    now: Time,
) -> bool {
    match status {
        OnlineStatus::Online | OnlineStatus::Busy => {
            last_heartbeat_at.max(status_changed_at).is_none_or(|seen| now - seen > STALE_AFTER)
        }
        OnlineStatus::Offline => false,
    }
}

/// A heartbeat is written at most every 20 s.
pub fn writes_heartbeat(last_heartbeat_at: Option<Time>, now: Time) -> bool {
    last_heartbeat_at.is_none_or(|last| now - last >= WRITE_EVERY)
}

/// What a socket's authentication makes of the user: the intent comes back, an explicit OFFLINE stays.
pub fn on_connect(status: OnlineStatus, intent: OnlineStatus) -> Option<OnlineStatus> {
    match (status, intent) {
        (OnlineStatus::Offline, OnlineStatus::Online | OnlineStatus::Busy) => Some(intent),
        (OnlineStatus::Offline, OnlineStatus::Offline) | (OnlineStatus::Online | OnlineStatus::Busy, _) => None,
    }
}

/// What the sweeper remembers between its runs: whether the service itself was away, and so proves nothing about people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watch {
    last_run: Option<Time>,
    hold_until: Option<Time>,
    silent: bool,
}

impl Watch {
    /// Whether a sweep may run now. `present` = users not OFFLINE; `newest` = the last heartbeat of anyone.
    ///
    /// After a gap in the runs, or when several people fell silent at once, the sweep waits two minutes: once.
    pub fn may_sweep(&mut self, present: usize, newest: Option<Time>, now: Time) -> bool {
        let stopped = self.last_run.is_none_or(|last| now - last > STALE_AFTER);
        // One person's silence is that person's; everybody's is more likely ours.
        let silent = present > 1 && newest.is_none_or(|newest| now - newest > STALE_AFTER);
        if stopped || (silent && !self.silent) {
            self.hold_until = Some(now + STALE_AFTER);
        }
        self.last_run = Some(now);
        self.silent = silent;
        self.hold_until.is_none_or(|until| now >= until)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn at(second: i64) -> Time {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    #[test]
    fn two_minutes_of_silence_are_still_presence() {
        assert!(!is_absent(OnlineStatus::Online, Some(at(0)), None, at(120)));
        assert!(is_absent(OnlineStatus::Busy, Some(at(0)), None, at(121)));
        assert!(!is_absent(OnlineStatus::Offline, None, None, at(121)));
        assert!(is_absent(OnlineStatus::Online, None, None, at(0)));
        assert!(!is_absent(OnlineStatus::Online, Some(at(0)), Some(at(300)), at(301)));
    }

    #[test]
    fn connecting_restores_the_intent_but_never_an_explicit_offline() {
        use OnlineStatus::{Busy, Offline, Online};
        assert_eq!(on_connect(Offline, Online), Some(Online));
        assert_eq!(on_connect(Offline, Busy), Some(Busy));
        assert_eq!(on_connect(Offline, Offline), None);
        assert_eq!(on_connect(Busy, Online), None);
    }

    #[test]
    fn the_first_sweep_after_an_outage_waits() {
        let mut watch = Watch::default();
        assert!(!watch.may_sweep(3, Some(at(-600)), at(0)));
        assert!(!watch.may_sweep(3, Some(at(30)), at(60)));
        assert!(watch.may_sweep(3, Some(at(110)), at(120)));
        assert!(watch.may_sweep(3, Some(at(170)), at(180)));
        // The sweeper itself was away.
        assert!(!watch.may_sweep(3, Some(at(170)), at(600)));
        assert!(watch.may_sweep(3, Some(at(715)), at(720)));
    }

    #[test]
    fn silence_of_all_waits_once_and_of_one_not_at_all() {
        let mut watch = Watch { last_run: Some(at(0)), ..Watch::default() };
        assert!(watch.may_sweep(1, Some(at(-180)), at(60)));
        assert!(!watch.may_sweep(2, Some(at(-180)), at(120)));
        assert!(!watch.may_sweep(2, Some(at(-180)), at(180)));
        assert!(watch.may_sweep(2, Some(at(-180)), at(240)));
    }

    #[test]
    fn heartbeats_are_written_sparsely() {
        assert!(writes_heartbeat(None, at(0)));
        assert!(!writes_heartbeat(Some(at(0)), at(19)));
        assert!(writes_heartbeat(Some(at(0)), at(20)));
    }
}
