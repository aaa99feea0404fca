//! The session of a simulated WAHA server, and the code that links a phone to it.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::super::channel::SimChannel;
use super::super::http::{Request, Response};
use super::super::simulator::Core;
use super::not_found;

/// A picture of one point: nobody scans it.
const PICTURE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

pub(super) fn view(channel: &SimChannel, session: &str) -> Response {
    let me =
        (session == "WORKING").then(|| json!({"id": format!("{}@c.us", channel.own_digits()), "pushName": "Sandbox"}));
    Response::json(
        200,
        &json!({"name": channel.external_key, "status": session, "config": {}, "me": me, "engine": {"engine": channel.engine()}}),
    )
}

pub(super) fn action(core: &Arc<Core>, channel: &SimChannel, action: &str) -> Response {
    let linked = core.with(channel.id, |line| {
        line.linked &= action != "logout";
        line.linked
    });
    let linked = linked.unwrap_or(true);
    let road: &[&str] = match action {
        "start" | "restart" if linked => &["STARTING", "WORKING"],
        "start" | "restart" => &["STARTING", "SCAN_QR_CODE"],
        "stop" | "logout" => &["STOPPED"],
        _ => return not_found(),
    };
    for status in road {
        core.change_session(channel.id, status);
    }
    view(channel, road.last().unwrap_or(&"WORKING"))
}

pub(super) fn qr(channel: &SimChannel, session: &str, request: &Request) -> Response {
    if session != "SCAN_QR_CODE" {
        return Response::json(
            422,
            &json!({"error": "Session status is not as expected. Try again later or restart the session",
                "session": channel.external_key, "status": session, "expected": ["SCAN_QR_CODE"]}),
        );
    }
    if request.query("format").as_deref() == Some("raw") {
        return Response::json(200, &json!({"value": format!("2@sandbox,{}", channel.external_key)}));
    }
    Response {
        status: 200,
        headers: vec![("content-type".to_owned(), "image/png".to_owned())],
        body: STANDARD.decode(PICTURE).unwrap_or_default(),
    }
}
