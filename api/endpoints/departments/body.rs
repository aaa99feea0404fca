use domain::company::{Interval, Schedule};
use domain::hours;
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::endpoints::auth::name_rule;
use crate::error::{ApiError, Code, FieldError};
use crate::payload::{Id, given};

/// A department to be made.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct NewDepartment {
    #[garde(custom(name_rule))]
    pub name: String,
    /// `[a-z0-9-]`, 1 to 50 characters.
    #[garde(custom(slug_rule))]
    pub slug: String,
    /// `#rrggbb`.
    #[garde(inner(custom(color_rule)))]
    pub color: Option<String>,
    #[garde(range(min = 1, max = 1440))]
    pub response_timeout_minutes: Option<i32>,
    #[garde(length(chars, max = 500))]
    pub description: Option<String>,
    #[garde(length(chars, min = 1, max = 16))]
    pub emoji: Option<String>,
    /// Place in the menu; the end of it when not said.
    #[garde(range(min = 0, max = 10_000))]
    pub position: Option<i32>,
    /// Words that choose this department.
    #[serde(default)]
    #[garde(length(max = 50), inner(length(chars, min = 1, max = 50)))]
    pub keywords: Vec<String>,
    #[serde(default)]
    #[garde(skip)]
    pub is_root: bool,
    #[garde(range(min = 1, max = 1000))]
    pub max_agents: Option<i32>,
    /// Null = the company's.
    #[garde(skip)]
    pub business_hours: Option<Schedule>,
}

/// What is to be changed of a department. What is absent stays.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
pub struct DepartmentChange {
    #[garde(inner(custom(name_rule)))]
    pub name: Option<String>,
    #[garde(inner(custom(slug_rule)))]
    pub slug: Option<String>,
    #[garde(inner(custom(color_rule)))]
    pub color: Option<String>,
    #[garde(range(min = 1, max = 1440))]
    pub response_timeout_minutes: Option<i32>,
    #[serde(deserialize_with = "given")]
    #[garde(inner(length(chars, max = 500)))]
    pub description: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    #[garde(inner(length(chars, min = 1, max = 16)))]
    pub emoji: Option<Option<String>>,
    #[garde(range(min = 0, max = 10_000))]
    pub position: Option<i32>,
    #[garde(length(max = 50), inner(inner(length(chars, min = 1, max = 50))))]
    pub keywords: Option<Vec<String>>,
    /// `true` takes the flag from the present root; it is never just given up.
    #[garde(skip)]
    pub is_root: Option<bool>,
    #[garde(range(min = 1, max = 1000))]
    pub max_agents: Option<i32>,
    #[serde(deserialize_with = "given")]
    #[garde(skip)]
    pub business_hours: Option<Option<Schedule>>,
    #[garde(skip)]
    pub is_active: Option<bool>,
}

impl DepartmentChange {
    pub(super) fn fields(&self) -> Vec<&'static str> {
        let fields = [
            ("name", self.name.is_some()),
            ("slug", self.slug.is_some()),
            ("color", self.color.is_some()),
            ("responseTimeoutMinutes", self.response_timeout_minutes.is_some()),
            ("description", self.description.is_some()),
            ("emoji", self.emoji.is_some()),
            ("position", self.position.is_some()),
            ("keywords", self.keywords.is_some()),
            ("isRoot", self.is_root.is_some()),
            ("maxAgents", self.max_agents.is_some()),
            ("businessHours", self.business_hours.is_some()),
            ("isActive", self.is_active.is_some()),
        ];
        fields.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}

/// All active departments, in their new order.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
pub struct DepartmentOrder {
    #[garde(length(max = 1000))]
    pub ids: Vec<Id>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
fn slug_rule(slug: &str, _context: &()) -> garde::Result {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let valid = (1..=50).contains(&slug.len()) && slug.bytes().all(allowed);
    if valid { Ok(()) } else { Err(garde::Error::new("1 to 50 of a-z, 0-9 and -")) }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
pub(in crate::endpoints) fn color_rule(color: &str, _context: &()) -> garde::Result {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6);
    let valid = digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if valid { Ok(()) } else { Err(garde::Error::new("a colour as #6366f1")) }
}

/// Refuse intervals whose times cannot be read, each with its path under `field`.
pub fn check_schedule(field: &str, schedule: &Schedule) -> Result<(), ApiError> {
    let week = &schedule.weekly;
    let days = [
        ("mon", &week.mon),
        ("tue", &week.tue),
        ("wed", &week.wed),
        ("thu", &week.thu),
        ("fri", &week.fri),
        ("sat", &week.sat),
        ("sun", &week.sun),
    ];
    let mut errors = Vec::new();
    for (day, intervals) in days {
        errors.extend(unreadable(&format!("{field}.weekly.{day}"), intervals));
    }
    for (index, holiday) in schedule.holidays.iter().enumerate() {
        errors.extend(unreadable(&format!("{field}.holidays[{index}].intervals"), &holiday.intervals));
    }
    if errors.is_empty() { Ok(()) } else { Err(ApiError::new(Code::Validation).fields(errors)) }
}

fn unreadable(path: &str, intervals: &[Interval]) -> Vec<FieldError> {
    let sides = intervals
        .iter()
        .enumerate()
        .flat_map(|(index, interval)| [(index, "start", &interval.start), (index, "end", &interval.end)]);
    sides
        .filter(|(_, _, time)| hours::minutes(time).is_none())
        .map(|(index, side, _)| FieldError {
            field: format!("{path}[{index}].{side}"),
            message: "a time as 08:30, up to 24:00".to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_and_colours_have_their_alphabets() {
        assert!(slug_rule("suporte-2", &()).is_ok() && color_rule("#6366F1", &()).is_ok());
        for slug in ["", "Suporte", "a b", "ação", &"x".repeat(51)] {
            assert!(slug_rule(slug, &()).is_err(), "{slug}");
        }
        for color in ["6366f1", "#fff", "#gggggg", "#6366f10"] {
            assert!(color_rule(color, &()).is_err(), "{color}");
        }
    }

    #[test]
    fn a_time_that_cannot_be_read_is_named_by_its_path() {
        let schedule: Schedule =
            serde_json::from_str(r#"{"weekly":{"mon":[{"start":"08:00","end":"24:00"},{"start":"8","end":"25:00"}]}}"#)
                .unwrap();
        let error = check_schedule("businessHours", &schedule).unwrap_err();
        let paths: Vec<&str> = error.errors().iter().map(|error| error.field.as_str()).collect();
        assert_eq!(paths, ["businessHours.weekly.mon[1].start", "businessHours.weekly.mon[1].end"]);
        assert!(check_schedule("businessHours", &Schedule::default()).is_ok());
    }
}
