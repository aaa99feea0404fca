//! Bad luck on purpose, for tests: jobs may be lost, doubled and late, and everything must still come right.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// How likely each mishap is for a pushed job, from 0 to 1. As text: `drop=0.3,double=0.3,delay=0.3,longest=40,seed=7`, where what
/// is left out is 0, and optionally `shortest=2`, `only=route-conversation`, `spare=TICK` and `first=1`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Faults {
    pub drop: f64,
    pub double: f64,
    pub delay: f64,
    /// A late job is late by a random time between these.
    pub shortest_delay: Duration,
    pub longest_delay: Duration,
    /// The same seed gives the same luck.
    pub seed: u64,
    /// The one queue with bad luck; `None` = all.
    pub only: Option<String>,
    /// A job with this word in its payload is left alone, as `TICK`.
    pub spare: Option<String>,
    /// So many pushes of one key have bad luck, and later ones none; `None` = all.
    pub first: Option<u32>,
}

/// Not faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("as drop=0.3,double=0.3,delay=0.3,shortest=1,longest=40,seed=7,only=tick,spare=WORD,first=1")]
pub struct NotFaults;

impl FromStr for Faults {
    type Err = NotFaults;

    fn from_str(text: &str) -> Result<Self, NotFaults> {
        let mut faults = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or(NotFaults)?;
            let share = || value.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or(NotFaults);
            let seconds = || value.parse().map(Duration::from_secs).map_err(|_| NotFaults);
            match name {
                "drop" => faults.drop = share()?,
                "double" => faults.double = share()?,
                "delay" => faults.delay = share()?,
                "shortest" => faults.shortest_delay = seconds()?,
                "longest" => faults.longest_delay = seconds()?,
                "seed" => faults.seed = value.parse().map_err(|_| NotFaults)?,
                "only" => faults.only = Some(value.to_owned()),
                "spare" => faults.spare = Some(value.to_owned()),
                "first" => faults.first = Some(value.parse().map_err(|_| NotFaults)?),
                _ => return Err(NotFaults),
            }
        }
        // Alone it says how late every late job is.
        faults.longest_delay = faults.longest_delay.max(faults.shortest_delay);
        Ok(faults)
    }
}

/// What becomes of one pushed job: one delay per copy, so an empty list is a lost job.
pub(crate) type Fate = Vec<Duration>;

#[derive(Debug)]
pub(crate) struct Dice {
    faults: Faults,
    luck: Mutex<Luck>,
}

#[derive(Debug)]
struct Luck {
    random: StdRng,
    /// How often each key was pushed, while somebody asks for it.
    pushed: HashMap<String, u32>,
}

impl Dice {
    pub(crate) fn new(faults: Faults) -> Self {
        let luck = Luck { random: StdRng::seed_from_u64(faults.seed), pushed: HashMap::new() };
        Self { faults, luck: Mutex::new(luck) }
    }

    /// The fate of a job of this queue with this key, whose envelope is `body`.
    pub(crate) fn roll(&self, queue: &str, key: &str, body: &[u8]) -> Fate {
        let other = self.faults.only.as_deref().is_some_and(|only| only != queue);
        let spared = self.faults.spare.as_deref().is_some_and(|word| String::from_utf8_lossy(body).contains(word));
        if other || spared {
            return vec![Duration::ZERO];
        }
        let mut luck = self.luck.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(first) = self.faults.first {
            let pushed = luck.pushed.entry(format!("{queue} {key}")).or_default();
            *pushed += 1;
            if *pushed > first {
                return vec![Duration::ZERO];
            }
        }
        let random = &mut luck.random;
        if random.random_bool(self.faults.drop) {
            return Vec::new();
        }
        let copies = if random.random_bool(self.faults.double) { 2 } else { 1 };
        (0..copies)
            .map(|_| {
                if random.random_bool(self.faults.delay) {
                    let (shortest, longest) = (self.faults.shortest_delay, self.faults.longest_delay);
                    shortest + longest.saturating_sub(shortest).mul_f64(random.random())
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
        let faults: Faults = "drop=0.3,double=0.3,delay=0.3,longest=40,seed=42".parse().unwrap();
        let rolls = |dice: Dice| (0..10_000).map(move |_| dice.roll("tick", "", b"{}")).collect::<Vec<_>>();
        let fates = rolls(Dice::new(faults.clone()));
        let share = |count: usize| count * 100 / fates.len();

        assert!((28..=32).contains(&share(fates.iter().filter(|fate| fate.is_empty()).count())));
        assert!((19..=23).contains(&share(fates.iter().filter(|fate| fate.len() == 2).count())));
        assert_eq!(fates, rolls(Dice::new(faults)));
    }

    #[test]
    fn other_queues_and_spared_jobs_have_no_bad_luck() {
        let dice = Dice::new("drop=1,only=route-conversation,spare=TICK".parse().unwrap());
        assert!(dice.roll("route-conversation", "", br#"{"trigger":"NEW"}"#).is_empty());
        assert_eq!(dice.roll("route-conversation", "", br#"{"trigger":"TICK"}"#), [Duration::ZERO]);
        assert_eq!(dice.roll("tick", "", b"{}"), [Duration::ZERO]);
    }

    #[test]
    fn only_the_first_of_a_key_is_lost_where_the_faults_say_so() {
        let dice = Dice::new("drop=1,first=2".parse().unwrap());
        let lost = |key| dice.roll("check-timeout", key, b"{}").is_empty();
        assert_eq!(
            [lost("a"), lost("a"), lost("b"), lost("a"), lost("b"), lost("b")],
            [true, true, true, false, true, false]
        );
    }

    #[test]
    fn a_late_job_is_late_by_no_less_than_the_shortest_delay() {
        let dice = Dice::new("delay=1,shortest=2".parse().unwrap());
        assert_eq!(dice.roll("fetch-media", "a", b"{}"), [Duration::from_secs(2)]);
        let dice = Dice::new("delay=1,shortest=2,longest=3".parse().unwrap());
        let late = |_| dice.roll("fetch-media", "a", b"{}")[0].as_secs_f64();
        assert!((0..100).map(late).all(|late| (2.0..=3.0).contains(&late)));
    }

    #[test]
    fn odd_faults_are_refused() {
        for odd in ["drop", "drop=2", "delay=-1", "longest=soon", "shortest=-1", "first=some", "luck=1"] {
            assert_eq!(odd.parse::<Faults>(), Err(NotFaults), "{odd}");
        }
    }
}
