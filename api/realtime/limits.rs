//! A client may send 30 frames a second; one that does more for five seconds is closed with 4429.

use domain::clock::Time;

const PER_SECOND: u32 = 30;
const SECONDS: u32 = 5;

/// Counts the frames of one socket.
#[derive(Debug, Clone, Copy)]
pub struct FrameRate {
    second: i64,
    frames: u32,
    /// Whole seconds in a row that went over.
    over: u32,
}

impl FrameRate {
    pub fn new(now: Time) -> Self {
        Self { second: now.timestamp(), frames: 0, over: 0 }
    }

    /// Count a frame; `false` = close.
    pub fn allow(&mut self, now: Time) -> bool {
        let second = now.timestamp();
        if second != self.second {
            let in_a_row = second == self.second + 1 && self.frames > PER_SECOND;
            self.over = if in_a_row { self.over + 1 } else { 0 };
            self.second = second;
            self.frames = 0;
        }
        self.frames = self.frames.saturating_add(1);
        // Four seconds were over already and this fifth one is; or so much came at once that waiting makes no sense.
        let fifth = self.over + 1 >= SECONDS && self.frames > PER_SECOND;
        !fifth && self.frames <= PER_SECOND * SECONDS * 2
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Duration};

    use super::*;

    fn closed_after(per_second: u32, seconds: i64) -> Option<i64> {
        let start = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let mut rate = FrameRate::new(start);
        for second in 0..seconds {
            for _ in 0..per_second {
                if !rate.allow(start + Duration::seconds(second)) {
                    return Some(second);
                }
            }
        }
        None
    }

    #[test]
    fn thirty_a_second_is_fine_for_ever() {
        assert_eq!(closed_after(30, 1000), None);
    }

    #[test]
    fn more_is_fine_for_a_moment_and_closed_in_the_fifth_second() {
        assert_eq!(closed_after(31, 4), None);
        assert_eq!(closed_after(31, 100), Some(4));
        assert_eq!(closed_after(1_000_000, 1), Some(0));
    }

    #[test]
    fn a_pause_starts_over() {
        let start = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let mut rate = FrameRate::new(start);
        for second in [0, 1, 2, 3, 5, 6, 7, 8] {
            for _ in 0..40 {
                assert!(rate.allow(start + Duration::seconds(second)));
            }
        }
    }
}
