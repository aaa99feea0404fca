//! Texts that are written often: the company's, and each user's own.

use domain::clock::Time;
use domain::id::UserId;
use domain::quick_reply::QuickReplyScope;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select, Set, TryInsertResult,
};
use uuid::Uuid;

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::quick_reply::{Column, Entity};
use crate::{QuickReply, Text};

/// Which of them a list shows; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuickReplyFilter {
    /// Part of the title, the content or the shortcut, in any case of its letters.
    pub search: Option<String>,
    pub category: Option<String>,
    /// The title and id of the last row of the page before.
    pub after: Option<(String, Uuid)>,
}

pub struct QuickReplies<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn quick_replies(&self) -> QuickReplies<'_, M> {
        QuickReplies(self)
    }
}

impl<M: Mode> QuickReplies<'_, M> {
    /// The company's and the user's own, unless they were deleted.
    fn of(&self, user: UserId) -> Select<Entity> {
        let company = Column::Scope.eq(Text(QuickReplyScope::Company));
        Entity::find()
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::IsActive.eq(true))
            .filter(company.or(Column::OwnerId.eq(user)))
    }

    /// By title, then id.
    pub async fn list(
        &self,
        user: UserId,
        filter: &QuickReplyFilter,
        limit: u64,
    ) -> Result<Vec<QuickReply>, StoreError> {
        let mut rows = self.of(user);
        if let Some(text) = &filter.search {
            let part = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let like = |column: Column| {
                let lower = Expr::expr(SimpleExpr::from(Func::lower(Expr::col(column))));
                lower.like(LikeExpr::new(format!("%{part}%")).escape('\\'))
            };
            let any = Condition::any().add(like(Column::Title)).add(like(Column::Content)).add(like(Column::Shortcut));
            rows = rows.filter(any);
        }
        if let Some(category) = &filter.category {
            rows = rows.filter(Column::Category.eq(category.as_str()));
        }
        if let Some((title, id)) = &filter.after {
            let same = Column::Title.eq(title.as_str()).and(Column::Id.gt(*id));
            rows = rows.filter(Condition::any().add(Column::Title.gt(title.as_str())).add(same));
        }
        Ok(rows.order_by_asc(Column::Title).order_by_asc(Column::Id).limit(limit).all(&self.0.db()).await?)
    }

    /// One that the user may use.
    pub async fn find(&self, user: UserId, id: Uuid) -> Result<Option<QuickReply>, StoreError> {
        Ok(self.of(user).filter(Column::Id.eq(id)).one(&self.0.db()).await?)
    }
}

impl QuickReplies<'_, Writing> {
    /// `false` = another has the shortcut.
    pub async fn insert(&self, reply: QuickReply) -> Result<bool, StoreError> {
        let inserted = Entity::insert(reply.into_active_model().reset_all())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
    }

    /// A shortcut that another has is `Duplicate`: the transaction is lost.
    pub async fn save(&self, reply: QuickReply, now: Time) -> Result<QuickReply, StoreError> {
        let mut row = reply.into_active_model().reset_all();
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }
}
