//! An attempt to send that was not simply accepted.

use domain::outbox::AttemptOutcome;
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub message_id: Uuid,
    pub number: i32,
    pub started_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
    pub outcome: Text<AttemptOutcome>,
    pub correlation: String,
    pub preallocated_id: Option<String>,
    pub http_status: Option<i32>,
    pub provider_code: Option<String>,
    pub detail: Option<String>,
    pub worker: String,
    pub created_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
