//! How often a principal may ask (SPEC 3.0): token buckets in memory, one per principal and class.

mod bucket;
mod class;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::clock::{Clock, Time};

pub use bucket::Verdict;
pub use class::Class;

use bucket::Bucket;

/// Buckets kept before the full ones, which say nothing, are thrown away.
const SWEEP_ABOVE: usize = 10_000;

/// Requests a minute by class; 0 = no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    pub reads: u32,
    pub writes: u32,
    pub sends: u32,
    pub anonymous: u32,
    /// For an API key without its own limit.
    pub key: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self { reads: 600, writes: 60, sends: 120, anonymous: 60, key: 600 }
    }
}

impl Rates {
    pub fn of(&self, class: Class) -> u32 {
        match class {
            Class::Read => self.reads,
            Class::Write => self.writes,
            Class::Send => self.sends,
            Class::Anonymous => self.anonymous,
            Class::Key => self.key,
        }
    }
}

/// All buckets of this process.
#[derive(Debug)]
pub struct Limiter {
    rates: Rates,
    clock: Clock,
    buckets: Mutex<HashMap<(Class, String), Bucket>>,
}

impl Limiter {
    pub fn new(rates: Rates, clock: Clock) -> Self {
        Self { rates, clock, buckets: Mutex::default() }
    }

    /// Count one request. `None` = this class has no limit.
    pub fn take(&self, class: Class, principal: &str) -> Option<Verdict> {
        self.take_of(class, principal, self.rates.of(class))
    }

    /// Count one request against a limit of its own, as an API key may have.
    pub fn take_of(&self, class: Class, principal: &str, per_minute: u32) -> Option<Verdict> {
        if per_minute == 0 {
            return None;
        }
        let now = self.clock.now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > SWEEP_ABOVE {
            sweep(&mut buckets, now);
        }
        let bucket = buckets.entry((class, principal.to_owned())).or_insert_with(|| Bucket::full(per_minute, now));
        Some(bucket.take(per_minute, now))
    }
}

fn sweep(buckets: &mut HashMap<(Class, String), Bucket>, now: Time) {
    buckets.retain(|_, bucket| !bucket.is_full(now));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_and_classes_do_not_share_a_bucket() {
        let limiter = Limiter::new(Rates { writes: 1, ..Rates::default() }, Clock::system());
        assert!(limiter.take(Class::Write, "a").unwrap().allowed);
        assert!(!limiter.take(Class::Write, "a").unwrap().allowed);
        assert!(limiter.take(Class::Write, "b").unwrap().allowed);
        assert!(limiter.take(Class::Read, "a").unwrap().allowed);
    }

    #[test]
    fn zero_is_no_limit() {
        let limiter = Limiter::new(Rates { reads: 0, ..Rates::default() }, Clock::system());
        assert_eq!(limiter.take(Class::Read, "a"), None);
    }

    #[test]
    fn full_buckets_are_forgotten_and_empty_ones_kept() {
        let clock = Clock::system();
        let limiter = Limiter::new(Rates { anonymous: 1, ..Rates::default() }, clock.clone());
        for n in 0..=SWEEP_ABOVE {
            limiter.take(Class::Anonymous, &n.to_string());
        }
        clock.advance(chrono::Duration::seconds(60));
        limiter.take(Class::Anonymous, "new");
        assert_eq!(limiter.buckets.lock().unwrap().len(), 1);
    }
}
