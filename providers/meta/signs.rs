//! What is no message: reactions, receipts, and that somebody writes.

use domain::identity::{Identity, IdentityKind};
use domain::send::SendFailure;
use serde_json::{Value, json};

use super::api::{address, authorised, node};
use crate::credentials::ChannelAccess;
use crate::error::{foreign_address, from_broken, meta_failure};
use crate::http::{Call, Http};

pub(super) async fn react(
    http: &Http,
    version: &str,
    channel: &ChannelAccess,
    to: &Identity,
    message: &str,
    emoji: Option<&str>,
) -> Result<(), SendFailure> {
    if to.kind == IdentityKind::WahaLid {
        return Err(foreign_address());
    }
    let mut body = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "type": "reaction",
        "reaction": { "message_id": message, "emoji": emoji.unwrap_or_default() },
    });
    address(&mut body, to);
    post(http, version, channel, &body).await
}

/// Show a message as read, perhaps with the sign that somebody writes.
pub(super) async fn seen(
    http: &Http,
    version: &str,
    channel: &ChannelAccess,
    message: &str,
    typing: bool,
) -> Result<(), SendFailure> {
    let mut body = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": message });
    if typing {
        body["typing_indicator"] = json!({ "type": "text" });
    }
    post(http, version, channel, &body).await
}

async fn post(http: &Http, version: &str, channel: &ChannelAccess, body: &Value) -> Result<(), SendFailure> {
    let call = Call::post(node(version, channel, &["messages"]), body);
    let answer = http.call(authorised(channel, call)).await.map_err(from_broken)?;
    if answer.is_success() { Ok(()) } else { Err(meta_failure(&answer)) }
}
