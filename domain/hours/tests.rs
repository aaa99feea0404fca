use chrono_tz::America::{New_York, Sao_Paulo};
use chrono_tz::Europe::Berlin;

use super::*;
use crate::company::{Holiday, Weekly};

fn at(text: &str) -> Time {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn day(intervals: &[(&str, &str)]) -> Vec<Interval> {
    intervals.iter().map(|(start, end)| Interval { start: (*start).into(), end: (*end).into() }).collect()
}

fn every_day(intervals: &[(&str, &str)]) -> Schedule {
    let day = || day(intervals);
    let weekly = Weekly { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), sat: day(), sun: day() };
    Schedule { weekly, holidays: vec![] }
}

fn calendar(intervals: &[(&str, &str)], timezone: Tz) -> Calendar {
    Calendar::new(Some(&every_day(intervals)), timezone)
}

#[test]
fn an_interval_is_half_open_and_gaps_are_breaks() {
    let calendar = calendar(&[("13:00", "18:00"), ("08:00", "12:00")], Sao_Paulo);
    for (time, open) in [
        ("2026-11-23T07:59:59.999-03:00", false),
        ("2026-11-23T08:00:00-03:00", true),
        ("2026-11-23T11:59:59.999-03:00", true),
        ("2026-11-23T12:00:00-03:00", false),
        ("2026-11-23T13:00:00-03:00", true),
        ("2026-11-23T18:00:00-03:00", false),
    ] {
        assert_eq!(calendar.is_open(at(time)), open, "{time}");
    }
    let lunch = at("2026-11-23T12:30:00-03:00");
    assert_eq!(calendar.next_opening(lunch), Some(at("2026-11-23T13:00:00-03:00")));
    assert_eq!(calendar.closed_period(lunch), Some(at("2026-11-23T12:00:00-03:00")));
    let night = at("2026-11-24T03:00:00-03:00");
    assert_eq!(calendar.next_opening(night), Some(at("2026-11-24T08:00:00-03:00")));
    assert_eq!(calendar.closed_period(night), Some(at("2026-11-23T18:00:00-03:00")));
    assert_eq!(calendar.closed_period(at("2026-11-23T09:00:00-03:00")), None);
}

#[test]
fn open_minutes_jump_over_breaks_and_nights() {
    let calendar = calendar(&[("08:00", "12:00"), ("13:00", "18:00")], Sao_Paulo);
    for (from, minutes, due) in [
        ("2026-11-23T09:00:00-03:00", 5, "2026-11-23T09:05:00-03:00"),
        ("2026-11-23T11:58:00-03:00", 5, "2026-11-23T13:03:00-03:00"),
        ("2026-11-23T11:55:00-03:00", 5, "2026-11-23T12:00:00-03:00"),
        ("2026-11-23T17:58:00-03:00", 5, "2026-11-24T08:03:00-03:00"),
        ("2026-11-23T20:00:00-03:00", 5, "2026-11-24T08:05:00-03:00"),
        ("2026-11-23T08:00:00-03:00", 1440, "2026-11-25T15:00:00-03:00"),
    ] {
        let expected = Due { at: at(due), no_opening: false };
        assert_eq!(calendar.open_time_add(at(from), minutes), expected, "{from} + {minutes}");
    }
}

#[test]
fn an_interval_may_run_past_midnight_or_to_its_very_end() {
    let bar = calendar(&[("22:00", "02:00")], Sao_Paulo);
    assert!(bar.is_open(at("2026-11-24T01:59:00-03:00")));
    assert!(!bar.is_open(at("2026-11-24T02:00:00-03:00")));
    assert_eq!(bar.closed_period(at("2026-11-24T12:00:00-03:00")), Some(at("2026-11-24T02:00:00-03:00")));
    assert_eq!(bar.open_time_add(at("2026-11-23T23:59:00-03:00"), 3).at, at("2026-11-24T00:02:00-03:00"));

    let always = calendar(&[("00:00", "24:00")], Sao_Paulo);
    for time in ["2026-11-23T00:00:00-03:00", "2026-11-23T23:59:59.999-03:00"] {
        assert!(always.is_open(at(time)), "{time}");
    }
    assert_eq!(always.open_time_add(at("2026-11-23T23:59:00-03:00"), 3).at, at("2026-11-24T00:02:00-03:00"));
    let overlapping = calendar(&[("08:00", "12:00"), ("10:00", "14:00")], Sao_Paulo);
    assert_eq!(overlapping.open_time_add(at("2026-11-23T08:00:00-03:00"), 360).at, at("2026-11-23T14:00:00-03:00"));
}

