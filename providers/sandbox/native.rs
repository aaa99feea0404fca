//! The native dialect: our own words over HTTP, signed in both directions.
//!
//! | call below `/sandbox/native/{channelId}` | answer |
//! |---|---|
//! | `POST /messages` `{to: person, text, file?, replyTo?, correlation?, id?}` | 201 `{id, at}`; or `{error: {code, message}}` |
//! | `GET /messages/{id}` | `{id, to, text, at}` or 404 |
//! | `GET /messages?to=&text=&after=` | the oldest such message of ours, `{items: [..]}` |
//! | `GET /media/{id}` | the bytes, or 404 |
//! | `POST /read` `{messageId}` | `{success: true}` |
//! | `POST /reaction` `{messageId, emoji}` | `{success: true}` or 404 |
//! | `POST /typing` `{to: person, isTyping}` | `{success: true}` |
//! | `GET /lids/{lid}` | `{phone}`, null when unknown |
//! | `GET /` | `{status, phone}` |

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::clock::Time;
use domain::id::new_id;
use domain::message::MessageType;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::channel::SimChannel;
use super::class;
use super::control::SimStatus;
use super::deliver::Piece;
use super::event::{NativeBody, NativeEvent, NativeMedia, NativeMessage, NativePerson, NativeStatus};
use super::file::{self, SimFile};
use super::http::{Request, Response};
use super::phone::Extra;
use super::sending::{Asked, Verdict};
use super::sign::{SANDBOX_SIGNATURE, hmac_sha256, native_subject, same};
use super::simulator::Core;
use super::world::{Author, Entry, Person};

/// A message on its way to the customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendCall {
    pub(super) to: NativePerson,
    pub(super) text: String,
    #[serde(default)]
    pub(super) file: Option<FileCall>,
    #[serde(default)]
    pub(super) reply_to: Option<String>,
    #[serde(default)]
    pub(super) correlation: Option<String>,
    #[serde(default)]
    pub(super) id: Option<String>,
}

/// A file inside a call.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FileCall {
    #[serde(rename = "type")]
    pub(super) kind: MessageType,
    pub(super) mime_type: String,
    pub(super) file_name: Option<String>,
    #[serde(default)]
    pub(super) voice: bool,
    /// In base64.
    pub(super) data: String,
}

/// A message that the simulator took.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SentView {
    pub(super) id: String,
    pub(super) at: Time,
}

pub(super) fn fresh_id() -> String {
    format!("SBX{}", new_id().simple())
}

pub(super) async fn handle(core: &Arc<Core>, channel: SimChannel, request: &Request) -> Response {
    if let Some(secret) = &channel.signing_secret {
        let expected = hmac_sha256(secret, native_subject(&request.path_and_query(), &request.body));
        if !same(&expected, request.header(SANDBOX_SIGNATURE).unwrap_or_default()) {
            return error(401, 190, "the signature does not verify");
        }
    }
    let segments = request.segments();
    let parts: Vec<&str> = segments.iter().skip(2).map(String::as_str).collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("POST", ["messages"]) => send(core, &channel, request).await,
        ("GET", ["messages"]) => search(core, &channel, request),
        ("GET", ["messages", id]) => match core.with(channel.id, |line| line.find(id).cloned()) {
            Ok(Some(entry)) if entry.author != Author::Customer => Response::json(200, &view(&entry)),
            _ => error(404, 100, "no such message"),
        },
        ("GET", ["media", id]) => match core.file(channel.id, id) {
            Some(file) => file::bytes(&file),
            None => error(404, 100, "no such file"),
        },
        ("POST", ["read"]) => {
            let id = request.json()["messageId"].as_str().unwrap_or_default().to_owned();
            let _ = core.with(channel.id, |line| line.mark_seen(&id));
            Response::json(200, &json!({"success": true}))
        }
        ("POST", ["reaction"]) => {
            let body = request.json();
            let target = body["messageId"].as_str().unwrap_or_default();
            let known = core.with(channel.id, |line| line.react(target, body["emoji"].as_str().unwrap_or_default()));
            if known.unwrap_or(false) {
                Response::json(200, &json!({"success": true}))
            } else {
                error(404, 100, "no such message")
            }
        }
        ("POST", ["typing"]) => {
            let body = request.json();
            let to = serde_json::from_value::<NativePerson>(body["to"].clone()).unwrap_or_default();
            let to = Person { phone: to.phone, lid: to.lid, bsuid: to.bsuid, name: None };
            let now = core.clock.now();
            let _ = core.with(channel.id, |line| line.types(to, body["isTyping"] == true, now));
            Response::json(200, &json!({"success": true}))
        }
        ("GET", ["lids", lid]) => {
            let phone = core.with(channel.id, |line| {
                line.people
                    .iter()
                    .find(|person| person.lid.as_deref() == Some(lid))
                    .and_then(|person| person.phone.clone())
            });
            Response::json(200, &json!({"phone": phone.ok().flatten()}))
        }
        ("GET", []) => {
            let session = core.with(channel.id, |line| line.session.clone()).unwrap_or_default();
            Response::json(200, &json!({"status": session, "phone": format!("+{}", channel.own_digits())}))
        }
        _ => error(404, 100, "no such call"),
    }
}

