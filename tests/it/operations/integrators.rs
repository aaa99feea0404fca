//! API keys, webhooks to integrators, and the log.

use serde_json::json;

use super::{Row, Who, at};

pub(super) fn integrators() -> Vec<Row> {
    vec![
        ("listApiKeys", Who::Admin, |_| vec![at(&[]).gets(200)]),
        ("createApiKey", Who::Admin, |_| {
            vec![at(&[]).body(json!({"name": "ERP", "scopes": ["events:read"]})).gets(201)]
        }),
        ("revokeApiKey", Who::Admin, |a| vec![at(&[&a.api_key])]),
        ("listWebhookEndpoints", Who::Admin, |_| vec![at(&[]).gets(200)]),
        ("createWebhookEndpoint", Who::Admin, |_| {
            vec![at(&[]).body(json!({"url": "https://example.com/hook"})).gets(201)]
        }),
        ("getWebhookEndpoint", Who::Admin, |a| vec![at(&[&a.endpoint])]),
        ("updateWebhookEndpoint", Who::Admin, |a| vec![at(&[&a.endpoint]).body(json!({"description": "Tomado"}))]),
        ("testWebhookEndpoint", Who::Admin, |a| vec![at(&[&a.endpoint])]),
        ("rotateWebhookSecret", Who::Admin, |a| vec![at(&[&a.endpoint])]),
        ("pauseWebhookEndpoint", Who::Admin, |a| vec![at(&[&a.endpoint])]),
        ("resumeWebhookEndpoint", Who::Admin, |a| vec![at(&[&a.endpoint])]),
        ("listWebhookDeliveries", Who::Admin, |a| vec![at(&[&a.endpoint]), at(&[&a.endpoint]).query("state=PENDING")]),
        ("replayWebhookEndpoint", Who::Admin, |a| {
            vec![at(&[&a.endpoint]).body(json!({"since": "2026-01-01T00:00:00Z"}))]
        }),
        ("deleteWebhookEndpoint", Who::Admin, |a| vec![at(&[&a.endpoint])]),
        ("listEvents", Who::Any, |a| {
            vec![at(&[]).gets(200), at(&[]).query(&format!("after={}&limit=500", a.seq)).gets(200)]
        }),
    ]
}
