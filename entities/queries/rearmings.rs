//! Deadlines that are to be counted again: the row says what is left, whoever works on it and dies.

use domain::clock::Time;
use domain::id::{CompanyId, ConversationId, DepartmentId};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set};

use crate::Rearming;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::rearming::{ActiveModel, Column, Entity};

pub struct Rearmings<'a, M>(&'a Scope<M>);

impl<M> Scope<M> {
    pub fn rearmings(&self) -> Rearmings<'_, M> {
        Rearmings(self)
    }
}

impl<M: Mode> System<M> {
    /// What nobody has worked on since `before`, the longest left first. `None` = of all departments.
    pub async fn rearmings(&self, before: Time) -> Result<Vec<(CompanyId, Option<DepartmentId>)>, StoreError> {
        let left = Entity::find().filter(Column::TouchedAt.lt(before)).order_by_asc(Column::TouchedAt).limit(100);
        let left = left.all(&self.db()).await?.into_iter();
        Ok(left.map(|row| (row.company_id, Some(row.department_id).filter(|id| !id.is_nil()))).collect())
    }
}

impl<M: Mode> Rearmings<'_, M> {
    pub async fn find(&self, department: Option<DepartmentId>) -> Result<Option<Rearming>, StoreError> {
        let own = Entity::find()
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::DepartmentId.eq(department.unwrap_or_default()));
        Ok(own.one(&self.0.db()).await?)
    }
}

impl Rearmings<'_, Writing> {
    /// Count again from the first on, in the transaction that changes the rules.
    pub async fn begin(&self, department: Option<DepartmentId>, now: Time) -> Result<(), StoreError> {
        let row = ActiveModel {
            company_id: Set(self.0.company),
            department_id: Set(department.unwrap_or_default()),
            round: Set(1),
            after_id: Set(ConversationId::nil()),
            touched_at: Set(now),
            created_at: Set(now),
        };
        let anew = OnConflict::columns([Column::CompanyId, Column::DepartmentId])
            .value(Column::Round, Expr::cust("rearmings.round + 1"))
            .update_columns([Column::AfterId, Column::TouchedAt])
            .to_owned();
        Entity::insert(row).on_conflict(anew).exec_without_returning(&self.0.db()).await?;
        Ok(())
    }

    /// This conversation is done, in the transaction that did it. `false` = somebody else works on it, or it began anew.
    pub async fn went_on(&self, row: &Rearming, to: ConversationId, now: Time) -> Result<bool, StoreError> {
        let moved = Entity::update_many()
            .col_expr(Column::AfterId, Expr::value(to))
            .col_expr(Column::TouchedAt, Expr::value(now))
            .filter(Self::same(row));
        Ok(moved.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// Nothing is left.
    pub async fn end(&self, row: &Rearming) -> Result<(), StoreError> {
        Entity::delete_many().filter(Self::same(row)).exec(&self.0.db()).await?;
        Ok(())
    }

    fn same(row: &Rearming) -> Expr {
        Column::CompanyId
            .eq(row.company_id)
            .and(Column::DepartmentId.eq(row.department_id))
            .and(Column::Round.eq(row.round))
            .and(Column::AfterId.eq(row.after_id))
    }
}
