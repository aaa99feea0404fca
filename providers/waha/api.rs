//! Calls to a WAHA server.

use domain::clock::Time;
use domain::identity::{Identity, IdentityKind};
use domain::send::{Accepted, SendClass, SendFailure};
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

use super::ids::{chat_id, message_id, person, provider_key};
use super::media;
use crate::credentials::ChannelAccess;
use crate::error::{foreign_address, from_broken, url_with, waha_failure};
use crate::http::{Answer, Broken, Call, Http};
use crate::identity::phone;
use crate::json::{flag, integer, text, time};
use crate::provider::{ChannelReport, Evidence, Outgoing};

/// How many of a chat's last messages are looked at for one of ours.
const RECENT: &str = "30";

pub(super) async fn send(http: &Http, channel: &ChannelAccess, message: &Outgoing) -> Result<Accepted, SendFailure> {
    if message.to.kind == IdentityKind::MetaBsuid {
        return Err(foreign_address());
    }
    let mut body = json!({
        "session": channel.external_key,
        "chatId": chat_id(&message.to),
    });
    let path = if let Some(file) = &message.file {
        media::add(&mut body, file, &message.text)
    } else {
        body["text"] = message.text.as_str().into();
        "sendText"
    };
    if let Some(quoted) = &message.reply_to {
        body["reply_to"] = quoted.as_str().into();
    }
    if let Some(id) = &message.preallocated_id {
        body["id"] = id.as_str().into();
    }
    let mut call = Call::post(url_with(&channel.base_url, &["api", path]), &body);
    // A file travels inside, and may be converted on the way.
    call.timeout = message.file.as_ref().map(|_| Duration::from_mins(1));
    let answer = http.call(authorised(channel, call)).await.map_err(from_broken)?;
    if !answer.is_success() {
        return Err(waha_failure(&answer));
    }
    Ok(accepted(message_id(&answer.json()).or_else(|| message.preallocated_id.clone())))
}

pub(super) async fn new_message_id(http: &Http, channel: &ChannelAccess) -> Result<Option<String>, SendFailure> {
    let answer = get(http, channel, &["api", &channel.external_key, "new-message-id"], &[]).await?;
    match answer.status {
        // Older servers do not know the path, WEBJS does not know the notion.
        501 => Ok(None),
        _ if answer.is_success() => Ok(message_id(&answer.json())),
        _ => match read_failure(&answer) {
            SendFailure { class: SendClass::Other, .. } => Ok(None),
            failure => Err(failure),
        },
    }
}

pub(super) async fn find_sent(
    http: &Http,
    channel: &ChannelAccess,
    evidence: &Evidence,
) -> Result<Option<Accepted>, SendFailure> {
    let chat = chat_id(&evidence.to);
    match &evidence.preallocated_id {
        Some(id) => find_by_id(http, channel, &chat, id).await,
        None => find_by_text(http, channel, &chat, evidence).await,
    }
}

async fn find_by_id(
    http: &Http,
    channel: &ChannelAccess,
    chat: &str,
    id: &str,
) -> Result<Option<Accepted>, SendFailure> {
    let full = if provider_key(id) == id { format!("true_{chat}_{id}") } else { id.to_owned() };
    // Engines differ in which of both they look up by.
    for wanted in [full.as_str(), provider_key(id)] {
        let path = ["api", &channel.external_key, "chats", chat, "messages", wanted];
        let answer = get(http, channel, &path, &[("downloadMedia", "false")]).await?;
        if answer.is_success() {
            let message = answer.json();
            let found = message_id(&message).is_some_and(|found| provider_key(&found) == provider_key(id));
            if found && !is_refused(&message) {
                return Ok(Some(accepted(message_id(&message))));
            }
        } else if !is_absent(&answer) {
            return Err(read_failure(&answer));
        }
    }
    Ok(None)
}

async fn find_by_text(
    http: &Http,
    channel: &ChannelAccess,
    chat: &str,
    evidence: &Evidence,
) -> Result<Option<Accepted>, SendFailure> {
    let path = ["api", &channel.external_key, "chats", chat, "messages"];
    let answer = get(http, channel, &path, &[("limit", RECENT), ("downloadMedia", "false")]).await?;
    if is_absent(&answer) {
        return Ok(None);
    }
    if !answer.is_success() {
        return Err(read_failure(&answer));
    }
    let messages = answer.json();
    let ours = |message: &&Value| {
        flag(message, "/fromMe")
            && text(message, "/body").is_some_and(|body| body.trim() == evidence.text.trim())
            && time(message, "/timestamp").is_some_and(|at| not_before(at, evidence.started_at))
            && !is_refused(message)
    };
    // The first one since then: a later one of equal text is somebody else's doing.
    let first =
        messages.as_array().into_iter().flatten().filter(ours).min_by_key(|message| time(message, "/timestamp"));
    Ok(first.map(|message| accepted(message_id(message))))
}

