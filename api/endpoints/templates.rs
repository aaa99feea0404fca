//! The message templates of META channels, as the provider told them last.

use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId};
use domain::wire::time;
use entities::Template;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::Tag;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::{Actor as _, Caller, Principal, User, need};
use crate::channels;
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::payload::List;

pub struct TemplatesApi;

/// A message template of a META channel.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Template")]
pub struct TemplateView {
    pub name: String,
    /// As `pt_BR`.
    pub language: String,
    pub category: String,
    /// In the provider's words; only `APPROVED` ones can be sent.
    pub status: String,
    /// Header, body, footer and buttons, as the provider has them.
    pub components: Value,
    #[serde(serialize_with = "time")]
    pub synced_at: Time,
}

impl From<Template> for TemplateView {
    fn from(row: Template) -> Self {
        let Template { name, language, category, status, components, synced_at, .. } = row;
        Self { name, language, category, status, components, synced_at }
    }
}

#[OpenApi(prefix_path = "/api/channels", tag = "Tag::Channels")]
impl TemplatesApi {
    /// List a channel's templates as they were told last, by name: who may begin an attendance may choose from them.
    #[oai(path = "/:id/templates", method = "get", operation_id = "listTemplates")]
    async fn list(
        &self,
        who: Caller<need::ChannelsRead>,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<List<TemplateView>, ApiError> {
        stored(&cx, who.company_id(), id.0).await
    }

    /// Ask the provider for the templates of the channel's account, which it must have: META only.
    #[oai(path = "/:id/templates/sync", method = "post", operation_id = "syncTemplates")]
    async fn sync(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<List<TemplateView>, ApiError> {
        user.admin()?;
        synchronise(&cx, &user, id.0).await?;
        stored(&cx, user.company_id, id.0).await
    }
}

async fn stored(cx: &Context, company: CompanyId, id: ChannelId) -> Result<List<TemplateView>, ApiError> {
    let scope = cx.company(company);
    scope.channels().find_kept(id).await?.ok_or_else(ApiError::not_found)?;
    let rows = scope.templates().list(id).await?;
    Ok(List::new(rows.into_iter().map(TemplateView::from).collect(), None))
}

async fn synchronise(cx: &Context, user: &Principal, id: ChannelId) -> Result<(), ApiError> {
    let scope = cx.company(user.company_id);
    let channel = scope.channels().find_kept(id).await?.ok_or_else(ApiError::not_found)?;
    if channel.provider != ProviderKind::Meta {
        return Err(Code::ChannelCannot.into());
    }
    let account = channel.waba_id.clone().ok_or_else(|| ApiError::validation("wabaId", "the channel has none"))?;
    let access = channels::access(cx, &channel, channels::credentials(&scope, &channel)?)?;
    let told = cx.providers.of(channel.provider.0).templates(&access, &account).await;
    let told = told.map_err(|failure| {
        tracing::info!(channel = %id, class = ?failure.class, "the templates could not be read");
        ApiError::new(Code::ChannelCannot).with("providerCode", &failure.provider_code)
    })?;
    let now = cx.clock.now();
    let rows: Vec<Template> =
        told.unwrap_or_default().into_iter().map(|told| Template::told(user.company_id, id, told, now)).collect();
    again(|| async {
        let tx = cx.begin(user.company_id).await?;
        tx.channels().lock_kept(id).await?.ok_or_else(ApiError::not_found)?;
        tx.templates().replace(id, rows.clone()).await?;
        tx.channels().sync_at(id, now + chrono::Duration::days(1)).await?;
        audit(&tx, cx, user, Action::Update, Entity::Channel, Some(id), &["templates"]).await?;
        Ok(tx.commit().await?)
    })
    .await
}
