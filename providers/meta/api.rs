//! Calls to the Graph API.

use domain::identity::{Identity, IdentityKind};
use domain::send::{Accepted, SendClass, SendFailure};
use serde_json::{Value, json};
use url::Url;

use super::media;
use crate::credentials::ChannelAccess;
use crate::error::{foreign_address, from_broken, meta_failure, url_with};
use crate::http::{Broken, Call, Http};
use crate::identity::digits;
use crate::json::text;
use crate::provider::{ChannelReport, Outgoing};

pub(super) async fn send(
    http: &Http,
    version: &str,
    channel: &ChannelAccess,
    message: &Outgoing,
) -> Result<Accepted, SendFailure> {
    if message.to.kind == IdentityKind::WahaLid {
        return Err(foreign_address());
    }
    let call = Call::post(node(version, channel, &["messages"]), &body(message));
    let answer = http.call(authorised(channel, call)).await.map_err(from_broken)?;
    if !answer.is_success() {
        return Err(meta_failure(&answer));
    }
    let body = answer.json();
    let id = text(&body, "/messages/0/id").map(str::to_owned);
    let note = text(&body, "/messages/0/message_status").filter(|status| *status != "accepted");
    Ok(Accepted { provider_key: id.clone(), provider_id: id, note: note.map(str::to_owned) })
}

fn body(message: &Outgoing) -> Value {
    let (kind, content) = match (&message.template, &message.file) {
        (Some(template), _) => ("template", self::template(template)),
        (None, Some(file)) => media::content(file, &message.text),
        (None, None) => ("text", json!({ "body": message.text, "preview_url": true })),
    };
    let mut body = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "type": kind,
        "biz_opaque_callback_data": message.correlation,
    });
    body[kind] = content;
    address(&mut body, &message.to);
    if let Some(quoted) = &message.reply_to {
        body["context"] = json!({ "message_id": quoted });
    }
    body
}

/// Say in a body whom it is for.
pub(super) fn address(body: &mut Value, to: &Identity) {
    match to.kind {
        IdentityKind::MetaBsuid => body["recipient"] = to.value.as_str().into(),
        IdentityKind::Phone | IdentityKind::WahaLid => body["to"] = digits(&to.value).into(),
    }
}

fn template(template: &Value) -> Value {
    json!({
        "name": template["name"],
        "language": { "code": template["language"] },
        "components": template["components"],
    })
}

/// The phone number's own node tells whether the token reaches it and how the number fares.
pub(super) async fn check(http: &Http, version: &str, channel: &ChannelAccess) -> Result<ChannelReport, SendFailure> {
    let mut url = node(version, channel, &[]);
    url.query_pairs_mut().append_pair("fields", "display_phone_number,verified_name,quality_rating,status");
    // Nothing is sent by looking, so a broken call is never an unknown outcome.
    let answer = http.call(authorised(channel, Call::get(url))).await.map_err(|broken| match broken {
        Broken::NotSent(detail) | Broken::Unknown(detail) => from_broken(Broken::NotSent(detail)),
    })?;
    if !answer.is_success() {
        let failure = meta_failure(&answer);
        let class = if failure.class == SendClass::Unknown { SendClass::NotSent } else { failure.class };
        return Err(SendFailure { class, ..failure });
    }
    let number = answer.json();
    // Test numbers have no status; that the node can be read is enough then.
    let state = text(&number, "/status").unwrap_or("CONNECTED").to_owned();
    let phone = text(&number, "/display_phone_number").map(digits).filter(|digits| !digits.is_empty());
    Ok(ChannelReport {
        // A flagged or restricted number still answers customers.
        works: !matches!(state.as_str(), "BANNED" | "DISCONNECTED" | "DELETED" | "MIGRATED"),
        state,
        phone: phone.map(|digits| format!("+{digits}")),
        engine: None,
    })
}

pub(super) fn node(version: &str, channel: &ChannelAccess, edge: &[&str]) -> Url {
    let version = channel.api_version.as_deref().unwrap_or(version);
    let mut path = vec![version, channel.external_key.as_str()];
    path.extend(edge);
    url_with(&channel.base_url, &path)
}

pub(super) fn authorised(channel: &ChannelAccess, call: Call) -> Call {
    match &channel.credentials.access_token {
        Some(token) => call.header("authorization", format!("Bearer {token}")),
        None => call,
    }
}
