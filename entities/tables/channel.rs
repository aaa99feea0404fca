//! A WhatsApp number at one provider.

use domain::channel::{ChannelStatus, ProviderKind};
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "channels")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub name: String,
    pub provider: Text<ProviderKind>,
    /// META `phone_number_id`, WAHA session, SANDBOX its own id.
    pub external_key: String,
    /// E.164.
    pub phone: Option<String>,
    pub base_url: Option<String>,
    pub api_version: Option<String>,
    pub waba_id: Option<String>,
    /// AES-256-GCM over the JSON of `providers::Credentials`.
    pub credentials_enc: Vec<u8>,
    pub insecure_webhook: bool,
    pub status: Text<ChannelStatus>,
    pub status_reason: Option<String>,
    /// WAHA only.
    pub engine: Option<String>,
    /// Nothing is sent before.
    pub send_after: Option<DateTimeUtc>,
    /// The last webhook, to 30 s.
    pub last_event_at: Option<DateTimeUtc>,
    pub last_sent_at: Option<DateTimeUtc>,
    pub next_poll_at: Option<DateTimeUtc>,
    pub polled_to: Option<DateTimeUtc>,
    pub nudged_at: Option<DateTimeUtc>,
    /// META's last word on the number: FLAGGED or UNFLAGGED.
    pub quality: Option<String>,
    /// META, as `TIER_1K`.
    pub messaging_limit: Option<String>,
    /// The templates of its account are read anew then; null = ten minutes after it was made.
    pub next_sync_at: Option<DateTimeUtc>,
    pub is_default: bool,
    pub max_per_second: i32,
    /// `domain::channel::ChannelSettings`.
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
