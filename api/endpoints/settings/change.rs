use std::borrow::Cow;

use domain::company::Settings;
use domain::event::Event;
use domain::id::DepartmentId;
use entities::Company;
use garde::Validate;
use jobs::Nudge;
use jobs::definitions::RouteTrigger;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{CompanySettings, check};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::deadlines;
use crate::error::ApiError;
use crate::etag;
use crate::payload::read_value;
use crate::presence::{self, company_event};

/// What is to be different. Objects are merged, null brings a default back, everything else replaces.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct SettingsPatch(Map<String, Value>);

impl Validate for SettingsPatch {
    type Context = ();

    // It means something only once it is merged: `check` judges that.
    fn validate_into(&self, (): &(), _: &mut dyn FnMut() -> garde::Path, _: &mut garde::Report) {}
}

/// The shape of a patch, for the document.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase", default)]
#[expect(dead_code, reason = "only its schema is used")]
#[derive(Default)]
struct Fields {
    company_name: Option<String>,
    locale: Option<String>,
    timezone: Option<String>,
    greeting_message: Option<String>,
    #[serde(flatten)]
    settings: Settings,
}

impl JsonSchema for SettingsPatch {
    fn schema_name() -> Cow<'static, str> {
        "SettingsPatch".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Fields::json_schema(generator)
    }
}

/// What a company has beside its settings' own column.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Own {
    company_name: String,
    locale: String,
    timezone: String,
    greeting_message: Option<String>,
}

const OWN: [&str; 4] = ["companyName", "locale", "timezone", "greetingMessage"];

pub(super) async fn update(
    cx: &Context,
    who: &Principal,
    if_match: Option<&str>,
    patch: &SettingsPatch,
) -> Result<Company, ApiError> {
    let (row, drain, rearms) = again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        let mut row = tx.lock_company().await?.ok_or_else(ApiError::not_found)?;
        etag::check(if_match, row.version)?;
        let before = CompanySettings::of(&row);
        let wanted = merged(&before, patch)?;
        check::check(&wanted)?;
        let changed: Vec<&str> = patch.0.keys().map(String::as_str).collect();
        if wanted == before {
            audit(&tx, cx, who, Action::Update, Entity::Settings, None, &[]).await?;
            tx.commit().await?;
            return Ok((row, Vec::new(), false));
        }
        row.settings = stored(&wanted.settings)?;
        row.rules_version += 1;
        wanted.company_name.trim().clone_into(&mut row.name);
        row.locale.clone_from(&wanted.locale);
        row.timezone.clone_from(&wanted.timezone);
        row.greeting_message.clone_from(&wanted.greeting_message);
        let row = tx.save_company(row, now).await?;
        let hours = before.settings.business_hours != wanted.settings.business_hours;
        let rearms = hours || before.timezone != wanted.timezone;
        if rearms {
            tx.rearmings().begin(None, now).await?;
        }
        let drain = if frees(&before, &wanted) { active(&tx.department_rows().await?) } else { Vec::new() };
        tx.log_events(&[company_event(who.company_id, Event::SettingsUpdated { at: now })], now).await?;
        audit(&tx, cx, who, Action::Update, Entity::Settings, None, &changed).await?;
        tx.commit().await?;
        Ok((row, drain, rearms))
    })
    .await?;
    cx.nudge(Nudge::RulesChanged { company: who.company_id }).await;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    if rearms {
        deadlines::rearm(cx, who.company_id, None).await;
    }
    presence::drain(cx, who.company_id, drain, RouteTrigger::Opened).await;
    Ok(row)
}

/// Somebody who waits may be served by the new settings.
fn frees(before: &CompanySettings, after: &CompanySettings) -> bool {
    let (old, new) = (&before.settings, &after.settings);
    new.auto_assign_enabled
        && (!old.auto_assign_enabled
            || old.business_hours != new.business_hours
            || old.default_max_conversations != new.default_max_conversations
            || before.timezone != after.timezone)
}

fn active(departments: &[entities::Department]) -> Vec<DepartmentId> {
    departments.iter().filter(|department| department.is_active).map(|department| department.id).collect()
}

/// RFC 7396, and then back into types: a wrong one is named by its path, and so is an unknown field.
fn merged(before: &CompanySettings, patch: &SettingsPatch) -> Result<CompanySettings, ApiError> {
    let mut whole = json!(before);
    merge(&mut whole, &patch.0);
    let fields = whole.as_object_mut().ok_or_else(|| ApiError::internal("settings are an object"))?;
    let own: Map<String, Value> = OWN.iter().filter_map(|key| fields.remove_entry(*key)).collect();
    let settings: Settings = read_value(&whole)?;
    let own: Own = read_value(&Value::Object(own))?;
    Ok(CompanySettings {
        company_name: own.company_name,
        locale: own.locale,
        timezone: own.timezone,
        greeting_message: own.greeting_message.filter(|text| !text.trim().is_empty()),
        settings,
    })
}

fn merge(target: &mut Value, patch: &Map<String, Value>) {
    if !target.is_object() {
        *target = json!({});
    }
    for (key, value) in patch {
        match value {
            Value::Null => {
                target.as_object_mut().map(|fields| fields.remove(key));
            }
            Value::Object(inner) => merge(&mut target[key], inner),
            other => target[key] = other.clone(),
        }
    }
}

/// The column holds only what is not as we made it.
fn stored(settings: &Settings) -> Result<Value, ApiError> {
    let default = serde_json::to_value(Settings::default()).map_err(ApiError::internal)?;
    let mut own = serde_json::to_value(settings).map_err(ApiError::internal)?;
    if let Some(fields) = own.as_object_mut() {
        fields.retain(|key, value| default.get(key) != Some(value));
    }
    Ok(own)
}
