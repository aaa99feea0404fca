//! Where an integrator wants to hear of events.

use domain::webhook::EndpointStatus;
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoints")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub url: String,
    /// AES-256-GCM over the signing key.
    pub secret_enc: Vec<u8>,
    /// Also signed with until `previous_until`.
    pub previous_secret_enc: Option<Vec<u8>>,
    pub previous_until: Option<DateTimeUtc>,
    /// An array of event names; `["*"]` = all.
    #[sea_orm(column_type = "JsonBinary")]
    pub event_filter: Json,
    /// A `domain::seq::Seq`: events up to it have their delivery rows.
    pub cursor: String,
    pub status: Text<EndpointStatus>,
    /// The first failure since the last success.
    pub failing_since: Option<DateTimeUtc>,
    /// Nothing is sent before: the oldest delivery failed, and is tried again then.
    pub next_at: Option<DateTimeUtc>,
    pub nudged_at: Option<DateTimeUtc>,
    pub lease_until: Option<DateTimeUtc>,
    pub lease_token: i32,
    pub description: Option<String>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
