//! Conversations as transactions see them: one in hand, under its contact's lock, written once.

use domain::clock::Time;
use domain::conversation::{FlowState, Status};
use domain::id::{ChannelId, ContactId, ConversationId, DepartmentId, UserId};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::sea_query::{Expr, Order};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, Set,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::conversation;
use crate::{Conversation, Text};

/// Queue places are counted up to here; beyond it they read "999+".
pub const QUEUE_COUNT_LIMIT: u64 = 1000;

pub struct Conversations<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn conversations(&self) -> Conversations<'_, M> {
        Conversations(self)
    }
}

impl<M: Mode> Conversations<'_, M> {
    pub(crate) fn all(&self) -> Select<conversation::Entity> {
        conversation::Entity::find().filter(conversation::Column::CompanyId.eq(self.0.company))
    }

    pub async fn find(&self, id: ConversationId) -> Result<Option<Conversation>, StoreError> {
        Ok(self.all().filter(conversation::Column::Id.eq(id)).one(&self.0.db()).await?)
    }

    /// Several at once, in no order.
    pub async fn by_ids(&self, ids: &[ConversationId]) -> Result<Vec<Conversation>, StoreError> {
        Ok(self.all().filter(conversation::Column::Id.is_in(ids.iter().copied())).all(&self.0.db()).await?)
    }

    /// The active episode of a contact on a channel, else the newest.
    pub async fn current(&self, channel: ChannelId, contact: ContactId) -> Result<Option<Conversation>, StoreError> {
        let active_first = Expr::cust("CASE WHEN status IN ('OPEN', 'ASSIGNED') THEN 0 ELSE 1 END");
        let current = self
            .all()
            .filter(conversation::Column::ChannelId.eq(channel))
            .filter(conversation::Column::ContactId.eq(contact))
            .order_by(active_first, Order::Asc)
            .order_by_desc(conversation::Column::CreatedAt)
            .order_by_desc(conversation::Column::Id)
            .one(&self.0.db())
            .await?;
        Ok(current)
    }

    fn queue(&self, department: DepartmentId, now: Time) -> Select<conversation::Entity> {
        let paused = conversation::Column::BotPausedUntil.gt(now);
        self.all()
            .filter(conversation::Column::DepartmentId.eq(department))
            .filter(conversation::Column::Status.eq(Text(Status::Open)))
            .filter(conversation::Column::FlowState.eq(Text(FlowState::DepartmentSelected)))
            .filter(conversation::Column::IdleSince.is_null())
            .filter(conversation::Column::BotPausedUntil.is_null().or(paused.not()))
    }

    /// Who waits in a department, longest first.
    pub async fn queued(
        &self,
        department: DepartmentId,
        now: Time,
        limit: u64,
    ) -> Result<Vec<Conversation>, StoreError> {
        let queue = self.queue(department, now);
        let in_order = queue.order_by_asc(conversation::Column::QueuedAt).order_by_asc(conversation::Column::Id);
        Ok(in_order.limit(limit).all(&self.0.db()).await?)
    }

    /// The place in its queue, from 1; [`QUEUE_COUNT_LIMIT`] means that or more.
    pub async fn queue_position(&self, of: &Conversation, now: Time) -> Result<u32, StoreError> {
        let (Some(department), Some(queued_at)) = (of.department_id, of.queued_at) else { return Ok(1) };
        let earlier = conversation::Column::QueuedAt.lt(queued_at);
        let tie = conversation::Column::QueuedAt.eq(queued_at).and(conversation::Column::Id.lt(of.id));
        let ahead = self.queue(department, now).filter(earlier.or(tie)).limit(QUEUE_COUNT_LIMIT - 1);
        let ahead = ahead.count(&self.0.db()).await?;
        Ok(u32::try_from(ahead + 1).unwrap_or(u32::MAX))
    }

    /// What an agent holds, customers who wait first.
    pub async fn held_by(&self, user: UserId) -> Result<Vec<Conversation>, StoreError> {
        let mut held = self
            .all()
            .filter(conversation::Column::AssignedUserId.eq(user))
            .filter(conversation::Column::Status.eq(Text(Status::Assigned)))
            .order_by_asc(conversation::Column::QueuedAt)
            .order_by_asc(conversation::Column::Id)
            .all(&self.0.db())
            .await?;
        held.sort_by_key(|conversation| !conversation.customer_waits());
        Ok(held)
    }
}

impl Conversations<'_, Writing> {
    /// Add an episode. `None` when the contact has an active one already: read that.
    pub async fn insert(&self, conversation: Conversation) -> Result<Option<Conversation>, StoreError> {
        use sea_orm::{TryInsertResult, sea_query::OnConflict};
        let row = conversation.into_active_model().reset_all();
        let inserted = conversation::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_with_returning(&self.0.db())
            .await?;
        Ok(match inserted {
            TryInsertResult::Inserted(row) => Some(row),
            TryInsertResult::Empty | TryInsertResult::Conflicted => None,
        })
    }

    /// Write a conversation whose contact this transaction has locked; its version moves on.
    pub async fn save(&self, conversation: Conversation, now: Time) -> Result<Conversation, StoreError> {
        let version = conversation.version + 1;
        let mut row = conversation.into_active_model().reset_all();
        row.version = Set(version);
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }
}

impl Conversation {
    /// The customer wrote last.
    pub fn customer_waits(&self) -> bool {
        match (self.last_customer_at, self.last_agent_at) {
            (Some(customer), Some(agent)) => customer > agent,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}
