//! A text that is written often.

use sea_orm::entity::prelude::*;

use crate::text::Text;
use domain::quick_reply::QuickReplyScope;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quick_replies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    /// 1 to 80 characters.
    pub title: String,
    /// 1 to 4096 characters, with variables.
    pub content: String,
    pub shortcut: Option<String>,
    pub category: Option<String>,
    pub scope: Text<QuickReplyScope>,
    /// Of a personal one.
    pub owner_id: Option<Uuid>,
    pub is_active: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
