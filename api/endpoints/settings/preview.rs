use std::collections::BTreeMap;

use domain::clock::Time;
use domain::company::CompanyHours;
use domain::hours;
use domain::texts::{self, TextKey, Vars};
use domain::wire::optional_time;
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray as _;

use super::check;
use crate::auth::Principal;
use crate::context::Context;
use crate::endpoints::departments::check_schedule;
use crate::error::{ApiError, Code};
use crate::payload::given;

/// Words to try, and an instant. What is absent is as it is now.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
#[garde(allow_unvalidated)]
pub struct PreviewWish {
    #[serde(deserialize_with = "given")]
    pub greeting_message: Option<Option<String>>,
    /// By text key; null = our own words.
    pub texts: BTreeMap<String, Option<String>>,
    /// Hours to try, as a whole.
    pub business_hours: Option<CompanyHours>,
    /// An IANA name to try.
    pub timezone: Option<String>,
    /// Now when left out.
    pub at: Option<Time>,
}

/// The bot's words with an example's values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// By text key.
    pub texts: BTreeMap<String, String>,
    /// Whether the company works at that instant: by its schedule, or while any active department is open.
    pub is_open: bool,
    /// Null while open, and when there is no opening ahead.
    #[serde(serialize_with = "optional_time")]
    pub next_opening: Option<Time>,
}

pub(super) async fn preview(cx: &Context, who: &Principal, wish: PreviewWish) -> Result<Preview, ApiError> {
    let company = cx.directory.company(&cx.company(who.company_id)).await?;
    let mut rules = company.rules.clone();
    if let Some(greeting) = wish.greeting_message {
        rules.greeting_message = greeting;
    }
    for (key, text) in wish.texts {
        match text {
            Some(text) => rules.settings.texts.insert(key, text),
            None => rules.settings.texts.remove(&key),
        };
    }
    if let Some(name) = wish.timezone {
        rules.timezone = check::timezone(&name)?;
    }
    if let Some(hours) = wish.business_hours {
        check_schedule("businessHours", &hours.schedule)?;
        rules.settings.business_hours = hours;
    }
    let errors = check::texts(rules.greeting_message.as_deref(), &rules.settings.texts);
    if !errors.is_empty() {
        return Err(ApiError::new(Code::Validation).fields(errors));
    }
    let now = cx.clock.now();
    let at = wish.at.unwrap_or(now);
    let closure = rules.closure(at);
    let opens_at = closure.and_then(|closure| closure.opens_at);
    let department = rules.root();
    let vars = Vars {
        company: Some(rules.company_name.clone()),
        menu: Some(texts::menu(&rules)),
        department: department.map(|department| department.name.clone()),
        agent: Some(who.name.clone()),
        position: rules.settings.queue_notice.position.then(|| "3".to_owned()),
        protocol: Some(domain::flow::protocol(&rules, 0, at)),
        hours: opens_at.map(|opens_at| hours::describe(opens_at, at, rules.timezone, rules.locale)),
        name: Some("Maria".to_owned()),
        minutes: department.map(|department| department.response_timeout_minutes.to_string()),
    };
    let said = |key: &TextKey| {
        let paragraph = texts::render(&key.template(&rules), &vars);
        (key.name().to_owned(), texts::merge(&[paragraph]).unwrap_or_default())
    };
    let texts = TextKey::VARIANTS.iter().map(said).collect();
    Ok(Preview { texts, is_open: closure.is_none(), next_opening: opens_at })
}
