//! The META dialect: the Graph calls of SPEC 8.2 for texts, and its webhooks.

mod events;
mod templates;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::new_id;
use serde_json::{Value, json};

use super::channel::SimChannel;
use super::class;
use super::file::{self, SimFile};
use super::http::{Request, Response};
use super::sending::{Asked, Verdict};
use super::simulator::Core;
use super::world::Person;

pub(super) use events::{Element, echo, edited, envelope, message, reaction, revoked, status, unsupported};

/// The longest text that Graph takes.
const TEXT_MAX: usize = 4096;

pub(super) fn fresh_id() -> String {
    let id = new_id();
    format!("wamid.HBg{}", STANDARD.encode([id.as_bytes().as_slice(), b"sandbox"].concat()))
}

pub(super) fn no_such_object(number: &str) -> Response {
    let message = format!("Unsupported request. Object with ID '{number}' does not exist");
    Response::json(
        400,
        &json!({"error": {"message": message, "type": "GraphMethodException", "code": 100, "error_subcode": 33,
            "fbtrace_id": trace()}}),
    )
}

fn trace() -> String {
    format!("A{}", &new_id().simple().to_string()[12..])
}

fn error(code: i64, details: &str) -> Response {
    let kind = "OAuthException";
    Response::json(
        class::http_status(code),
        &json!({"error": {"message": format!("(#{code}) {details}"), "type": kind, "code": code,
            "error_data": {"messaging_product": "whatsapp", "details": details}, "fbtrace_id": trace()}}),
    )
}

pub(super) async fn handle(core: &Arc<Core>, channel: SimChannel, request: &Request) -> Response {
    if let Some(token) = &channel.token {
        let given = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        if given != Some(token) {
            return error(190, "Invalid OAuth access token - Cannot parse access token");
        }
    }
    let segments = request.segments();
    let object = segments.get(2).map(String::as_str).unwrap_or_default();
    let parts: Vec<&str> = segments.iter().skip(3).map(String::as_str).collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", []) if object.contains('.') => file_node(core, &channel, object, request),
        ("GET", ["bytes"]) => {
            core.file(channel.id, object).map_or_else(|| no_such_object(object), |file| file::bytes(&file))
        }
        ("GET", []) => node(core, &channel),
        ("GET", ["message_templates"]) => templates::list(),
        ("POST", ["media"]) => upload(core, &channel, request),
        ("POST", ["messages"]) => messages(core, &channel, request).await,
        _ => error(100, "Unsupported request"),
    }
}

/// A customer's file: where its bytes are.
fn file_node(core: &Arc<Core>, channel: &SimChannel, id: &str, request: &Request) -> Response {
    let Some(file) = core.file(channel.id, id) else { return no_such_object(id) };
    let host = request.header("host").unwrap_or("localhost");
    let path = request.path.trim_start_matches('/').trim_start_matches("sandbox/");
    Response::json(
        200,
        &json!({"messaging_product": "whatsapp", "id": id, "mime_type": file.mime, "sha256": file.sha256(),
            "file_size": file.bytes.len(), "url": format!("http://{host}/sandbox/{path}/bytes")}),
    )
}

fn upload(core: &Arc<Core>, channel: &SimChannel, request: &Request) -> Response {
    let Some((name, mime, bytes)) = file::form_file(request) else {
        return error(100, "The parameter file is required.");
    };
    let id = new_id().as_u128().to_string();
    let (kind, at) = (domain::message::MessageType::Document, core.clock.now());
    let file = SimFile { id: id.clone(), kind, mime, name, nature: None, inline: false, bytes, at };
    let _ = core.with(channel.id, |line| {
        line.uploads.push_back(file);
        if line.uploads.len() > file::FILES_KEPT {
            line.uploads.pop_front();
        }
    });
    Response::json(200, &json!({"id": id}))
}

/// The file of a message on its way to a customer, and its caption.
fn attached(core: &Arc<Core>, channel: &SimChannel, body: &Value) -> Option<(SimFile, String)> {
    use domain::message::MessageType;
    let name = body["type"].as_str()?;
    let kind = match name {
        "image" => MessageType::Image,
        "video" => MessageType::Video,
        "audio" => MessageType::Audio,
        "document" => MessageType::Document,
        _ => return None,
    };
    let id = body[name]["id"].as_str()?;
    let uploaded = core.with(channel.id, |line| line.uploads.iter().find(|file| file.id == id).cloned());
    let mut file = uploaded.ok().flatten()?;
    file.kind = kind;
    file.name = body[name]["filename"].as_str().map(str::to_owned).or(file.name);
    file.nature = (body[name]["voice"] == true).then_some("voice");
    Some((file, body[name]["caption"].as_str().unwrap_or_default().to_owned()))
}

