//! What the session's chats hold, for events that no webhook brought.

use domain::channel::InboxKind;
use domain::clock::Time;
use domain::send::{SendClass, SendFailure};
use serde_json::{Value, json};

use super::api::{get, read_failure};
use super::ids::not_a_person;
use super::split::element;
use crate::credentials::ChannelAccess;
use crate::http::Http;
use crate::json::{first_text, time};
use crate::provider::Element;

/// Chats and messages of one call, and calls for one list.
const PAGE: usize = 50;
const PAGES: usize = 40;

/// Messages not older than `since`, each in the shape of the webhook that should have brought it; those of a chat oldest first.
pub(super) async fn recent(http: &Http, channel: &ChannelAccess, since: Time) -> Result<Vec<Element>, SendFailure> {
    let session = list_or_object(http, channel, &["api", "sessions", &channel.external_key], &[]).await?;
    let mut elements = Vec::new();
    for chat in chats(http, channel, since).await? {
        let mut messages = messages(http, channel, &chat, since).await?;
        messages.sort_by_key(|message| time(message, "/timestamp"));
        elements.extend(messages.iter().filter_map(|message| as_event(channel, &session, message)));
    }
    Ok(elements)
}

/// Chats of persons in which something happened since then. They come newest first.
async fn chats(http: &Http, channel: &ChannelAccess, since: Time) -> Result<Vec<String>, SendFailure> {
    let mut found = Vec::new();
    for page in 0..PAGES {
        let rows = page_of(http, channel, &["api", &channel.external_key, "chats", "overview"], page, None).await?;
        let fresh = rows.iter().filter(|chat| time(chat, "/lastMessage/timestamp").is_none_or(|at| at >= since));
        let before = found.len();
        let ids = fresh.filter_map(|chat| first_text(chat, &["/id", "/id/_serialized"]));
        found.extend(ids.filter(|id| not_a_person(id).is_none()).map(str::to_owned));
        if rows.len() < PAGE || found.len() == before {
            break;
        }
    }
    Ok(found)
}

async fn messages(http: &Http, channel: &ChannelAccess, chat: &str, since: Time) -> Result<Vec<Value>, SendFailure> {
    let mut found = Vec::new();
    for page in 0..PAGES {
        let path = ["api", &channel.external_key, "chats", chat, "messages"];
        let rows = page_of(http, channel, &path, page, Some(since)).await?;
        let full = rows.len() >= PAGE;
        let before = found.len();
        found.extend(rows.into_iter().filter(|message| time(message, "/timestamp").is_some_and(|at| at >= since)));
        if !full || found.len() == before {
            break;
        }
    }
    Ok(found)
}

async fn page_of(
    http: &Http,
    channel: &ChannelAccess,
    path: &[&str],
    page: usize,
    since: Option<Time>,
) -> Result<Vec<Value>, SendFailure> {
    let (limit, offset) = (PAGE.to_string(), (page * PAGE).to_string());
    let since = since.map(|since| since.timestamp().to_string());
    let mut query = vec![("limit", limit.as_str()), ("offset", offset.as_str())];
    if let Some(since) = &since {
        query.extend([("downloadMedia", "true"), ("filter.timestamp.gte", since.as_str())]);
    }
    match list_or_object(http, channel, path, &query).await? {
        Value::Array(rows) => Ok(rows),
        // Also an answer too long to be read whole: what was not read must not count as looked at.
        _ => Err(unreadable()),
    }
}

async fn list_or_object(
    http: &Http,
    channel: &ChannelAccess,
    path: &[&str],
    query: &[(&str, &str)],
) -> Result<Value, SendFailure> {
    let answer = get(http, channel, path, query).await?;
    if answer.is_success() { Ok(answer.json()) } else { Err(read_failure(&answer)) }
}

fn unreadable() -> SendFailure {
    SendFailure {
        class: SendClass::Other,
        provider_code: None,
        http_status: None,
        detail: Some("the list of messages cannot be read".to_owned()),
        retry_after: None,
    }
}

/// How a session is, in the shape of its webhook. Each asking is an event of its own.
pub(super) fn session_event(channel: &ChannelAccess, state: &str, at: Time) -> Element {
    let event = json!({
        "id": format!("polled:{state}:{}", at.timestamp_millis()), "event": "session.status",
        "session": channel.external_key, "timestamp": at.timestamp_millis(), "polled": true,
        "payload": {"status": state},
    });
    element(&event, event.to_string().into_bytes())
}

/// `None` = nothing that a webhook would have brought as a message.
fn as_event(channel: &ChannelAccess, session: &Value, message: &Value) -> Option<Element> {
    let event = json!({
        "event": "message.any", "session": channel.external_key, "me": session["me"],
        "timestamp": time(message, "/timestamp").map(|at| at.timestamp_millis()),
        "environment": session["engine"], "polled": true, "payload": message,
    });
    let element = element(&event, event.to_string().into_bytes());
    matches!(element.kind, InboxKind::Message | InboxKind::Echo).then_some(element)
}
