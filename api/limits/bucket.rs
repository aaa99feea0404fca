use domain::clock::Time;

/// What a bucket answers, in the terms of the `RateLimit-*` headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    pub allowed: bool,
    pub limit: u32,
    pub remaining: u32,
    /// Seconds until the whole limit is there again.
    pub reset: u64,
    /// Seconds until one request is; 0 when it is now.
    pub retry_after: u64,
}

/// A minute's worth of tokens that comes back evenly. It counts in sixty-thousandths of a token, so that one millisecond of a
/// limit of one a minute is a whole number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    per_minute: u32,
    fill: u64,
    at: Time,
}

const TOKEN: u64 = 60_000;

impl Bucket {
    pub(super) fn full(per_minute: u32, now: Time) -> Self {
        Self { per_minute, fill: u64::from(per_minute) * TOKEN, at: now }
    }

    pub(super) fn take(&mut self, per_minute: u32, now: Time) -> Verdict {
        // The limit may have been changed since.
        self.per_minute = per_minute;
        self.fill = self.fill_at(now);
        self.at = self.at.max(now);
        let allowed = self.fill >= TOKEN;
        if allowed {
            self.fill -= TOKEN;
        }
        Verdict {
            allowed,
            limit: per_minute,
            remaining: u32::try_from(self.fill / TOKEN).unwrap_or(per_minute),
            reset: self.seconds_to(self.capacity()),
            retry_after: if allowed { 0 } else { self.seconds_to(TOKEN).max(1) },
        }
    }

    pub(super) fn is_full(&self, now: Time) -> bool {
        self.fill_at(now) == self.capacity()
    }

    fn capacity(&self) -> u64 {
        u64::from(self.per_minute) * TOKEN
    }

    /// A clock that goes back gives nothing and takes nothing.
    fn fill_at(&self, now: Time) -> u64 {
        let passed = u64::try_from((now - self.at).num_milliseconds()).unwrap_or_default();
        self.fill.saturating_add(passed.saturating_mul(u64::from(self.per_minute))).min(self.capacity())
    }

    fn seconds_to(&self, fill: u64) -> u64 {
        fill.saturating_sub(self.fill).div_ceil(u64::from(self.per_minute.max(1)) * 1000)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};
    use proptest::prelude::*;

    use super::*;

    fn start() -> Time {
        DateTime::from_timestamp_millis(1_790_000_000_000).unwrap()
    }

    #[test]
    fn a_refused_request_is_allowed_after_the_seconds_it_was_told() {
        let mut bucket = Bucket::full(2, start());
        assert!(bucket.take(2, start()).allowed);
        assert!(bucket.take(2, start()).allowed);
        let refused = bucket.take(2, start());
        assert_eq!((refused.allowed, refused.remaining, refused.retry_after, refused.reset), (false, 0, 30, 60));
        assert!(!bucket.take(2, start() + Duration::milliseconds(29_999)).allowed);
        assert!(bucket.take(2, start() + Duration::seconds(30)).allowed);
    }

    proptest! {
        #[test]
        fn never_more_than_the_burst_and_what_came_back(
            per_minute in 1_u32..1000,
            pauses in proptest::collection::vec(0_i64..5_000, 1..400),
        ) {
            let mut bucket = Bucket::full(per_minute, start());
            let mut now = start();
            let mut allowed = 0_u64;
            for pause in pauses {
                now += Duration::milliseconds(pause);
                let verdict = bucket.take(per_minute, now);
                allowed += u64::from(verdict.allowed);
                prop_assert!(verdict.remaining <= per_minute);
                prop_assert_eq!(verdict.retry_after == 0, verdict.allowed);
                if !verdict.allowed {
                    let mut later = bucket;
                    let at = now + Duration::seconds(i64::try_from(verdict.retry_after).unwrap());
                    prop_assert!(later.take(per_minute, at).allowed);
                }
            }
            let passed = u64::try_from((now - start()).num_milliseconds()).unwrap();
            prop_assert!(allowed <= u64::from(per_minute) + passed * u64::from(per_minute) / 60_000);
        }

        #[test]
        fn a_clock_that_goes_back_breaks_nothing(steps in proptest::collection::vec(-100_000_i64..100_000, 1..100)) {
            let mut bucket = Bucket::full(60, start());
            let mut now = start();
            for step in steps {
                now += Duration::milliseconds(step);
                prop_assert!(bucket.take(60, now).remaining <= 60);
            }
        }
    }
}
