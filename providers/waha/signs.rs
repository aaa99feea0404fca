//! What is no message: reactions, receipts, and that somebody writes.

use domain::identity::{Identity, IdentityKind};
use domain::send::SendFailure;
use serde_json::{Value, json};

use super::api::authorised;
use super::ids::chat_id;
use crate::credentials::ChannelAccess;
use crate::error::{foreign_address, from_broken, url_with, waha_failure};
use crate::http::{Call, Http};

pub(super) async fn react(
    http: &Http,
    channel: &ChannelAccess,
    message: &str,
    emoji: Option<&str>,
) -> Result<(), SendFailure> {
    let body = json!({
        "session": channel.external_key, "messageId": message, "reaction": emoji.unwrap_or_default(),
    });
    let call = Call::put(url_with(&channel.base_url, &["api", "reaction"]), &body);
    settle(http, channel, call).await
}

pub(super) async fn typing(
    http: &Http,
    channel: &ChannelAccess,
    to: &Identity,
    is_typing: bool,
) -> Result<(), SendFailure> {
    let path = if is_typing { "startTyping" } else { "stopTyping" };
    post(http, channel, path, to, json!({})).await
}

pub(super) async fn seen(
    http: &Http,
    channel: &ChannelAccess,
    to: &Identity,
    messages: &[String],
) -> Result<(), SendFailure> {
    post(http, channel, "sendSeen", to, json!({ "messageIds": messages })).await
}

async fn post(
    http: &Http,
    channel: &ChannelAccess,
    path: &str,
    to: &Identity,
    mut body: Value,
) -> Result<(), SendFailure> {
    if to.kind == IdentityKind::MetaBsuid {
        return Err(foreign_address());
    }
    body["session"] = channel.external_key.as_str().into();
    body["chatId"] = chat_id(to).into();
    settle(http, channel, Call::post(url_with(&channel.base_url, &["api", path]), &body)).await
}

async fn settle(http: &Http, channel: &ChannelAccess, call: Call) -> Result<(), SendFailure> {
    let answer = http.call(authorised(channel, call)).await.map_err(from_broken)?;
    if answer.is_success() { Ok(()) } else { Err(waha_failure(&answer)) }
}
