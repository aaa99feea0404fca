use domain::clock::Time;
use domain::id::EndpointId;
use domain::webhook::{DeliveryState, EndpointStatus};
use domain::wire::{optional_time, time};
use entities::{WebhookDelivery, WebhookEndpoint};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where an integrator hears of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "WebhookEndpoint")]
pub struct EndpointView {
    pub id: EndpointId,
    pub url: String,
    pub description: Option<String>,
    pub event_filter: Vec<String>,
    pub status: EndpointStatus,
    /// Nothing was taken since.
    #[serde(serialize_with = "optional_time")]
    pub failing_since: Option<Time>,
    /// When the oldest delivery is tried again; everything behind it waits.
    #[serde(serialize_with = "optional_time")]
    pub next_attempt_at: Option<Time>,
    /// Until then the secret before the last rotation signs too.
    #[serde(serialize_with = "optional_time")]
    pub previous_secret_until: Option<Time>,
    /// Up to this place of the log, everything is delivered or on its way.
    pub cursor: String,
    pub version: i32,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
    #[serde(serialize_with = "time")]
    pub updated_at: Time,
}

/// An endpoint whose secret was just drawn.
#[derive(Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "WebhookEndpointWithSecret")]
pub struct EndpointWithSecret {
    #[serde(flatten)]
    pub endpoint: EndpointView,
    /// As `whsec_` and base64. It is told this once.
    pub secret: String,
}

/// One event on its way to an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "WebhookDelivery")]
pub struct DeliveryView {
    /// The place of the event in the log.
    pub event_seq: String,
    /// The receiver's key against duplicates.
    pub webhook_id: String,
    pub state: DeliveryState,
    pub attempts: i32,
    #[serde(serialize_with = "optional_time")]
    pub next_attempt_at: Option<Time>,
    pub last_status: Option<i32>,
    pub last_error: Option<String>,
    pub last_duration_ms: Option<i32>,
    /// The beginning of the last answer.
    pub response_excerpt: Option<String>,
    #[serde(serialize_with = "optional_time")]
    pub delivered_at: Option<Time>,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
}

/// What a receiver said to a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "WebhookTest")]
pub struct TestResult {
    /// It answered 2xx.
    pub delivered: bool,
    pub status: Option<u16>,
    pub error: Option<String>,
    pub duration_ms: u64,
    pub response_excerpt: Option<String>,
}

/// A place in the list of deliveries.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) seq: String,
}

impl From<WebhookEndpoint> for EndpointView {
    fn from(row: WebhookEndpoint) -> Self {
        Self {
            id: row.id,
            event_filter: row.filter(),
            url: row.url,
            description: row.description,
            status: row.status.0,
            failing_since: row.failing_since,
            next_attempt_at: row.next_at,
            previous_secret_until: row.previous_until,
            cursor: row.cursor,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<WebhookDelivery> for DeliveryView {
    fn from(row: WebhookDelivery) -> Self {
        Self {
            event_seq: row.event_seq,
            webhook_id: row.webhook_id,
            state: row.state.0,
            attempts: row.attempts,
            next_attempt_at: row.next_attempt_at,
            last_status: row.last_status,
            last_error: row.last_error,
            last_duration_ms: row.last_duration_ms,
            response_excerpt: row.response_excerpt,
            delivered_at: row.delivered_at,
            created_at: row.created_at,
        }
    }
}
