//! The work of one sender at one channel, done by one worker at a time.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lanes")]
pub struct Model {
    /// Channel id, `:`, raw sender or chat id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub company_id: Uuid,
    pub channel_id: Uuid,
    /// Raised by whoever adds work.
    pub bumps: i32,
    /// Since when work waits, or not before; none = idle.
    pub ready_at: Option<DateTimeUtc>,
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
