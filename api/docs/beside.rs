//! What a program calls and poem-openapi does not know, because it reads raw bytes or answers with something else than JSON: the
//! receiver of webhooks, the metrics and the socket. Their paths are those of `webhooks.rs`, `metrics.rs` and `app.rs`.

use serde_json::{Value, json};

use super::finish::shared_name;

/// Put them into the document, with the ways to prove who calls.
pub(super) fn add(spec: &mut Value) {
    insert(spec, "/components/securitySchemes", schemes());
    insert(spec, "/components/schemas", bodies());
    insert(spec, "/paths", paths());
    if let Some(tags) = spec.get_mut("tags").and_then(Value::as_array_mut) {
        tags.push(json!({ "name": "Realtime", "description": "The socket of dashboards and programs." }));
        tags.push(json!({ "name": "Webhooks", "description": "Where providers tell what happens on a number." }));
        tags.sort_by_key(|tag| tag["name"].to_string());
    }
    // By a link, which needs nothing else, and by the cookie too: neither is an extractor of the operation.
    if let Some(media) = spec.pointer_mut("/paths/~1api~1media~1{id}/get") {
        media["security"] = json!([{ "user": [] }, { "key.conversations.read": [] }, { "mediaCookie": [] }, {}]);
    }
}

fn insert(spec: &mut Value, place: &str, new: Value) {
    if let (Some(place), Value::Object(new)) = (spec.pointer_mut(place).and_then(Value::as_object_mut), new) {
        place.extend(new);
    }
}

fn schemes() -> Value {
    let header =
        |name: &str, about: &str| json!({ "type": "apiKey", "in": "header", "name": name, "description": about });
    json!({
        "mediaCookie": {
            "type": "apiKey", "in": "cookie", "name": "wpc_media",
            "description": "Set at log-in for the images of the dashboard; good for reading attachments and nothing else.",
        },
        "metaSignature": header(
            "X-Hub-Signature-256",
            "`sha256=` and the HMAC-SHA256 of the body in hex, by the app's secret.",
        ),
        "metaVerifyToken": {
            "type": "apiKey", "in": "query", "name": "hub.verify_token",
            "description": "The verify token of the channel; without a channel in the address, that of any META channel or of the installation.",
        },
        "sandboxSignature": header("X-Sandbox-Signature", "The HMAC-SHA256 of the body in hex, by the channel's secret."),
        "socketProtocol": header(
            "Sec-WebSocket-Protocol",
            "`wpc.v1, bearer.TOKEN`. Without it the first frame, `auth`, brings the token.",
        ),
        "wahaSignature": header(
            "X-Webhook-Hmac",
            "The HMAC-SHA512 of the body in hex, by the channel's secret. A channel without a secret takes unsigned webhooks if it was told to.",
        ),
    })
}

fn bodies() -> Value {
    let body = |about: &str| json!({ "type": "object", "additionalProperties": true, "description": about });
    json!({
        "MetaWebhook": body("As the WhatsApp Cloud API posts it: `{object, entry: [{id, changes: [{field, value}]}]}`."),
        "SandboxWebhook": body("One normalised event of the simulator."),
        "WahaWebhook": body("As WAHA posts it: `{id, timestamp, event, session, me, payload}`."),
    })
}

fn paths() -> Value {
    let waha = |id: &str, more: &[u16]| receiver(id, "WAHA", "WahaWebhook", "wahaSignature", more);
    let meta = |id: &str, more: &[u16]| receiver(id, "META", "MetaWebhook", "metaSignature", more);
    json!({
        "/metrics": { "get": metrics() },
        "/webhooks/sandbox/{channelId}": {
            "parameters": [channel()],
            "post": receiver("receiveSandbox", "the simulator", "SandboxWebhook", "sandboxSignature", &[404]),
        },
        "/webhooks/waha": { "post": waha("receiveWaha", &[409]) },
        "/webhooks/waha/{channelId}": { "parameters": [channel()], "post": waha("receiveWahaByChannel", &[404]) },
        "/webhooks/whatsapp": { "get": handshake("verifyMeta", &[]), "post": meta("receiveMeta", &[409]) },
        "/webhooks/whatsapp/{channelId}": {
            "parameters": [channel()],
            "get": handshake("verifyMetaByChannel", &[404]),
            "post": meta("receiveMetaByChannel", &[404]),
        },
        "/ws": { "get": socket() },
    })
}

fn channel() -> Value {
    let id = json!({ "type": "string", "format": "uuid" });
    json!({ "name": "channelId", "in": "path", "required": true, "schema": id })
}

/// With the channel in the address it may be unknown; without, its name and secret may be those of several.
fn receiver(id: &str, provider: &str, body: &str, scheme: &str, more: &[u16]) -> Value {
    json!({
        "operationId": id,
        "tags": ["Webhooks"],
        "summary": format!("Take a webhook of {provider}."),
        "description": "Answers once the event is stored. The signature is over the raw bytes; a retry is recognised.",
        "security": [{ scheme: [] }],
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{body}") } } },
        },
        "responses": responses("200", &text("`OK`: it is stored, or it is for a number that no channel has."), &[&[400, 401, 413, 500, 503], more].concat()),
    })
}

fn handshake(id: &str, more: &[u16]) -> Value {
    let query = |name: &str, about: &str| json!({ "name": name, "in": "query", "required": true, "description": about, "schema": { "type": "string" } });
    json!({
        "operationId": id,
        "tags": ["Webhooks"],
        "summary": "Answer the handshake of META.",
        "security": [{ "metaVerifyToken": [] }],
        "parameters": [query("hub.mode", "`subscribe`"), query("hub.challenge", "Answered as it is.")],
        "responses": responses("200", &text("The challenge, byte for byte."), &[&[403, 500, 503], more].concat()),
    })
}

fn metrics() -> Value {
    let figures = json!({
        "description": "For Prometheus.",
        "content": { "application/openmetrics-text": { "schema": { "type": "string" } } },
    });
    json!({
        "operationId": "scrapeMetrics",
        "tags": ["Operations"],
        "summary": "Tell how much waits, and what this process did since its start.",
        "security": [{ "operator": [] }],
        "responses": responses("200", &figures, &[401, 404, 500, 503]),
    })
}

fn socket() -> Value {
    let switched = json!({ "description": "From here on frames are spoken, as `events.schema.json` has them." });
    json!({
        "operationId": "openSocket",
        "tags": ["Realtime"],
        "summary": "Open a socket for what happens in the company.",
        "description": "A user's token, or an API key with the scope `events.read`, comes with the subprotocol or in the first frame.",
        "security": [{ "socketProtocol": [] }, {}],
        "responses": responses("101", &switched, &[400, 403, 500]),
    })
}

fn text(about: &str) -> Value {
    json!({ "description": about, "content": { "text/plain": { "schema": { "type": "string" } } } })
}

/// What it answers when all is well, and the problems that any operation may have.
fn responses(status: &str, well: &Value, problems: &[u16]) -> Value {
    let mut all = json!({ status: well });
    for problem in problems {
        let status = problem.to_string();
        if let Some(name) = shared_name(&status) {
            all[status] = json!({ "$ref": format!("#/components/responses/{name}") });
        }
    }
    all
}