async fn send(sim: &Arc<Core>, channel: &SimChannel, request: &Request) -> Response {
    let Ok(call) = serde_json::from_slice::<SendCall>(&request.body) else {
        return error(400, 131_009, "the body is no message");
    };
    let to = Person { phone: call.to.phone, lid: call.to.lid, bsuid: call.to.bsuid, name: None };
    let file = match call.file.map(|file| taken(channel, file, sim.clock.now())) {
        Some(None) => return error(400, 131_009, "the file is not base64"),
        Some(file) => file,
        None => None,
    };
    if to.key().is_empty() || call.text.is_empty() && file.is_none() {
        return error(400, 131_008, "to and text are required");
    }
    let session = sim.with(channel.id, |line| line.session.clone()).unwrap_or_default();
    if session != "WORKING" {
        return Response::json(422, &json!({"status": session, "expected": ["WORKING"]}));
    }
    let asked = Asked {
        to,
        text: call.text,
        file,
        reply_to: call.reply_to,
        correlation: call.correlation,
        id: call.id,
        fresh_id: fresh_id(),
    };
    match sim.take(channel.id, asked).await {
        Verdict::Accepted(entry) => Response::json(201, &view(&entry)),
        Verdict::Refused(code) => error(class::http_status(code), code, "refused by a fault switch"),
        Verdict::Broken(status) => Response::empty(status),
    }
}

fn taken(channel: &SimChannel, call: FileCall, now: Time) -> Option<SimFile> {
    Some(SimFile {
        id: file::fresh_id(&channel.external_key),
        kind: call.kind,
        mime: call.mime_type,
        name: call.file_name,
        nature: call.voice.then_some("voice"),
        inline: false,
        bytes: STANDARD.decode(call.data).ok()?.into(),
        at: now,
    })
}

fn search(core: &Arc<Core>, channel: &SimChannel, request: &Request) -> Response {
    let (to, text) = (request.query("to"), request.query("text"));
    let after = request.query("after").and_then(|after| after.parse::<i64>().ok()).unwrap_or(0);
    let found = core.with(channel.id, |line| {
        let mut ours = line.messages.iter().filter(|entry| {
            entry.author == Author::Api
                && to.as_ref().is_none_or(|to| entry.person.key() == *to)
                && text.as_ref().is_none_or(|text| entry.text.as_deref().unwrap_or_default() == text)
                && entry.at.timestamp_millis() >= after
        });
        ours.next().map(view)
    });
    Response::json(200, &json!({"items": found.ok().flatten().into_iter().collect::<Vec<_>>()}))
}

fn view(entry: &Entry) -> Value {
    json!({"id": entry.id, "at": entry.at, "to": entry.person.key(), "text": entry.text})
}

fn error(status: u16, code: i64, message: &str) -> Response {
    Response::json(status, &json!({"error": {"code": code, "message": message}}))
}

/// The body of a webhook: one event.
pub(super) fn envelope(channel: &SimChannel, pieces: Vec<(SimChannel, Piece)>, now: Time) -> Vec<u8> {
    let body = pieces.into_iter().find_map(|(_, piece)| match piece {
        Piece::Native(body) => Some(body),
        _ => None,
    });
    let event = body.map(|body| NativeEvent {
        id: format!("evt_{}", new_id().simple()),
        channel: channel.external_key.clone(),
        at: now,
        body,
    });
    serde_json::to_vec(&event).unwrap_or_default()
}

pub(super) fn person(person: &Person) -> NativePerson {
    NativePerson {
        phone: person.phone.clone(),
        lid: person.lid.clone(),
        bsuid: person.bsuid.clone(),
        name: person.name.clone(),
    }
}

pub(super) fn message(entry: &Entry) -> Box<NativeMessage> {
    Box::new(NativeMessage {
        id: entry.id.clone(),
        person: person(&entry.person),
        kind: entry.kind,
        text: entry.text.clone(),
        media: entry.file.as_ref().map(|file| NativeMedia {
            id: file.id.clone(),
            mime_type: file.mime.clone(),
            file_name: file.name.clone(),
            nature: file.nature.map(str::to_owned),
        }),
        location: match &entry.extra {
            Some(Extra::Place(place)) => Some(place.clone()),
            _ => None,
        },
        contact: match &entry.extra {
            Some(Extra::Card(card)) => Some(card.clone()),
            _ => None,
        },
        reply_to: entry.reply_to.clone(),
        at: entry.at,
    })
}

pub(super) fn status(entry: &Entry, status: SimStatus, code: Option<i64>, now: Time) -> NativeBody {
    NativeBody::Status(NativeStatus {
        message_id: entry.id.clone(),
        correlation: entry.correlation.clone(),
        status,
        recipient: entry.person.key(),
        code,
        at: now,
    })
}
