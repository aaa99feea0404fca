//! Bad luck on purpose, for tests: jobs may be lost, doubled and late, and everything must still come right.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// How likely each mishap is for a pushed job, from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub struct Faults {
    pub drop: f64,
    pub double: f64,
    pub delay: f64,
    /// A late job is late by a random part of this.
    pub longest_delay: Duration,
    /// The same seed gives the same luck.
    pub seed: u64,
}

/// What becomes of one pushed job: one delay per copy, so an empty list is a lost job.
pub(crate) type Fate = Vec<Duration>;

#[derive(Debug)]
pub(crate) struct Dice {
    faults: Faults,
    random: Mutex<StdRng>,
}

impl Dice {
    pub(crate) fn new(faults: Faults) -> Self {
        Self { faults, random: Mutex::new(StdRng::seed_from_u64(faults.seed)) }
    }

    pub(crate) fn roll(&self) -> Fate {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        if random.random_bool(self.faults.drop) {
            return Vec::new();
        }
        let copies = if random.random_bool(self.faults.double) { 2 } else { 1 };
        (0..copies)
            .map(|_| {
                if random.random_bool(self.faults.delay) {
                    self.faults.longest_delay.mul_f64(random.random())
                } else {
                    Duration::ZERO
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_follows_its_probabilities_and_its_seed() {
        let faults = Faults { drop: 0.3, double: 0.3, delay: 0.3, longest_delay: Duration::from_secs(40), seed: 42 };
        let rolls = |dice: Dice| (0..10_000).map(move |_| dice.roll()).collect::<Vec<_>>();
        let fates = rolls(Dice::new(faults));
        let share = |count: usize| count * 100 / fates.len();

        assert!((28..=32).contains(&share(fates.iter().filter(|fate| fate.is_empty()).count())));
        assert!((19..=23).contains(&share(fates.iter().filter(|fate| fate.len() == 2).count())));
        assert_eq!(fates, rolls(Dice::new(faults)));
    }
}
