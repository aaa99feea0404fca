//! What settings may be, beyond their types: every broken rule with its JSON path.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use domain::company::Settings;
use domain::rules::is_timezone;
use domain::texts::{TextKey, unknown_placeholder};

use super::CompanySettings;
use crate::endpoints::auth::name_rule;
use crate::endpoints::departments::check_schedule;
use crate::error::{ApiError, Code, FieldError};

/// Characters of a text, at most.
const TEXT: usize = 1024;
const NO_TIMEZONE: &str = "a timezone as America/Sao_Paulo";
const WEEK: u32 = 7 * 24 * 60;
const DAY: u32 = 24 * 60;
const TEN_YEARS: u32 = 3650;

/// `validation` with everything that is wrong, or nothing.
pub(super) fn check(wanted: &CompanySettings) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: &str| {
        errors.push(FieldError { field: field.to_owned(), message: message.to_owned() });
    };
    if name_rule(&wanted.company_name, &()).is_err() {
        wrong("companyName", "between 1 and 120 characters");
    }
    if !["pt-BR", "en"].contains(&wanted.locale.as_str()) {
        wrong("locale", "pt-BR or en");
    }
    if !is_timezone(&wanted.timezone) {
        wrong("timezone", NO_TIMEZONE);
    }
    for (field, value, (least, most)) in numbers(&wanted.settings) {
        if !(least..=most).contains(&value) {
            wrong(field, &format!("between {least} and {most}"));
        }
    }
    if wanted.settings.business_hours.schedule.holidays.len() > 366 {
        wrong("businessHours.holidays", "at most 366");
    }
    errors.extend(texts(wanted.greeting_message.as_deref(), &wanted.settings.texts));
    if let Err(error) = check_schedule("businessHours", &wanted.settings.business_hours.schedule) {
        errors.extend(error.errors().to_vec());
    }
    if errors.is_empty() { Ok(()) } else { Err(ApiError::new(Code::Validation).fields(errors)) }
}

pub(super) fn timezone(name: &str) -> Result<Tz, ApiError> {
    name.parse().map_err(|_| ApiError::validation("timezone", NO_TIMEZONE))
}

fn numbers(settings: &Settings) -> [(&'static str, u32, (u32, u32)); 12] {
    let keep = &settings.retention_days;
    [
        ("maxInvalidChoices", settings.max_invalid_choices, (1, 20)),
        ("menuTimeoutMinutes", settings.menu_timeout_minutes, (0, WEEK)),
        ("suggestionMaxAgeDays", settings.suggestion_max_age_days, (0, TEN_YEARS)),
        ("defaultMaxConversations", settings.default_max_conversations, (0, 1000)),
        ("courtesyMinutes", settings.courtesy_minutes, (0, DAY)),
        ("affinityMinutes", settings.affinity_minutes, (0, DAY)),
        ("phoneReplyPauseMinutes", settings.phone_reply_pause_minutes, (0, WEEK)),
        ("botMessageTtlMinutes", settings.bot_message_ttl_minutes, (1, DAY)),
        ("retentionDays.rawBodies", keep.raw_bodies, (0, TEN_YEARS)),
        ("retentionDays.media", keep.media, (0, TEN_YEARS)),
        ("retentionDays.messages", keep.messages, (0, TEN_YEARS)),
        ("retentionDays.audit", keep.audit, (0, TEN_YEARS)),
    ]
}

/// Words with placeholders that nobody fills, too many words, and words for a text that does not exist.
pub(super) fn texts(greeting: Option<&str>, texts: &BTreeMap<String, String>) -> Vec<FieldError> {
    let own = texts.iter().map(|(key, text)| (format!("texts.{key}"), text.as_str()));
    let all = greeting.map(|text| ("greetingMessage".to_owned(), text)).into_iter().chain(own);
    let mut errors = Vec::new();
    for (field, text) in all {
        let message = if field.strip_prefix("texts.").is_some_and(|key| key.parse::<TextKey>().is_err()) {
            "there is no such text".to_owned()
        } else if text.chars().count() > TEXT {
            format!("at most {TEXT} characters")
        } else if let Some(name) = unknown_placeholder(text) {
            format!("the placeholder {{{name}}} does not exist")
        } else {
            continue;
        };
        errors.push(FieldError { field, message });
    }
    errors
}