#[test]
fn a_holiday_replaces_its_weekday() {
    let mut schedule = every_day(&[("08:00", "18:00")]);
    let holiday = |date: &str, intervals| Holiday { date: date.parse().unwrap(), name: "x".into(), intervals };
    schedule.holidays = vec![holiday("2026-12-25", vec![]), holiday("2026-12-24", day(&[("08:00", "12:00")]))];
    let calendar = Calendar::new(Some(&schedule), Sao_Paulo);
    let eve = at("2026-12-24T13:00:00-03:00");
    assert!(!calendar.is_open(eve));
    assert_eq!(calendar.next_opening(eve), Some(at("2026-12-26T08:00:00-03:00")));
    assert_eq!(calendar.closed_period(at("2026-12-25T20:00:00-03:00")), Some(at("2026-12-24T12:00:00-03:00")));
}

#[test]
fn a_local_time_that_is_skipped_is_the_end_of_the_gap() {
    // Berlin, 2026-03-29: 02:00 becomes 03:00.
    let calendar = calendar(&[("02:30", "04:00")], Berlin);
    assert!(!calendar.is_open(at("2026-03-29T01:59:00+01:00")));
    assert!(calendar.is_open(at("2026-03-29T03:00:00+02:00")));
    assert_eq!(calendar.next_opening(at("2026-03-28T23:00:00Z")), Some(at("2026-03-29T03:00:00+02:00")));
    assert_eq!(calendar.open_time_add(at("2026-03-28T23:00:00Z"), 60).at, at("2026-03-29T04:00:00+02:00"));
    // Wholly inside the gap: not open that day.
    let inside = self::calendar(&[("02:15", "02:45")], Berlin);
    assert_eq!(inside.next_opening(at("2026-03-28T23:00:00Z")), Some(at("2026-03-30T02:15:00+02:00")));
}

#[test]
fn a_local_time_that_comes_twice_counts_once() {
    // New York, 2026-11-01: 02:00 becomes 01:00.
    let calendar = calendar(&[("01:00", "01:30")], New_York);
    assert!(calendar.is_open(at("2026-11-01T01:10:00-04:00")));
    assert!(!calendar.is_open(at("2026-11-01T01:10:00-05:00")));
    // An interval around it stays whole.
    let around = self::calendar(&[("00:00", "08:00")], New_York);
    assert!(around.is_open(at("2026-11-01T01:10:00-05:00")));
    assert_eq!(around.open_time_add(at("2026-11-01T00:00:00-04:00"), 180).at, at("2026-11-01T02:00:00-05:00"));
    // São Paulo, 2018-11-04: midnight did not exist.
    let day = self::calendar(&[("00:00", "24:00")], Sao_Paulo);
    assert!(day.is_open(at("2018-11-04T01:00:00-02:00")));
    assert_eq!(day.open_time_add(at("2018-11-03T23:59:00-03:00"), 2).at, at("2018-11-04T01:01:00-02:00"));
}

#[test]
fn without_any_opening_a_deadline_waits_two_weeks() {
    let never = calendar(&[], Sao_Paulo);
    let now = at("2026-11-23T12:00:00Z");
    assert_eq!(never.open_time_add(now, 5), Due { at: at("2026-12-07T12:00:00Z"), no_opening: true });
    assert_eq!(never.next_opening(now), None);
    assert_eq!(never.closed_period(now), Some(DateTime::UNIX_EPOCH));
    let always = Calendar::new(None, Sao_Paulo);
    assert_eq!(always.open_time_add(now, 5), Due { at: at("2026-11-23T12:05:00Z"), no_opening: false });
    assert!(always.is_open(now));
}

#[test]
fn times_of_day_are_read_strictly() {
    for (text, expected) in [
        ("00:00", Some(0)),
        ("08:30", Some(510)),
        ("24:00", Some(1440)),
        ("24:01", None),
        ("8:00", None),
        ("08:60", None),
        ("+8:00", None),
        ("0800", None),
    ] {
        assert_eq!(minutes(text), expected, "{text}");
    }
}

#[test]
fn the_next_opening_is_named_as_people_say_it() {
    let now = at("2026-11-23T12:00:00-03:00");
    for (opening, pt, en) in [
        ("2026-11-23T14:00:00-03:00", "Abrimos hoje às 14:00.", "We open today at 14:00."),
        ("2026-11-24T08:00:00-03:00", "Abrimos amanhã às 08:00.", "We open tomorrow at 08:00."),
        ("2026-11-27T08:00:00-03:00", "Abrimos sexta-feira às 08:00.", "We open on Friday at 08:00."),
        ("2026-12-01T08:00:00-03:00", "Abrimos 01/12/2026 às 08:00.", "We open 2026-12-01 at 08:00."),
    ] {
        assert_eq!(describe(at(opening), now, Sao_Paulo, Locale::PtBr), pt);
        assert_eq!(describe(at(opening), now, Sao_Paulo, Locale::En), en);
    }
}

