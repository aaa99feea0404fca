use chrono::{Days, Duration, DurationRound as _, NaiveDate, TimeZone as _};
use chrono_tz::Tz;
use domain::clock::Time;

use crate::error::ApiError;

const LONGEST: Duration = Duration::days(367);

/// Which hours are asked for. Counters are kept by the hour, so both ends are whole hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: Time,
    /// Before this.
    pub(super) to: Time,
    /// When the company's day began.
    pub(super) today: Time,
    pub(super) timezone: Tz,
}

impl Period {
    pub(super) fn read(
        period: Option<&str>,
        from: Option<&str>,
        to: Option<&str>,
        timezone: Tz,
        now: Time,
    ) -> Result<Self, ApiError> {
        let here = now.with_timezone(&timezone).date_naive();
        let end = hour(now) + Duration::hours(1);
        let today = midnight(here, timezone);
        if let Some(from) = from {
            let from = hour(instant("from", from)?);
            let to = to
                .map(|to| instant("to", to))
                .transpose()?
                .map_or(end, |to| hour(to + Duration::hours(1) - Duration::milliseconds(1)));
            if period.is_some() || from >= to || to - from > LONGEST {
                return Err(ApiError::invalid_query("from", "before `to`, a year at most, and without a period"));
            }
            return Ok(Self { from, to, today, timezone });
        }
        let days = match period.unwrap_or("7d") {
            "1d" => 1,
            "7d" => 7,
            "30d" => 30,
            "90d" => 90,
            _ => return Err(ApiError::invalid_query("period", "1d, 7d, 30d or 90d")),
        };
        if to.is_some() {
            return Err(ApiError::invalid_query("to", "needs `from`"));
        }
        let from = midnight(here - Days::new(days - 1), timezone);
        Ok(Self { from, to: end, today, timezone })
    }

    /// The beginning of the bar of the series in which an hour is: the hour itself within two days, else its day.
    pub(super) fn bucket(&self, hour: Time) -> Time {
        if self.to - self.from <= Duration::days(2) {
            return hour;
        }
        midnight(hour.with_timezone(&self.timezone).date_naive(), self.timezone)
    }

    /// The bars of the series that have begun by `now`.
    pub(super) fn buckets(&self, now: Time) -> impl Iterator<Item = Time> {
        let until = self.to.min(now);
        let hours = std::iter::successors(Some(self.from), |hour| Some(*hour + Duration::hours(1)));
        hours.take_while(move |hour| *hour < until).map(|hour| self.bucket(hour))
    }
}

fn instant(name: &str, text: &str) -> Result<Time, ApiError> {
    let read = chrono::DateTime::parse_from_rfc3339(text);
    Ok(read.map_err(|_| ApiError::invalid_query(name, "a time, as 2026-01-31T12:00:00Z"))?.to_utc())
}

fn hour(at: Time) -> Time {
    at.duration_trunc(Duration::hours(1)).unwrap_or(at)
}

/// The first instant of a day; where the clock skips midnight, an hour later.
fn midnight(day: NaiveDate, timezone: Tz) -> Time {
    let start = day.and_time(chrono::NaiveTime::MIN);
    let local = [start, start + Duration::hours(1)];
    let found = local.iter().find_map(|at| timezone.from_local_datetime(at).earliest());
    hour(found.map_or_else(|| start.and_utc(), |at| at.to_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAO_PAULO: Tz = chrono_tz::America::Sao_Paulo;

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_the_companys_and_today_is_one_of_them() {
        let now = at("2026-03-10T01:30:00Z");
        let week = Period::read(None, None, None, SAO_PAULO, now).unwrap();
        assert_eq!((week.from, week.to), (at("2026-03-03T03:00:00Z"), at("2026-03-10T02:00:00Z")));
        assert_eq!(week.today, at("2026-03-09T03:00:00Z"));
        assert_eq!(week.bucket(at("2026-03-09T02:00:00Z")), at("2026-03-08T03:00:00Z"));
        let day = Period::read(Some("1d"), None, None, SAO_PAULO, now).unwrap();
        assert_eq!((day.from, day.bucket(at("2026-03-09T05:00:00Z"))), (day.today, at("2026-03-09T05:00:00Z")));
    }

    #[test]
    fn the_bars_of_a_period_have_no_gaps_and_end_now() {
        let now = at("2026-03-10T01:30:00Z");
        let bars = |period| {
            let period = Period::read(Some(period), None, None, SAO_PAULO, now).unwrap();
            let mut bars: Vec<Time> = period.buckets(now).collect();
            bars.dedup();
            bars
        };
        let day = bars("1d");
        assert_eq!((day.len(), day[0], day[22]), (23, at("2026-03-09T03:00:00Z"), at("2026-03-10T01:00:00Z")));
        let week = bars("7d");
        assert_eq!((week.len(), week[6]), (7, at("2026-03-09T03:00:00Z")));
    }

    #[test]
    fn an_odd_period_is_refused() {
        let now = at("2026-03-10T01:30:00Z");
        for (period, from, to) in [
            (Some("2d"), None, None),
            (None, Some("yesterday"), None),
            (None, None, Some("2026-03-10T00:00:00Z")),
            (None, Some("2026-03-10T00:00:00Z"), Some("2026-03-09T00:00:00Z")),
            (None, Some("2020-01-01T00:00:00Z"), None),
            (Some("7d"), Some("2026-03-09T00:00:00Z"), None),
        ] {
            assert!(Period::read(period, from, to, SAO_PAULO, now).is_err(), "{period:?} {from:?} {to:?}");
        }
    }
}
