//! A mark on a conversation.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversation_tags")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub conversation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag_id: Uuid,
    pub company_id: Uuid,
    pub created_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::tag::Entity", from = "Column::TagId", to = "super::tag::Column::Id")]
    Tag,
}

/// The tag itself.
pub(crate) struct ToTag;

impl Linked for ToTag {
    type FromEntity = Entity;
    type ToEntity = super::tag::Entity;

    fn link(&self) -> Vec<RelationDef> {
        vec![Relation::Tag.def()]
    }
}

impl ActiveModelBehavior for ActiveModel {}
