//! A company's settings (SPEC 3.9). Defaults are applied on read: the column holds only what was changed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The object stored in `companies.settings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Overrides by text key (SPEC 5.6).
    pub texts: BTreeMap<String, String>,
    /// Off: everything queues.
    pub auto_assign_enabled: bool,
    /// `*Name - Department*: ` before an agent's text.
    pub agent_prefix_enabled: bool,
    pub skip_menu_when_single_department: bool,
    /// Then the root department.
    pub max_invalid_choices: u32,
    /// 0 = never; then the root department.
    pub menu_timeout_minutes: u32,
    pub suggestion_enabled: bool,
    /// 0 = no limit.
    pub suggestion_max_age_days: u32,
    pub queue_notice: QueueNotice,
    /// Capacity of users without their own; 0 = unlimited.
    pub default_max_conversations: u32,
    /// A "thank you" this soon after the end opens nothing; 0 = off.
    pub courtesy_minutes: u32,
    pub affinity_minutes: u32,
    /// How long the bot keeps silent after a phone reply.
    pub phone_reply_pause_minutes: u32,
    /// An unsent bot text expires.
    pub bot_message_ttl_minutes: u32,
    pub closing_message_enabled: bool,
    pub transfer_message_enabled: bool,
    pub assigned_message_enabled: bool,
    pub business_hours: CompanyHours,
    pub retention_days: RetentionDays,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            texts: BTreeMap::new(),
            auto_assign_enabled: true,
            agent_prefix_enabled: true,
            skip_menu_when_single_department: true,
            max_invalid_choices: 3,
            menu_timeout_minutes: 15,
            suggestion_enabled: true,
            suggestion_max_age_days: 0,
            queue_notice: QueueNotice::default(),
            default_max_conversations: 10,
            courtesy_minutes: 10,
            affinity_minutes: 10,
            phone_reply_pause_minutes: 120,
            bot_message_ttl_minutes: 15,
            closing_message_enabled: true,
            transfer_message_enabled: true,
            assigned_message_enabled: true,
            business_hours: CompanyHours::default(),
            retention_days: RetentionDays::default(),
        }
    }
}

/// Sent once per episode to a customer who waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct QueueNotice {
    pub enabled: bool,
    /// Tell the place in the queue.
    pub position: bool,
}

impl Default for QueueNotice {
    fn default() -> Self {
        Self { enabled: true, position: true }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OutOfHoursMode {
    /// The customer is queued at once and told when we open.
    #[default]
    Queue,
    /// The menu works as usual; the out-of-hours text replaces the queue notice.
    Menu,
}

/// The company's hours; a department may have its own [`Schedule`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", from = "HoursFields")]
pub struct CompanyHours {
    pub enabled: bool,
    #[serde(flatten)]
    pub schedule: Schedule,
    pub out_of_hours_mode: OutOfHoursMode,
}

/// [`CompanyHours`] as it is read: flattened fields would lose the path of what is wrong in them, and the unknown ones.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename = "CompanyHours", default)]
struct HoursFields {
    enabled: bool,
    weekly: Option<Weekly>,
    holidays: Vec<Holiday>,
    out_of_hours_mode: OutOfHoursMode,
}

impl From<HoursFields> for CompanyHours {
    fn from(read: HoursFields) -> Self {
        let weekly = read.weekly.unwrap_or_else(Weekly::office);
        Self {
            enabled: read.enabled,
            schedule: Schedule { weekly, holidays: read.holidays },
            out_of_hours_mode: read.out_of_hours_mode,
        }
    }
}

/// Opening times by weekday, with holidays that replace theirs. Local times of the company's timezone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Schedule {
    pub weekly: Weekly,
    pub holidays: Vec<Holiday>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self { weekly: Weekly::office(), holidays: Vec::new() }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Weekly {
    pub mon: Vec<Interval>,
    pub tue: Vec<Interval>,
    pub wed: Vec<Interval>,
    pub thu: Vec<Interval>,
    pub fri: Vec<Interval>,
    pub sat: Vec<Interval>,
    pub sun: Vec<Interval>,
}

impl Weekly {
    /// Every day from eight to six, the default of SPEC 3.9.
    pub fn office() -> Self {
        let day = vec![Interval { start: "08:00".into(), end: "18:00".into() }];
        Self {
            mon: day.clone(),
            tue: day.clone(),
            wed: day.clone(),
            thu: day.clone(),
            fri: day.clone(),
            sat: day.clone(),
            sun: day,
        }
    }
}

/// Half-open, `HH:MM`; an `end` not after its `start` runs past midnight, and `24:00` is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    pub start: String,
    pub end: String,
}

/// Replaces its weekday; no intervals = closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Holiday {
    pub date: NaiveDate,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub intervals: Vec<Interval>,
}

/// 0 = keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct RetentionDays {
    pub raw_bodies: u32,
    pub media: u32,
    pub messages: u32,
    pub audit: u32,
}

impl Default for RetentionDays {
    fn default() -> Self {
        Self { raw_bodies: 14, media: 0, messages: 0, audit: 365 }
    }
}
