//! The message templates of a channel.

use domain::clock::Time;
use domain::id::{ChannelId, CompanyId, new_id};
use domain::template::ProviderTemplate;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
    Select,
};

use crate::Template;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::template::{Column, Entity};

pub struct Templates<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn templates(&self) -> Templates<'_, M> {
        Templates(self)
    }
}

impl Template {
    /// The row of what a provider tells.
    pub fn told(company_id: CompanyId, channel_id: ChannelId, told: ProviderTemplate, now: Time) -> Self {
        let ProviderTemplate { name, language, category, status, components } = told;
        Self { id: new_id(), company_id, channel_id, name, language, category, status, components, synced_at: now }
    }
}

/// Rows of one insert.
const SLICE: usize = 100;

impl<M: Mode> Templates<'_, M> {
    fn of(&self, channel: ChannelId) -> Select<Entity> {
        Entity::find().filter(Column::CompanyId.eq(self.0.company)).filter(Column::ChannelId.eq(channel))
    }

    /// By name, then language.
    pub async fn list(&self, channel: ChannelId) -> Result<Vec<Template>, StoreError> {
        let rows = self.of(channel).order_by_asc(Column::Name).order_by_asc(Column::Language);
        Ok(rows.all(&self.0.db()).await?)
    }

    pub async fn find(&self, channel: ChannelId, name: &str, language: &str) -> Result<Option<Template>, StoreError> {
        let one = self.of(channel).filter(Column::Name.eq(name)).filter(Column::Language.eq(language));
        Ok(one.one(&self.0.db()).await?)
    }
}

impl Templates<'_, Writing> {
    /// The provider judged a template anew. `false` = nobody has told us of it yet.
    pub async fn judged(
        &self,
        channel: ChannelId,
        name: &str,
        language: &str,
        status: &str,
        now: Time,
    ) -> Result<bool, StoreError> {
        let judged = Entity::update_many()
            .col_expr(Column::Status, Expr::value(status))
            .col_expr(Column::SyncedAt, Expr::value(now))
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::ChannelId.eq(channel))
            .filter(Column::Name.eq(name))
            .filter(Column::Language.eq(language));
        Ok(judged.exec(&self.0.db()).await?.rows_affected > 0)
    }

    /// Put these in the place of those that the channel had. The caller holds the channel's lock.
    pub async fn replace(&self, channel: ChannelId, templates: Vec<Template>) -> Result<(), StoreError> {
        let old = Entity::delete_many().filter(Column::CompanyId.eq(self.0.company));
        old.filter(Column::ChannelId.eq(channel)).exec(&self.0.db()).await?;
        for slice in templates.chunks(SLICE) {
            let rows = slice.iter().map(|row| row.clone().into_active_model().reset_all());
            Entity::insert_many(rows).exec_without_returning(&self.0.db()).await?;
        }
        Ok(())
    }
}
