//! An attachment. `next_attempt_at` of a PENDING one is when it is to be tried, or until when somebody is at it.

use domain::media::{MediaKind, MediaState};
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub message_id: Option<Uuid>,
    pub kind: Text<MediaKind>,
    pub state: Text<MediaState>,
    pub storage_key: Option<String>,
    pub file_name: Option<String>,
    pub declared_mime: Option<String>,
    /// What it really is, as far as its bytes tell.
    pub sniffed_mime: Option<String>,
    pub size: Option<i64>,
    pub sha256: Option<String>,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub duration_ms: Option<i32>,
    /// Inbound: where the provider has it. Outbound: what the provider calls it after the upload.
    #[sea_orm(column_type = "JsonBinary")]
    pub provider_ref: Json,
    pub attempts: i32,
    pub next_attempt_at: Option<DateTimeUtc>,
    pub nudged_at: Option<DateTimeUtc>,
    pub error_code: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
