//! A customer of a company.

use sea_orm::entity::prelude::*;
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::text::Text;

/// Who gave a contact its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum NameSource {
    Agent,
    Push,
    Import,
}

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contacts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub name: Option<String>,
    pub name_source: Option<Text<NameSource>>,
    /// What the customer calls himself at the provider; never overwrites `name`.
    pub push_name: Option<String>,
    pub email: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub attributes: Json,
    pub avatar_media_id: Option<Uuid>,
    pub blocked: bool,
    pub opted_out_at: Option<DateTimeUtc>,
    pub note: Option<String>,
    pub last_department_id: Option<Uuid>,
    pub last_attendant_id: Option<Uuid>,
    pub last_attended_at: Option<DateTimeUtc>,
    pub last_closed_text_at: Option<DateTimeUtc>,
    /// The closed period whose out-of-hours text was sent last.
    pub last_closed_period: Option<String>,
    pub merged_into_id: Option<Uuid>,
    /// While the contact is being erased: when somebody last worked on that.
    pub erasing_at: Option<DateTimeUtc>,
    /// To 10 min.
    pub last_message_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
