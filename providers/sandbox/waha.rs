//! The WAHA dialect: the calls of SPEC 8.3, and its events.

mod book;
mod events;
mod session;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::new_id;
use domain::message::MessageType;
use serde_json::{Value, json};

use super::channel::SimChannel;
use super::file::{self, SimFile};
use super::http::{Request, Response};
use super::sending::{Asked, Verdict};
use super::simulator::Core;
use super::world::{Author, Entry, Person, bare};

pub(super) use events::{ack, customer_message, edited, envelope, own_message, reaction, revoked, session_status};

pub(super) const VERSION: &str = "2026.6.1";

/// The session that a call is about: in the path, the query or the body.
pub(super) fn session_of(request: &Request, rest: &[&str]) -> Option<String> {
    match rest {
        ["contacts", ..] => request.query("session"),
        [_] => request.json()["session"].as_str().map(str::to_owned),
        ["sessions" | "files", session, ..] | [session, ..] => Some((*session).to_owned()),
        [] => None,
    }
}

pub(super) fn unauthorized() -> Response {
    Response::json(401, &json!({"message": "Unauthorized", "statusCode": 401}))
}

pub(super) fn no_such_session(session: &str) -> Response {
    Response::json(404, &json!({"message": format!("Session \"{session}\" does not exist"), "statusCode": 404}))
}

fn not_found() -> Response {
    Response::json(404, &json!({"message": "Not Found", "statusCode": 404}))
}

fn bad_request(message: &str) -> Response {
    Response::json(400, &json!({"message": [message], "error": "Bad Request", "statusCode": 400}))
}

pub(super) fn fresh_id() -> String {
    let hex = new_id().simple().to_string().to_uppercase();
    format!("3EB0{}", &hex[12..])
}

pub(super) async fn handle(core: &Arc<Core>, channel: SimChannel, request: &Request) -> Response {
    let segments = request.segments();
    let parts: Vec<&str> = segments.iter().skip(2).map(String::as_str).collect();
    let body = request.json();
    let session = core.with(channel.id, |line| line.session.clone()).unwrap_or_default();
    let working = session == "WORKING";
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["sessions", _]) => session::view(&channel, &session),
        ("POST", ["sessions", _, action]) => session::action(core, &channel, action),
        ("GET", [_, "auth", "qr"]) => session::qr(&channel, &session, request),
        _ if !working => Response::json(
            422,
            &json!({"error": "Session status is not as expected. Try again later or restart the session",
                "session": channel.external_key, "status": session, "expected": ["WORKING"]}),
        ),
        ("POST", ["sendText"]) => send(core, &channel, &body, None).await,
        ("POST", [call @ ("sendImage" | "sendVideo" | "sendVoice" | "sendFile")]) => {
            match attached(core, &channel, call, &body) {
                Some(file) => send(core, &channel, &body, Some(file)).await,
                None => bad_request("file must hold mimetype and data"),
            }
        }
        ("GET", ["files", _, id]) => core.file(channel.id, id).map_or_else(not_found, |file| file::bytes(&file)),
        ("POST", ["sendSeen"]) => {
            let ids: Vec<String> = match &body["messageIds"] {
                Value::Array(ids) => ids.iter().filter_map(Value::as_str).map(|id| bare(id).to_owned()).collect(),
                _ => Vec::new(),
            };
            let _ = core.with(channel.id, |line| ids.iter().for_each(|id| line.mark_seen(id)));
            Response::json(201, &json!({}))
        }
        ("POST", [call @ ("startTyping" | "stopTyping")]) => {
            if let Some(to) = body["chatId"].as_str().and_then(person_of) {
                let now = core.clock.now();
                let _ = core.with(channel.id, |line| line.types(to, *call == "startTyping", now));
            }
            Response::json(201, &json!(true))
        }
        ("PUT", ["reaction"]) => {
            let target = body["messageId"].as_str().unwrap_or_default();
            let emoji = body["reaction"].as_str().unwrap_or_default();
            let known = core.with(channel.id, |line| line.react(target, emoji));
            if known.unwrap_or(false) { Response::json(200, &json!({"id": fresh_id()})) } else { not_found() }
        }
        ("GET", ["contacts", "all"]) => book::list(core, &channel, request),
        ("GET", ["contacts", "check-exists"]) => check_exists(core, &channel, request),
        ("GET", [_, "new-message-id"]) if channel.engine() == "WEBJS" => Response::json(
            501,
            &json!({"message": "Not implemented by the engine", "engine": "WEBJS", "statusCode": 501}),
        ),
        ("GET", [_, "new-message-id"]) => Response::json(200, &json!({"id": fresh_id()})),
        ("GET", [_, "lids", lid]) => {
            let lid = lid.trim_end_matches("@lid");
            let phone = core.with(channel.id, |line| {
                let known = line.people.iter().find(|person| person.lid.as_deref() == Some(&format!("{lid}@lid")));
                known.and_then(Person::digits).map(|digits| format!("{digits}@c.us"))
            });
            Response::json(200, &json!({"lid": format!("{lid}@lid"), "pn": phone.ok().flatten()}))
        }
        ("GET", [_, "chats", "overview"]) => overview(core, &channel, request),
        ("GET", [_, "chats", chat, "messages"]) => messages(core, &channel, chat, request),
        ("GET", [_, "chats", _chat, "messages", id]) => match core.with(channel.id, |line| line.find(id).cloned()) {
            Ok(Some(entry)) => Response::json(200, &events::message(&channel, &entry, None)),
            _ => not_found(),
        },
        _ => not_found(),
    }
}