/// WhatsApp counts in seconds.
fn not_before(at: Time, started_at: Time) -> bool {
    at + Duration::from_millis(999) >= started_at
}

/// The engine holds it, and WhatsApp did not take it.
fn is_refused(message: &Value) -> bool {
    integer(message, "/ack") == Some(-1)
}

fn is_absent(answer: &Answer) -> bool {
    answer.status == 404
}

pub(super) async fn resolve_lid(
    http: &Http,
    channel: &ChannelAccess,
    lid: &str,
) -> Result<Option<Identity>, SendFailure> {
    let answer = get(http, channel, &["api", &channel.external_key, "lids", lid], &[]).await?;
    if is_absent(&answer) {
        return Ok(None);
    }
    if !answer.is_success() {
        return Err(read_failure(&answer));
    }
    let body = answer.json();
    Ok(text(&body, "/pn").and_then(|number| if number.contains('@') { person(number) } else { phone(number) }))
}

pub(super) async fn find_phone(
    http: &Http,
    channel: &ChannelAccess,
    phone: &Identity,
) -> Result<Option<Identity>, SendFailure> {
    let digits = phone.value.trim_start_matches('+');
    let query = [("phone", digits), ("session", channel.external_key.as_str())];
    let answer = get(http, channel, &["api", "contacts", "check-exists"], &query).await?;
    if !answer.is_success() {
        return Err(read_failure(&answer));
    }
    let body = answer.json();
    if !flag(&body, "/numberExists") {
        return Ok(None);
    }
    // A hidden id instead of a number says only that there is somebody.
    let spelled = text(&body, "/chatId").and_then(person).filter(|found| found.kind == IdentityKind::Phone);
    Ok(Some(spelled.unwrap_or_else(|| phone.clone())))
}

pub(super) async fn check(http: &Http, channel: &ChannelAccess) -> Result<ChannelReport, SendFailure> {
    let answer = get(http, channel, &["api", "sessions", &channel.external_key], &[]).await?;
    if is_absent(&answer) {
        return Ok(ChannelReport { works: false, state: "NOT_FOUND".to_owned(), phone: None, engine: None });
    }
    if !answer.is_success() {
        return Err(read_failure(&answer));
    }
    let session = answer.json();
    let state = text(&session, "/status").unwrap_or("UNKNOWN").to_owned();
    let engine = text(&session, "/engine/engine").or_else(|| text(&session, "/engine"));
    Ok(ChannelReport {
        works: state == "WORKING",
        state,
        phone: text(&session, "/me/id").and_then(person).map(|phone| phone.value),
        engine: engine.map(str::to_owned),
    })
}

/// Read something. Nothing of ours is on its way then, so a broken call is never an unknown outcome.
pub(super) async fn get(
    http: &Http,
    channel: &ChannelAccess,
    path: &[&str],
    query: &[(&str, &str)],
) -> Result<Answer, SendFailure> {
    let mut url: Url = url_with(&channel.base_url, path);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    let call = authorised(channel, Call::get(url));
    http.call(call).await.map_err(|broken| match broken {
        Broken::NotSent(detail) | Broken::Unknown(detail) => from_broken(Broken::NotSent(detail)),
    })
}

/// A refused look says something of the channel at most, and nothing of a message.
pub(super) fn read_failure(answer: &Answer) -> SendFailure {
    let failure = waha_failure(answer);
    let class = match failure.class {
        SendClass::Unknown => SendClass::NotSent,
        SendClass::Content | SendClass::Recipient => SendClass::Other,
        class => class,
    };
    SendFailure { class, ..failure }
}

pub(super) fn authorised(channel: &ChannelAccess, call: Call) -> Call {
    match &channel.credentials.api_key {
        Some(key) => call.header("x-api-key", key.clone()),
        None => call,
    }
}

fn accepted(provider_id: Option<String>) -> Accepted {
    Accepted { provider_key: provider_id.as_deref().map(|id| provider_key(id).to_owned()), provider_id, note: None }
}
