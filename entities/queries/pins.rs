//! What a user keeps at the top of their list.

use domain::clock::Time;
use domain::id::{ConversationId, UserId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::pin;

/// Pins of one user, at most.
pub const PIN_LIMIT: usize = 20;

impl<M: Mode> Scope<M> {
    /// Newest pin first. Who is no user, a program say, has none.
    pub async fn pins(&self, user: impl Into<Option<UserId>>) -> Result<Vec<ConversationId>, StoreError> {
        let Some(user) = user.into() else { return Ok(Vec::new()) };
        let own = pin::Entity::find()
            .filter(pin::Column::CompanyId.eq(self.company))
            .filter(pin::Column::UserId.eq(user))
            .order_by_desc(pin::Column::CreatedAt)
            .order_by_asc(pin::Column::ConversationId)
            .limit(PIN_LIMIT as u64);
        Ok(own.all(&self.db()).await?.into_iter().map(|pin| pin.conversation_id).collect())
    }
}

impl Scope<Writing> {
    /// Pin a conversation; again is the same.
    pub async fn pin(&self, user: UserId, conversation: ConversationId, now: Time) -> Result<(), StoreError> {
        let row = pin::ActiveModel {
            user_id: Set(user),
            conversation_id: Set(conversation),
            company_id: Set(self.company),
            created_at: Set(now),
        };
        pin::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.db())
            .await?;
        Ok(())
    }

    pub async fn unpin(&self, user: UserId, conversation: ConversationId) -> Result<(), StoreError> {
        pin::Entity::delete_many()
            .filter(pin::Column::CompanyId.eq(self.company))
            .filter(pin::Column::UserId.eq(user))
            .filter(pin::Column::ConversationId.eq(conversation))
            .exec(&self.db())
            .await?;
        Ok(())
    }
}
