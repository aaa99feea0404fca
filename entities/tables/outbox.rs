//! A message on its way out. The row exists only until the message is final.

use domain::outbox::Phase;
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// The sending order of a contact.
    #[sea_orm(primary_key)]
    pub id: i64,
    pub company_id: Uuid,
    pub message_id: Uuid,
    pub channel_id: Uuid,
    pub contact_id: Uuid,
    pub conversation_id: Uuid,
    pub phase: Text<Phase>,
    pub attempt: i32,
    /// Message id, `.`, attempt: what the provider gives back.
    pub correlation: Option<String>,
    pub preallocated_id: Option<String>,
    pub started_at: Option<DateTimeUtc>,
    pub next_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub nudged_at: Option<DateTimeUtc>,
    pub lease_until: Option<DateTimeUtc>,
    pub leased_by: Option<String>,
    pub lease_token: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
