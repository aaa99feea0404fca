//! Whether a switch fires: by its counter, or by a draw that is reproducible.
//!
//! A draw depends on the seed, the switch, the customer and how often that switch was asked for that customer, never on the
//! order in which concurrent customers happen to arrive: the same scenario meets the same faults.

use std::collections::HashMap;

use regex::Regex;
use sha2::{Digest as _, Sha256};

use super::{
    AutoReply, Batch, Coded, DuplicateWebhook, Faults, Hang, LidSender, MediaExpires, Reorder, ServerFault,
    SessionBounce, When, WrongSignature,
};

/// A channel's switches with what they remember.
#[derive(Default)]
pub(in super::super) struct FaultBox {
    pub(in super::super) faults: Faults,
    asked: HashMap<(&'static str, String), u64>,
}

impl FaultBox {
    pub(in super::super) fn new(faults: Faults) -> Self {
        Self { faults, asked: HashMap::new() }
    }

    /// Ask one switch: its settings when it fires for this text of this customer.
    pub(in super::super) fn fires<S: Clone + Switch>(
        &mut self,
        name: &'static str,
        pick: impl Fn(&mut Faults) -> &mut Option<S>,
        who: &str,
        text: &str,
    ) -> Option<S> {
        let seed = self.faults.seed;
        let switch = pick(&mut self.faults).as_mut()?;
        let found = switch.clone();
        let when = switch.when();
        if let Some(pattern) = &when.matching
            && !Regex::new(pattern).is_ok_and(|regex| regex.is_match(text))
        {
            return None;
        }
        if let Some(next) = &mut when.next {
            if *next == 0 {
                return None;
            }
            *next -= 1;
            return Some(found);
        }
        let Some(probability) = when.probability else { return Some(found) };
        let count = self.asked.entry((name, who.to_owned())).or_default();
        *count += 1;
        (draw(seed, name, who, *count) < probability).then_some(found)
    }
}

/// Anything with a `when`.
pub(in super::super) trait Switch {
    fn when(&mut self) -> &mut When;
}

impl Switch for When {
    fn when(&mut self) -> &mut When {
        self
    }
}

macro_rules! switches {
    ($($name:ident)*) => { $(impl Switch for $name { fn when(&mut self) -> &mut When { &mut self.when } })* };
}
switches!(Hang ServerFault Coded DuplicateWebhook Reorder Batch WrongSignature LidSender SessionBounce AutoReply MediaExpires);

/// A number in 0..1 that depends on nothing but its arguments.
pub(in super::super) fn draw(seed: u64, name: &str, who: &str, count: u64) -> f64 {
    let digest = Sha256::digest(format!("{seed}/{name}/{who}/{count}"));
    let number = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    f64::from(number) / (f64::from(u32::MAX) + 1.0)
}
