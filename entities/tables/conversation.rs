//! One episode of service. The migration lists what the database checks of it.

use domain::conversation::{FlowState, StartedBy, Status, SuggestionState, TimeoutKind};
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    /// `YYYYMMDD-` and eight digits, unique in the company.
    pub protocol: String,
    pub channel_id: Uuid,
    pub contact_id: Uuid,
    pub status: Text<Status>,
    pub flow_state: Text<FlowState>,
    pub department_id: Option<Uuid>,
    pub assigned_user_id: Option<Uuid>,
    /// Whom the next automatic pick prefers.
    pub preferred_user_id: Option<Uuid>,
    pub timeout_at: Option<DateTimeUtc>,
    pub timeout_kind: Option<Text<TimeoutKind>>,
    pub timeout_round: i32,
    pub redirect_count: i32,
    pub nudged_at: Option<DateTimeUtc>,
    /// Start of the present wait.
    pub queued_at: Option<DateTimeUtc>,
    /// Set while nobody waits.
    pub idle_since: Option<DateTimeUtc>,
    pub routed_at: Option<DateTimeUtc>,
    pub assigned_at: Option<DateTimeUtc>,
    pub greeting_sent_at: Option<DateTimeUtc>,
    pub greeting_failures: i32,
    /// The question: the last menu or suggestion sent.
    pub menu_message_id: Option<Uuid>,
    pub suggested_department_id: Option<Uuid>,
    pub suggested_user_id: Option<Uuid>,
    pub suggestion_state: Option<Text<SuggestionState>>,
    pub invalid_count: i32,
    pub queue_notice_sent_at: Option<DateTimeUtc>,
    pub first_customer_at: Option<DateTimeUtc>,
    pub first_response_at: Option<DateTimeUtc>,
    pub last_message_at: DateTimeUtc,
    pub last_customer_at: Option<DateTimeUtc>,
    /// The last human answer, from the dashboard or the phone.
    pub last_agent_at: Option<DateTimeUtc>,
    /// META's service window.
    pub window_expires_at: Option<DateTimeUtc>,
    pub bot_paused_until: Option<DateTimeUtc>,
    /// The contact's at creation; the closing value once resolved.
    pub last_department_id: Option<Uuid>,
    pub last_attendant_id: Option<Uuid>,
    pub resolved_at: Option<DateTimeUtc>,
    pub resolved_by_id: Option<Uuid>,
    pub archived_at: Option<DateTimeUtc>,
    pub started_by: Text<StartedBy>,
    pub unread_count: i32,
    /// The `seq` given to a message last.
    pub message_seq: i64,
    #[sea_orm(column_type = "JsonBinary")]
    pub metadata: Json,
    /// Messages up to here have lost their texts to the company's retention.
    pub texts_gone_to: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
