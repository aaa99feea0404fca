//! What was asked for, looked up.

use domain::id::{ChannelId, ContactId, DepartmentId, UserId};
use domain::identity::{Identity, IdentityKind};
use entities::{Channel, Scope};
use serde_json::Value;

use super::NewConversation;
use crate::auth::Actor;
use crate::channels;
use crate::context::Context;
use crate::endpoints::contacts::typed_phone;
use crate::endpoints::conversations::sight;
use crate::endpoints::messages::filled;
use crate::error::{ApiError, Code};

/// What was asked for, with everything read that must be read before the transaction.
pub(super) struct Wish {
    pub(super) channel: Channel,
    pub(super) whom: Whom,
    pub(super) name: Option<String>,
    pub(super) department: Option<DepartmentId>,
    /// `None` = nobody yet.
    pub(super) user: Option<UserId>,
    pub(super) message: Option<String>,
    /// As it leaves; `message` is then what it says.
    pub(super) template: Option<Value>,
}

pub(super) enum Whom {
    Contact(ContactId),
    /// As the provider spells it.
    Phone(Identity),
}

pub(super) async fn wish(cx: &Context, who: &dyn Actor, body: &NewConversation) -> Result<Wish, ApiError> {
    let scope = cx.company(who.company_id());
    let channel = channel(&scope, body.channel_id.map(|id| id.0)).await?;
    let whom = match (&body.phone, body.contact_id) {
        (None, Some(id)) => {
            let person = scope.people().find_visible(id.0, &sight::all(who)).await?;
            Whom::Contact(person.ok_or_else(ApiError::not_found)?.contact.id)
        }
        (Some(phone), None) => Whom::Phone(on_whatsapp(cx, &channel, typed_phone(phone)?).await?),
        _ => return Err(ApiError::validation("phone", "either a phone or a contactId")),
    };
    let user = body.user_id.map(|id| id.0).or(who.user_id());
    if user != who.user_id() {
        who.must_supervise()?;
    }
    let (message, template) = match (&body.message, &body.template) {
        (Some(_), Some(_)) => return Err(ApiError::validation("template", "either a message or a template")),
        (None, Some(chosen)) => {
            let filled = filled(&scope, &channel, &chosen.name, &chosen.language, &chosen.parameters).await?;
            (Some(filled.0), Some(filled.1))
        }
        (message, None) => (message.clone(), None),
    };
    Ok(Wish {
        channel,
        whom,
        name: body.name.as_deref().map(|name| name.trim().to_owned()),
        department: body.department_id.map(|id| id.0),
        user,
        message,
        template,
    })
}

/// The channel that was named, else the usual one, else the only one.
async fn channel<M: entities::Mode>(scope: &Scope<M>, id: Option<ChannelId>) -> Result<Channel, ApiError> {
    if let Some(id) = id {
        return scope.channels().find_kept(id).await?.ok_or_else(ApiError::not_found);
    }
    let mut all = scope.channels().list_kept().await?;
    let usual = all.iter().position(|channel| channel.is_default).or((all.len() == 1).then_some(0));
    usual.map(|usual| all.swap_remove(usual)).ok_or_else(|| Code::AmbiguousChannel.into())
}

/// Ask the provider who has the number. Where it cannot say, the number is taken as it was typed: sending will tell.
async fn on_whatsapp(cx: &Context, channel: &Channel, phone: Identity) -> Result<Identity, ApiError> {
    let known = cx.company(channel.company_id).people().of_identity(&phone).await?;
    // A number that wrote or was written to before is there.
    if known.and_then(|person| person.address(channel.provider.0)).is_some_and(|own| own.kind == IdentityKind::Phone) {
        return Ok(phone);
    }
    let secrets = channels::credentials(&cx.company(channel.company_id), channel)?;
    let access = channels::access(cx, channel, secrets)?;
    match cx.providers.of(channel.provider.0).find_phone(&access, &phone).await {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(Code::NotOnWhatsapp.into()),
        Err(failure) => {
            tracing::debug!(channel = %channel.id, ?failure.class, "a number could not be looked up");
            Ok(phone)
        }
    }
}
