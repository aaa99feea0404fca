//! The META dialect: the Graph calls of SPEC 8.2 for texts, and its webhooks.

mod events;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::new_id;
use serde_json::{Value, json};

use super::channel::SimChannel;
use super::class;
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
    let parts: Vec<&str> = segments.iter().skip(3).map(String::as_str).collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", []) => node(core, &channel),
        ("POST", ["messages"]) => messages(core, &channel, request).await,
        _ => error(100, "Unsupported request"),
    }
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
    let Some(text) = body["text"]["body"].as_str().filter(|_| body["type"] == "text") else {
        return error(131_051, "Message type is not supported by the simulator");
    };
    if text.is_empty() || text.chars().count() > TEXT_MAX {
        return error(131_009, "text.body must have 1 to 4096 characters");
    }
    let shown = body["to"].as_str().or(body["recipient"].as_str()).unwrap_or_default().to_owned();
    let asked = Asked {
        to,
        text: text.to_owned(),
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

fn read(core: &Arc<Core>, channel: &SimChannel, body: &Value) -> Response {
    let id = body["message_id"].as_str().unwrap_or_default();
    let known = core.with(channel.id, |line| {
        let known = line.find(id).is_some();
        if known {
            line.seen.insert(id.to_owned());
        }
        known
    });
    if known.unwrap_or(false) {
        return Response::json(200, &json!({"success": true}));
    }
    error(131_009, "message_id is not a message of this number")
}
