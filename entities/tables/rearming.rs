//! Deadlines that are to be counted again, and how far that is.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rearmings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub company_id: Uuid,
    /// Nil = of all departments.
    #[sea_orm(primary_key, auto_increment = false)]
    pub department_id: Uuid,
    /// Each change of the rules begins anew.
    pub round: i32,
    /// The last conversation that is done, in the order of ids.
    pub after_id: Uuid,
    /// Whoever works on it says so.
    pub touched_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
