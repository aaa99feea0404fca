//! The one row (id 1) that this installation is.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "installation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Set by the conditional update that claims the first administrator.
    pub bootstrapped_at: Option<DateTimeUtc>,
    /// Raised when transaction numbers restart: the first part of the place in the event log.
    pub log_epoch: i32,
    /// How far the hourly counters have read the event log; empty = nothing yet.
    pub rollup_cursor: String,
    pub schema_note: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
