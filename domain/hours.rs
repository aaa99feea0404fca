//! Opening hours (SPEC 5.7): local intervals of a timezone turned into instants.
//!
//! An interval opens once and closes once. A local time that a clock change skips is the first instant after the gap; one that
//! comes twice is its first coming, so that no interval is counted double.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Days, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone as _, Utc, Weekday};
use chrono_tz::Tz;

use crate::clock::Time;
use crate::company::{Interval, Schedule};
use crate::deadline::NO_OPENING;
use crate::rules::Locale;

/// How far ahead and back an opening or a closing is looked for.
const HORIZON_DAYS: u64 = 400;

/// Minutes of the day of `HH:MM`; `24:00` is 1440.
pub fn minutes(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 1440).then_some(hour * 60 + minute)
}

/// A whole number of minutes.
pub(crate) fn minutes_of(minutes: u32) -> Duration {
    Duration::minutes(i64::from(minutes))
}

/// Where open minutes end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub at: Time,
    /// No opening is ahead: `at` is 14 days from now, and somebody should know.
    pub no_opening: bool,
}

/// When somebody works. Cheap to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// `None` = always open.
    days: Option<Table>,
    timezone: Tz,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Table {
    /// Minutes from local midnight, by weekday from Monday; an end may lie beyond 1440.
    weekly: [Vec<(u32, u32)>; 7],
    holidays: BTreeMap<NaiveDate, Vec<(u32, u32)>>,
}

impl Calendar {
    /// `None` = always open. Intervals that cannot be read are left out: settings refuse them on writing.
    pub fn new(schedule: Option<&Schedule>, timezone: Tz) -> Self {
        let days = schedule.map(|schedule| {
            let week = &schedule.weekly;
            Table {
                weekly: [&week.mon, &week.tue, &week.wed, &week.thu, &week.fri, &week.sat, &week.sun]
                    .map(|day| ranges(day)),
                holidays: schedule.holidays.iter().map(|day| (day.date, ranges(&day.intervals))).collect(),
            }
        });
        Self { days, timezone }
    }

    pub fn is_open(&self, at: Time) -> bool {
        let Some(days) = &self.days else { return true };
        self.spans_around(days, at).any(|(start, end)| start <= at && at < end)
    }

    /// The first open instant from `at` on: `at` itself when open, `None` when there is none within a year.
    pub fn next_opening(&self, at: Time) -> Option<Time> {
        let Some(days) = &self.days else { return Some(at) };
        if self.is_open(at) {
            return Some(at);
        }
        let today = self.local_date(at);
        (0..HORIZON_DAYS)
            .filter_map(|ahead| today.checked_add_days(Days::new(ahead)))
            .find_map(|date| self.spans(days, date).into_iter().map(|(start, _)| start).find(|start| *start > at))
    }

    /// The closing instant that began the closed period of `at`; `None` while open. A calendar that never opened closed in 1970.
    pub fn closed_period(&self, at: Time) -> Option<Time> {
        let days = self.days.as_ref()?;
        if self.is_open(at) {
            return None;
        }
        let today = self.local_date(at);
        let closed = (0..HORIZON_DAYS).filter_map(|back| today.checked_sub_days(Days::new(back))).find_map(|date| {
            // An interval of the day before may close later than one of this day.
            let before = date.pred_opt().map(|before| self.spans(days, before)).unwrap_or_default();
            self.spans(days, date).into_iter().chain(before).map(|(_, end)| end).filter(|end| *end <= at).max()
        });
        Some(closed.unwrap_or(DateTime::UNIX_EPOCH))
    }

    /// The instant when `minutes` of open time have passed since `from`.
    pub fn open_time_add(&self, from: Time, minutes: u32) -> Due {
        let mut left = minutes_of(minutes);
        let Some(days) = &self.days else { return Due { at: from + left, no_opening: false } };
        let mut cursor = from;
        let mut date = self.local_date(from).checked_sub_days(Days::new(1));
        let mut barren = 0;
        while let Some(day) = date.filter(|_| barren < HORIZON_DAYS) {
            barren += 1;
            for (start, end) in self.spans(days, day) {
                let start = start.max(cursor);
                if start >= end {
                    continue;
                }
                barren = 0;
                if start + left <= end {
                    return Due { at: start + left, no_opening: false };
                }
                left -= end - start;
                cursor = end;
            }
            date = day.succ_opt();
        }
        Due { at: from + NO_OPENING, no_opening: true }
    }