/// The phone number node.
fn node(core: &Arc<Core>, channel: &SimChannel) -> Response {
    let session = core.with(channel.id, |line| line.session.clone()).unwrap_or_default();
    let status = if session == "WORKING" { "CONNECTED" } else { "DISCONNECTED" };
    Response::json(
        200,
        &json!({"id": channel.external_key, "display_phone_number": format!("+{}", channel.own_digits()),
            "verified_name": "Sandbox", "quality_rating": "GREEN", "status": status, "platform_type": "CLOUD_API",
            "code_verification_status": "VERIFIED", "throughput": {"level": "STANDARD"}}),
    )
}

async fn messages(sim: &Arc<Core>, channel: &SimChannel, request: &Request) -> Response {
    let body = request.json();
    if body["messaging_product"] != "whatsapp" {
        return error(100, "The parameter messaging_product is required.");
    }
    if body["status"] == "read" {
        return read(sim, channel, &body);
    }
    let to = body["to"].as_str().map(Person::of_phone);
    let hidden = body["recipient"].as_str().map(|id| Person { bsuid: Some(id.to_owned()), ..Person::default() });
    let Some(to) = to.or(hidden).filter(|person| person.key().len() > 1) else {
        return error(131_008, "The parameter to is required.");
    };
    if body["type"] == "reaction" {
        return react(sim, channel, &body);
    }
    let (text, file) = match (body["text"]["body"].as_str(), attached(sim, channel, &body)) {
        _ if body["type"] == "template" => match templates::filled(&body["template"]) {
            Ok(text) => (text, None),
            Err(code) => return error(code, "the template does not exist, or its parameters do not fit"),
        },
        (Some(text), _) if body["type"] == "text" => (text.to_owned(), None),
        (_, Some((file, caption))) => (caption, Some(file)),
        _ => return error(131_051, "Message type is not supported by the simulator"),
    };
    if text.is_empty() && file.is_none() || text.chars().count() > TEXT_MAX {
        return error(131_009, "text.body must have 1 to 4096 characters");
    }
    let now = sim.clock.now();
    if !sim.with(channel.id, |line| line.pair_allows(&to.key(), now)).unwrap_or(true) {
        return error(131_056, "(Business Account, Consumer Account) pair rate limit hit");
    }
    let shown = body["to"].as_str().or(body["recipient"].as_str()).unwrap_or_default().to_owned();
    let asked = Asked {
        to,
        text,
        file,
        reply_to: body["context"]["message_id"].as_str().map(str::to_owned),
        correlation: body["biz_opaque_callback_data"].as_str().map(str::to_owned),
        id: None,
        fresh_id: fresh_id(),
    };
    match sim.take(channel.id, asked).await {
        Verdict::Accepted(entry) => {
            let contact = match entry.person.digits() {
                Some(digits) => json!({"input": shown, "wa_id": digits}),
                None => json!({"input": shown, "user_id": entry.person.bsuid}),
            };
            Response::json(
                200,
                &json!({"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": entry.id}]}),
            )
        }
        Verdict::Refused(code) => error(code, "refused by a fault switch"),
        Verdict::Broken(status) => Response::empty(status),
    }
}

fn react(core: &Arc<Core>, channel: &SimChannel, body: &Value) -> Response {
    let target = body["reaction"]["message_id"].as_str().unwrap_or_default();
    let emoji = body["reaction"]["emoji"].as_str().unwrap_or_default();
    if core.with(channel.id, |line| line.react(target, emoji)).unwrap_or(false) {
        return Response::json(200, &json!({"messaging_product": "whatsapp", "messages": [{"id": fresh_id()}]}));
    }
    error(131_009, "message_id is not a message of this number")
}

fn read(core: &Arc<Core>, channel: &SimChannel, body: &Value) -> Response {
    let id = body["message_id"].as_str().unwrap_or_default();
    let now = core.clock.now();
    let known = core.with(channel.id, |line| {
        let known = line.find(id).is_some();
        if known {
            line.mark_seen(id);
        }
        let writer = line.find(id).map(|entry| entry.person.clone()).filter(|_| body["typing_indicator"].is_object());
        if let Some(writer) = writer {
            line.types(writer, true, now);
        }
        known
    });
    if known.unwrap_or(false) {
        return Response::json(200, &json!({"success": true}));
    }
    error(131_009, "message_id is not a message of this number")
}