#[test]
fn open_or_closed_at_every_edge() {
    let office = &[("08:00", "12:00"), ("13:00", "18:00")][..];
    let bar = &[("18:00", "02:00")][..];
    let night = &[("22:00", "06:00")][..];
    let morning = &[("02:30", "04:00")][..];
    for (intervals, timezone, instant, open) in [
        // Half-open: the first instant is inside, the last is not. A gap is a break.
        (office, Sao_Paulo, "2026-11-23T07:59:59.999-03:00", false),
        (office, Sao_Paulo, "2026-11-23T08:00:00.000-03:00", true),
        (office, Sao_Paulo, "2026-11-23T11:59:59.999-03:00", true),
        (office, Sao_Paulo, "2026-11-23T12:00:00.000-03:00", false),
        (office, Sao_Paulo, "2026-11-23T13:00:00.000-03:00", true),
        (office, Sao_Paulo, "2026-11-23T18:00:00.000-03:00", false),
        // Past midnight, into a month and a year that are new.
        (bar, Sao_Paulo, "2026-11-30T23:59:59.999-03:00", true),
        (bar, Sao_Paulo, "2026-12-01T01:59:59.999-03:00", true),
        (bar, Sao_Paulo, "2026-12-01T02:00:00.000-03:00", false),
        (bar, Sao_Paulo, "2027-01-01T00:30:00.000-03:00", true),
        // Through the night in which the clock goes forward, and through the one in which it goes back.
        (night, Berlin, "2026-03-29T01:30:00+01:00", true),
        (night, Berlin, "2026-03-29T03:30:00+02:00", true),
        (night, Berlin, "2026-03-29T06:00:00+02:00", false),
        (night, New_York, "2026-11-01T01:30:00-04:00", true),
        (night, New_York, "2026-11-01T01:30:00-05:00", true),
        (night, New_York, "2026-11-01T06:00:00-05:00", false),
        // A beginning that the clock skips is the end of the gap.
        (morning, Berlin, "2026-03-29T01:59:59.999+01:00", false),
        (morning, Berlin, "2026-03-29T03:00:00+02:00", true),
        (morning, Berlin, "2026-03-29T04:00:00+02:00", false),
        (morning, Berlin, "2026-03-30T02:29:59+02:00", false),
        (morning, Berlin, "2026-03-30T02:30:00+02:00", true),
    ] {
        let calendar = calendar(intervals, timezone);
        assert_eq!(calendar.is_open(at(instant)), open, "{intervals:?} at {instant}");
        // What is closed has a period that began before and an opening that comes after.
        if !open {
            assert!(calendar.closed_period(at(instant)) <= Some(at(instant)), "{instant}");
            assert!(calendar.next_opening(at(instant)) > Some(at(instant)), "{instant}");
        }
    }
}

#[test]
fn one_closed_period_has_one_name_from_its_beginning_to_its_end() {
    let mut schedule = every_day(&[("08:00", "12:00"), ("13:00", "18:00")]);
    schedule.holidays = vec![Holiday { date: "2026-12-25".parse().unwrap(), name: "Natal".into(), intervals: vec![] }];
    let calendar = Calendar::new(Some(&schedule), Sao_Paulo);
    let closing = at("2026-12-24T18:00:00-03:00");
    for instant in [
        "2026-12-24T18:00:00-03:00",
        "2026-12-25T00:00:00-03:00",
        "2026-12-25T12:30:00-03:00",
        "2026-12-26T07:59:59-03:00",
    ] {
        assert_eq!(calendar.closed_period(at(instant)), Some(closing), "{instant}");
        assert_eq!(calendar.next_opening(at(instant)), Some(at("2026-12-26T08:00:00-03:00")), "{instant}");
    }
    assert_eq!(
        calendar.closed_period(at("2026-12-24T12:30:00-03:00")),
        Some(at("2026-12-24T12:00:00-03:00")),
        "a break"
    );
    // Open minutes skip breaks, nights and the holiday.
    assert_eq!(calendar.open_time_add(at("2026-12-24T11:30:00-03:00"), 60).at, at("2026-12-24T13:30:00-03:00"));
    assert_eq!(calendar.open_time_add(at("2026-12-24T17:30:00-03:00"), 60).at, at("2026-12-26T08:30:00-03:00"));
}