/// The person behind a chat id; `None` for groups and what is no chat id.
fn person_of(chat_id: &str) -> Option<Person> {
    let (user, server) = chat_id.split_once('@')?;
    if user.is_empty() || !user.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match server {
        "c.us" | "s.whatsapp.net" => Some(Person::of_phone(user)),
        "lid" => Some(Person { lid: Some(chat_id.to_owned()), ..Person::default() }),
        _ => None,
    }
}

fn attached(core: &Arc<Core>, channel: &SimChannel, call: &str, body: &Value) -> Option<SimFile> {
    let file = &body["file"];
    let kind = match call {
        "sendImage" => MessageType::Image,
        "sendVideo" => MessageType::Video,
        "sendVoice" => MessageType::Audio,
        _ => MessageType::Document,
    };
    Some(SimFile {
        id: file::fresh_id(&channel.external_key),
        kind,
        mime: file["mimetype"].as_str()?.to_owned(),
        name: file["filename"].as_str().map(str::to_owned),
        nature: (call == "sendVoice").then_some("voice"),
        inline: false,
        bytes: STANDARD.decode(file["data"].as_str()?).ok()?.into(),
        at: core.clock.now(),
    })
}

async fn send(sim: &Arc<Core>, channel: &SimChannel, body: &Value, file: Option<SimFile>) -> Response {
    let words = if file.is_some() { body["caption"].as_str().or(Some("")) } else { body["text"].as_str() };
    let (Some(chat_id), Some(text)) = (body["chatId"].as_str(), words) else {
        return bad_request("chatId and text must be strings");
    };
    let Some(to) = person_of(chat_id) else { return bad_request("chatId is not a chat of a person") };
    let asked = Asked {
        to,
        text: text.to_owned(),
        file,
        reply_to: body["reply_to"].as_str().map(|id| bare(id).to_owned()),
        correlation: None,
        id: body["id"].as_str().map(str::to_owned),
        fresh_id: fresh_id(),
    };
    match sim.take(channel.id, asked).await {
        Verdict::Accepted(entry) => Response::json(201, &events::sent(channel, &entry)),
        Verdict::Refused(code @ 400..=599) if code != 463 => {
            let status = u16::try_from(code).unwrap_or(500);
            Response::json(status, &json!({"message": "refused by a fault switch", "statusCode": status}))
        }
        Verdict::Refused(code) => Response::json(
            500,
            &json!({"message": format!("server returned error {code}"), "statusCode": 500, "code": code}),
        ),
        Verdict::Broken(status) => Response::empty(status),
    }
}

fn check_exists(core: &Arc<Core>, channel: &SimChannel, request: &Request) -> Response {
    let phone = request.query("phone").unwrap_or_default();
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let answer = core.with(channel.id, |line| {
        if line.faults.fires("notOnWhatsapp", |f| &mut f.not_on_whatsapp, &digits, &digits).is_some() {
            return json!({"numberExists": false});
        }
        // The registered number wins: a Brazilian one may lack, or have, its ninth digit.
        let other = other_brazilian(&digits);
        let known = line.people.iter().filter_map(Person::digits);
        let known = known.filter(|known| *known == digits || Some(*known) == other.as_deref()).min();
        json!({"numberExists": true, "chatId": format!("{}@c.us", known.unwrap_or(&digits))})
    });
    answer.map_or_else(|_| not_found(), |answer| Response::json(200, &answer))
}

/// The same Brazilian mobile number with, or without, its ninth digit.
fn other_brazilian(digits: &str) -> Option<String> {
    let rest = digits.strip_prefix("55")?;
    match (rest.len(), rest.get(2..3)?) {
        (11, "9") => Some(format!("55{}{}", &rest[..2], &rest[3..])),
        (10, _) => Some(format!("55{}9{}", &rest[..2], &rest[2..])),
        _ => None,
    }
}

fn limit(request: &Request) -> usize {
    request.query("limit").and_then(|limit| limit.parse().ok()).unwrap_or(20)
}

fn offset(request: &Request) -> usize {
    request.query("offset").and_then(|offset| offset.parse().ok()).unwrap_or(0)
}

fn overview(core: &Arc<Core>, channel: &SimChannel, request: &Request) -> Response {
    let chats = core.with(channel.id, |line| {
        let mut last: Vec<Entry> = Vec::new();
        for entry in line.messages.iter().rev() {
            if !last.iter().any(|known| known.person.key() == entry.person.key()) {
                last.push(entry.clone());
            }
        }
        last
    });
    let chats = chats.map(|chats| chats.into_iter().skip(offset(request)).take(limit(request)).collect::<Vec<_>>());
    let view = |entry: &Entry| {
        json!({"id": entry.person.chat_id(), "name": entry.person.name, "picture": null,
            "lastMessage": events::message(channel, entry, None)})
    };
    Response::json(200, &chats.unwrap_or_default().iter().map(view).collect())
}

fn messages(core: &Arc<Core>, channel: &SimChannel, chat: &str, request: &Request) -> Response {
    let Some(person) = person_of(chat) else { return not_found() };
    let found = core.with(channel.id, |line| {
        let person = line.meet(person);
        let newest = line.messages.iter().rev().filter(|entry| entry.person.key() == person.key());
        newest.skip(offset(request)).take(limit(request)).cloned().collect::<Vec<_>>()
    });
    let view = |entry: &Entry| events::message(channel, entry, None);
    Response::json(200, &found.unwrap_or_default().iter().map(view).collect())
}

/// Whether our side wrote it.
fn from_me(entry: &Entry) -> bool {
    entry.author != Author::Customer
}
