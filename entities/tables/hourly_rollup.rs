//! What happened in an hour, by department, channel and user; the nil uuid = none. Written by one statement in `queries/rollups`.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hourly_rollups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub company_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub hour: DateTimeUtc,
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub inbound: i64,
    pub outbound_agent: i64,
    pub outbound_bot: i64,
    pub outbound_api: i64,
    pub opened: i64,
    pub resolved: i64,
    pub bot_only: i64,
    pub archived: i64,
    pub assigned: i64,
    pub resolution_sum_ms: i64,
    pub resolution_n: i64,
    pub online_seconds: i64,
    pub first_response_sum_ms: i64,
    pub first_response_n: i64,
    pub first_response_h0: i64,
    pub first_response_h1: i64,
    pub first_response_h2: i64,
    pub first_response_h3: i64,
    pub first_response_h4: i64,
    pub first_response_h5: i64,
    pub first_response_h6: i64,
    pub first_response_h7: i64,
    pub first_response_h8: i64,
    pub first_response_h9: i64,
    pub first_response_h10: i64,
    pub first_response_h11: i64,
    pub queue_wait_sum_ms: i64,
    pub queue_wait_n: i64,
    pub queue_wait_h0: i64,
    pub queue_wait_h1: i64,
    pub queue_wait_h2: i64,
    pub queue_wait_h3: i64,
    pub queue_wait_h4: i64,
    pub queue_wait_h5: i64,
    pub queue_wait_h6: i64,
    pub queue_wait_h7: i64,
    pub queue_wait_h8: i64,
    pub queue_wait_h9: i64,
    pub queue_wait_h10: i64,
    pub queue_wait_h11: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
