//! The message templates that every simulated account has.

use serde_json::{Value, json};

use super::super::http::Response;

fn all() -> Vec<Value> {
    vec![
        json!({"id": "1", "name": "hello_world", "language": "en_US", "category": "UTILITY", "status": "APPROVED",
        "components": [
            {"type": "HEADER", "format": "TEXT", "text": "Hello World"},
            {"type": "BODY", "text": "Welcome and congratulations!"},
            {"type": "FOOTER", "text": "WhatsApp Business Platform sample message"},
        ]}),
        json!({"id": "2", "name": "pedido_pronto", "language": "pt_BR", "category": "UTILITY", "status": "APPROVED",
        "components": [
            {"type": "BODY", "text": "Olá {{1}}, seu pedido {{2}} está pronto.",
                "example": {"body_text": [["Zé", "42"]]}},
        ]}),
        json!({"id": "3", "name": "promocao", "language": "pt_BR", "category": "MARKETING", "status": "REJECTED",
            "components": [{"type": "BODY", "text": "Só hoje!"}]}),
    ]
}

pub(super) fn list() -> Response {
    let paging = json!({"cursors": {"before": "MAZDZD", "after": "MjQZD"}});
    Response::json(200, &json!({"data": all(), "paging": paging}))
}

/// What the customer reads, or the code of the refusal.
pub(super) fn filled(asked: &Value) -> Result<String, i64> {
    let same =
        |template: &Value| template["name"] == asked["name"] && template["language"] == asked["language"]["code"];
    let template = all().into_iter().find(same).filter(|template| template["status"] == "APPROVED");
    let template = template.ok_or(132_001)?;
    let body = template["components"].as_array().into_iter().flatten().find(|part| part["type"] == "BODY");
    let mut text = body.and_then(|body| body["text"].as_str()).unwrap_or_default().to_owned();
    let given = asked["components"].as_array().into_iter().flatten().find(|part| part["type"] == "body");
    let given = given.and_then(|part| part["parameters"].as_array()).map_or(&[][..], Vec::as_slice);
    for (n, parameter) in given.iter().enumerate() {
        let place = format!("{{{{{}}}}}", n + 1);
        if !text.contains(&place) {
            return Err(132_000);
        }
        text = text.replace(&place, parameter["text"].as_str().unwrap_or_default());
    }
    if text.contains("{{") { Err(132_000) } else { Ok(text) }
}
