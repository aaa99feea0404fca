//! What the hourly counters hold: sums that can be added up over any hours, and histograms that tell medians of them.

/// The upper bounds of all buckets but the last, in milliseconds: from five seconds to four hours.
const BOUNDS: [i64; BUCKETS - 1] =
    [5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 2_400_000, 4_800_000, 14_400_000];

pub const BUCKETS: usize = 12;

/// How long something took, many times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Milliseconds of all together.
    pub sum: i64,
    pub count: i64,
    pub buckets: [i64; BUCKETS],
}

impl Histogram {
    /// Count one more. What ended before it began took no time.
    pub fn record(&mut self, ms: i64) {
        let ms = ms.max(0);
        self.sum += ms;
        self.count += 1;
        self.buckets[BOUNDS.partition_point(|bound| *bound <= ms)] += 1;
    }

    pub fn add(&mut self, other: &Self) {
        self.sum += other.sum;
        self.count += other.count;
        for (own, others) in self.buckets.iter_mut().zip(other.buckets) {
            *own += others;
        }
    }

    /// Milliseconds; 0 of nothing.
    pub fn average(&self) -> i64 {
        if self.count == 0 { 0 } else { self.sum / self.count }
    }

    /// Below which so many of a hundred are, in milliseconds, as exact as the buckets are: inside one, the times are taken to be spread
    /// evenly. The last bucket has no end, and is told by its beginning. 0 of nothing.
    pub fn percentile(&self, percent: i64) -> i64 {
        let total: i64 = self.buckets.iter().sum();
        let wanted = (total * percent + 99) / 100;
        let mut below = 0;
        for (n, inside) in self.buckets.iter().copied().enumerate() {
            if inside > 0 && below + inside >= wanted {
                let from = if n == 0 { 0 } else { BOUNDS[n - 1] };
                let to = BOUNDS.get(n).copied().unwrap_or(from);
                return from + (to - from) * (wanted - below) / inside;
            }
            below += inside;
        }
        0
    }
}

/// What happened in an hour, or in many of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub inbound: i64,
    /// Written by people: in the dashboard or on the phone.
    pub outbound_agent: i64,
    pub outbound_bot: i64,
    /// Written by programs with a key.
    pub outbound_api: i64,
    pub opened: i64,
    pub resolved: i64,
    /// Resolved without a word of a person.
    pub bot_only: i64,
    pub archived: i64,
    pub assigned: i64,
    pub first_response: Histogram,
    pub resolution_sum_ms: i64,
    pub resolution_n: i64,
    pub queue_wait: Histogram,
    pub online_seconds: i64,
}

impl Tally {
    pub fn outbound(&self) -> i64 {
        self.outbound_agent + self.outbound_bot + self.outbound_api
    }

    /// Milliseconds from the first word to the end; 0 of nothing.
    pub fn average_resolution(&self) -> i64 {
        if self.resolution_n == 0 { 0 } else { self.resolution_sum_ms / self.resolution_n }
    }

    pub fn add(&mut self, other: &Self) {
        for (own, others) in self.counters().into_iter().zip(other.plain()) {
            *own += others;
        }
        self.first_response.add(&other.first_response);
        self.queue_wait.add(&other.queue_wait);
    }

    /// The counters that are no histogram, in the order of [`Tally::plain`].
    pub fn counters(&mut self) -> [&mut i64; 12] {
        [
            &mut self.inbound,
            &mut self.outbound_agent,
            &mut self.outbound_bot,
            &mut self.outbound_api,
            &mut self.opened,
            &mut self.resolved,
            &mut self.bot_only,
            &mut self.archived,
            &mut self.assigned,
            &mut self.resolution_sum_ms,
            &mut self.resolution_n,
            &mut self.online_seconds,
        ]
    }

    pub fn plain(&self) -> [i64; 12] {
        let mut copy = *self;
        copy.counters().map(|counter| *counter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_tells_the_middle_and_the_slow_end() {
        let mut times = Histogram::default();
        assert_eq!((times.average(), times.percentile(50)), (0, 0));
        for _ in 0..9 {
            times.record(20_000);
        }
        times.record(3_600_000);
        assert_eq!((times.count, times.average()), (10, 378_000));
        assert!((15_000..=30_000).contains(&times.percentile(50)));
        assert!((15_000..=30_000).contains(&times.percentile(90)));
        assert!(times.percentile(91) > 2_400_000);
    }

    #[test]
    fn bounds_belong_to_the_bucket_above_and_nothing_is_too_long() {
        let mut times = Histogram::default();
        for ms in [-5, 0, 4_999, 5_000, 14_400_000, i64::from(i32::MAX)] {
            times.record(ms);
        }
        assert_eq!((times.buckets[0], times.buckets[1], times.buckets[BUCKETS - 1]), (3, 1, 2));
    }

    #[test]
    fn tallies_add_up() {
        let mut one = Tally { inbound: 2, online_seconds: 7, ..Tally::default() };
        one.queue_wait.record(10);
        let mut both = one;
        both.add(&one);
        assert_eq!((both.inbound, both.online_seconds, both.queue_wait.count, both.opened), (4, 14, 2, 0));
    }
}
