//! A message template on its way into the outbox: filled as the provider told it last.

use domain::channel::ProviderKind;
use domain::template::{self, Mismatch, Parameters};
use domain::wire;
use entities::{Channel, Mode, Scope};
use serde_json::{Value, json};

use super::SendTemplate;
use super::send::{self, Letter};
use crate::auth::Actor;
use crate::context::Context;
use crate::endpoints::conversations::sight;
use crate::error::{ApiError, Code, Language};
use crate::payload::Created;

pub(super) async fn send(
    cx: &Context,
    who: &dyn Actor,
    locale: Language,
    key: Option<&str>,
    body: SendTemplate,
) -> Result<Created<wire::Message>, ApiError> {
    let SendTemplate { conversation_id, name, language, parameters } = body;
    let scope = cx.company(who.company_id());
    let conversation = sight::find(&scope, who, conversation_id).await?;
    let channel = scope.channels().find(conversation.channel_id).await?.ok_or_else(ApiError::not_found)?;
    let (content, template) = filled(&scope, &channel, &name, &language, &parameters).await?;
    let letter = Letter {
        conversation: conversation_id,
        content,
        reply_to: None,
        resend_of: None,
        keep_bot: false,
        sender_name: None,
        file: None,
        template: Some(template),
    };
    send::send(cx, who, locale, key, &letter).await
}

/// What a stored template says once its gaps are filled, and how it leaves.
pub(in crate::endpoints) async fn filled<M: Mode>(
    scope: &Scope<M>,
    channel: &Channel,
    name: &str,
    language: &str,
    parameters: &Parameters,
) -> Result<(String, Value), ApiError> {
    if channel.provider != ProviderKind::Meta {
        return Err(Code::ChannelCannot.into());
    }
    let stored = scope.templates().find(channel.id, name, language).await?;
    let stored = stored.filter(|stored| stored.status == "APPROVED");
    let stored = stored.ok_or_else(|| ApiError::validation("name", "no approved template of this channel"))?;
    let filled = template::fill(&stored.components, parameters).map_err(unfit)?;
    Ok((filled.text, json!({ "name": name, "language": language, "components": filled.components })))
}

fn unfit(mismatch: Mismatch) -> ApiError {
    let Mismatch { list, wanted, given } = mismatch;
    let words = format!("needs {wanted}, none of them blank, and was given {given}");
    ApiError::new(Code::TemplateParameters).field(format!("parameters.{list}"), words)
}