    fn local_date(&self, at: Time) -> NaiveDate {
        at.with_timezone(&self.timezone).date_naive()
    }

    fn spans_around(&self, days: &Table, at: Time) -> impl Iterator<Item = (Time, Time)> {
        let today = self.local_date(at);
        let before = today.pred_opt().map(|date| self.spans(days, date)).unwrap_or_default();
        before.into_iter().chain(self.spans(days, today))
    }

    /// The open spans that begin on a local date, by their beginning.
    fn spans(&self, days: &Table, date: NaiveDate) -> Vec<(Time, Time)> {
        let ranges = days.holidays.get(&date).unwrap_or(&days.weekly[date.weekday().num_days_from_monday() as usize]);
        ranges
            .iter()
            .map(|&(start, end)| (self.instant(date, start), self.instant(date, end)))
            .filter(|(start, end)| start < end)
            .collect()
    }

    fn instant(&self, date: NaiveDate, minute: u32) -> Time {
        let local = date.and_time(NaiveTime::MIN) + Duration::minutes(i64::from(minute));
        match self.timezone.from_local_datetime(&local) {
            LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => time.with_timezone(&Utc),
            // Gaps are whole quarters of an hour, and the longest ever was a day.
            LocalResult::None => (1..=96)
                .find_map(|quarter| {
                    self.timezone.from_local_datetime(&(local + Duration::minutes(15 * quarter))).earliest()
                })
                .map_or_else(|| local.and_utc(), |after| self.first_after_gap(after)),
        }
    }

    /// `after` lies at most a quarter behind the end of the gap: step back to the minute where it ends.
    fn first_after_gap(&self, after: DateTime<Tz>) -> Time {
        let local = after.naive_local();
        (0..15)
            .rev()
            .find_map(|minute| self.timezone.from_local_datetime(&(local - Duration::minutes(minute))).earliest())
            .unwrap_or(after)
            .with_timezone(&Utc)
    }
}

fn ranges(intervals: &[Interval]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = intervals
        .iter()
        .filter_map(|interval| {
            let (start, end) = (minutes(&interval.start)?, minutes(&interval.end)?);
            Some((start, if end <= start { end + 1440 } else { end }))
        })
        .collect();
    ranges.sort_unstable();
    ranges
}

/// The value of `{hours}`: a sentence that names the next opening as people say it.
pub fn describe(opens_at: Time, now: Time, timezone: Tz, locale: Locale) -> String {
    let (opening, today) = (opens_at.with_timezone(&timezone), now.with_timezone(&timezone).date_naive());
    let time = opening.format("%H:%M");
    let date = opening.date_naive();
    let day = match ((date - today).num_days(), locale) {
        (0, Locale::PtBr) => "hoje".to_owned(),
        (0, Locale::En) => "today".to_owned(),
        (1, Locale::PtBr) => "amanhã".to_owned(),
        (1, Locale::En) => "tomorrow".to_owned(),
        (2..7, _) => weekday(date.weekday(), locale).to_owned(),
        (_, Locale::PtBr) => date.format("%d/%m/%Y").to_string(),
        (_, Locale::En) => date.format("%Y-%m-%d").to_string(),
    };
    match locale {
        Locale::PtBr => format!("Abrimos {day} às {time}."),
        Locale::En => format!("We open {day} at {time}."),
    }
}

fn weekday(day: Weekday, locale: Locale) -> &'static str {
    match (day, locale) {
        (Weekday::Mon, Locale::PtBr) => "segunda-feira",
        (Weekday::Tue, Locale::PtBr) => "terça-feira",
        (Weekday::Wed, Locale::PtBr) => "quarta-feira",
        (Weekday::Thu, Locale::PtBr) => "quinta-feira",
        (Weekday::Fri, Locale::PtBr) => "sexta-feira",
        (Weekday::Sat, Locale::PtBr) => "sábado",
        (Weekday::Sun, Locale::PtBr) => "domingo",
        (Weekday::Mon, Locale::En) => "on Monday",
        (Weekday::Tue, Locale::En) => "on Tuesday",
        (Weekday::Wed, Locale::En) => "on Wednesday",
        (Weekday::Thu, Locale::En) => "on Thursday",
        (Weekday::Fri, Locale::En) => "on Friday",
        (Weekday::Sat, Locale::En) => "on Saturday",
        (Weekday::Sun, Locale::En) => "on Sunday",
    }
}

#[cfg(test)]
mod tests;
