//! What colleagues tell each other about a conversation.

use domain::clock::Time;
use domain::id::ConversationId;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select, Set,
};
use uuid::Uuid;

use crate::ConversationNote;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::conversation_note::{Column, Entity};

pub struct Notes<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn notes(&self) -> Notes<'_, M> {
        Notes(self)
    }
}

impl<M: Mode> Notes<'_, M> {
    /// Those that are not deleted.
    fn of(&self, conversation: ConversationId) -> Select<Entity> {
        Entity::find()
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::ConversationId.eq(conversation))
            .filter(Column::DeletedAt.is_null())
    }

    /// Oldest first, after a place in that order.
    pub async fn page(
        &self,
        conversation: ConversationId,
        after: Option<(Time, Uuid)>,
        limit: u64,
    ) -> Result<Vec<ConversationNote>, StoreError> {
        let mut notes = self.of(conversation);
        if let Some((at, id)) = after {
            let same = Column::CreatedAt.eq(at).and(Column::Id.gt(id));
            notes = notes.filter(Condition::any().add(Column::CreatedAt.gt(at)).add(same));
        }
        let oldest_first = notes.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        Ok(oldest_first.limit(limit).all(&self.0.db()).await?)
    }

    pub async fn find(&self, conversation: ConversationId, id: Uuid) -> Result<Option<ConversationNote>, StoreError> {
        Ok(self.of(conversation).filter(Column::Id.eq(id)).one(&self.0.db()).await?)
    }
}

impl Notes<'_, Writing> {
    pub async fn insert(&self, note: &ConversationNote) -> Result<(), StoreError> {
        Entity::insert(note.clone().into_active_model().reset_all()).exec_without_returning(&self.0.db()).await?;
        Ok(())
    }

    pub async fn save(&self, note: ConversationNote, now: Time) -> Result<ConversationNote, StoreError> {
        let mut row = note.into_active_model().reset_all();
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }
}
