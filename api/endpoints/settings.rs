//! How a company works: its name, its bot's words and rules, its hours (SPEC 3.9).

mod change;
mod check;
mod preview;
mod texts;

use domain::company;
use poem_openapi::OpenApi;
use poem_openapi::param::Header;
use schemars::JsonSchema;
use serde::Serialize;

use super::Tag;
use crate::auth::User;
use crate::context::Context;
use crate::error::ApiError;
use crate::payload::{Body, Fresh, Reply};

pub use change::SettingsPatch;
pub use preview::{Preview, PreviewWish};
pub use texts::BotText;

/// The company's own rules.
pub struct SettingsApi;

/// Every setting with what applies, the defaults included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanySettings {
    pub company_name: String,
    /// `pt-BR` or `en`: the language of the bot's own words.
    pub locale: String,
    /// An IANA name.
    pub timezone: String,
    /// Null = the text `greeting`.
    pub greeting_message: Option<String>,
    #[serde(flatten)]
    pub settings: company::Settings,
}

impl CompanySettings {
    fn of(row: &entities::Company) -> Self {
        Self {
            company_name: row.name.clone(),
            locale: row.locale.clone(),
            timezone: row.timezone.clone(),
            greeting_message: row.greeting_message.clone(),
            settings: row.settings(),
        }
    }
}

#[OpenApi(prefix_path = "/api/settings", tag = "Tag::Settings")]
impl SettingsApi {
    /// Read the company's settings.
    #[oai(path = "/", method = "get", operation_id = "getSettings")]
    async fn get(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "If-None-Match")] known: Header<Option<String>>,
    ) -> Result<Fresh<CompanySettings>, ApiError> {
        user.supervisor()?;
        let row = cx.company(user.company_id).find_company().await?.ok_or_else(ApiError::not_found)?;
        Ok(Reply::new(CompanySettings::of(&row)).version(row.version).unless_known(known.0.as_deref()))
    }

    /// Change settings by a JSON merge patch: null brings a default back.
    #[oai(path = "/", method = "patch", operation_id = "updateSettings")]
    async fn update(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<SettingsPatch>,
    ) -> Result<Reply<CompanySettings>, ApiError> {
        user.admin()?;
        let row = change::update(&cx, &user, if_match.0.as_deref(), &body.0).await?;
        Ok(Reply::new(CompanySettings::of(&row)).version(row.version))
    }

    /// List the bot's texts as they are written: the company's own and the defaults.
    #[oai(path = "/texts", method = "get", operation_id = "listBotTexts")]
    async fn texts(&self, User(user): User, cx: Context) -> Result<Reply<Vec<BotText>>, ApiError> {
        user.supervisor()?;
        let company = cx.directory.company(&cx.company(user.company_id)).await?;
        Ok(Reply::new(texts::list(&company.rules)))
    }

    /// See what the bot would say with these words, and whether somebody works at an instant, with these hours if some are given. Nothing is changed.
    #[oai(path = "/preview", method = "post", operation_id = "previewSettings")]
    async fn preview(
        &self,
        User(user): User,
        cx: Context,
        body: Body<PreviewWish>,
    ) -> Result<Reply<Preview>, ApiError> {
        user.admin()?;
        Ok(Reply::new(preview::preview(&cx, &user, body.0).await?))
    }
}
