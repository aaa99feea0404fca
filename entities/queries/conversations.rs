//! Conversations as transactions see them: one in hand, under its contact's lock, written once.

use domain::clock::Time;
use domain::conversation::{FlowState, Status, TimeoutKind};
use domain::id::{ChannelId, ContactId, ConversationId, DepartmentId, UserId};
use domain::wire::TagRef;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::sea_query::{Expr, Order};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, DbErr, EntityTrait as _, FromQueryResult, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QueryResult, QuerySelect as _, Select, Set,
};

use super::beside::beside;
use super::carried;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{conversation, message, outbox, user};
use crate::{Conversation, Message, OutboxRow, Text, User};

/// Queue places are counted up to here; beyond it they read "999+".
pub const QUEUE_COUNT_LIMIT: u64 = 1000;

/// A conversation with what a step on it wants to know, read at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Episode {
    pub row: Conversation,
    /// The menu or suggestion sent last.
    pub question: Option<Message>,
    /// The question's row in the outbox, while it is not final.
    pub unsent: Option<OutboxRow>,
    /// Whom it is assigned to.
    pub holder: Option<User>,
    /// By name.
    pub tags: Vec<TagRef>,
}

const QUESTION: &str = "question_";
const UNSENT: &str = "unsent_";
const HOLDER: &str = "holder_";

impl FromQueryResult for Episode {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: Conversation::from_query_result(row, prefix)?,
            question: Option::<Message>::from_query_result(row, &format!("{prefix}{QUESTION}"))?,
            unsent: Option::<OutboxRow>::from_query_result(row, &format!("{prefix}{UNSENT}"))?,
            holder: Option::<User>::from_query_result(row, &format!("{prefix}{HOLDER}"))?,
            tags: carried::tags(row, prefix)?,
        })
    }
}

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

    fn episodes(&self) -> Select<conversation::Entity> {
        let own = |column: conversation::Column| Expr::col((conversation::Entity, column));
        let question = Expr::col((message::Entity, message::Column::Id)).eq(own(conversation::Column::MenuMessageId));
        // Only a conversation that is open asks what became of its question.
        let question = question.and(own(conversation::Column::Status).eq(Text(Status::Open)));
        let unsent = Expr::col((outbox::Entity, outbox::Column::MessageId))
            .eq(Expr::col((message::Entity, message::Column::Id)));
        let holder = Expr::col((user::Entity, user::Column::Id)).eq(own(conversation::Column::AssignedUserId));
        let all = beside(self.all(), message::Entity, QUESTION);
        let mut all = beside(beside(all, outbox::Entity, UNSENT), user::Entity, HOLDER);
        let marks = carried::by(&self.0.db(), "conversation_tags", "conversation_id", "conversations.id");
        all = all.column_as(marks, carried::TAGS);
        sea_orm::QuerySelect::query(&mut all)
            .left_join(message::Entity, question)
            .left_join(outbox::Entity, unsent)
            .left_join(user::Entity, holder);
        all
    }

    /// A conversation with its question and its holder.
    pub async fn episode(&self, id: ConversationId) -> Result<Option<Episode>, StoreError> {
        let one = self.episodes().filter(conversation::Column::Id.eq(id));
        Ok(one.into_model::<Episode>().one(&self.0.db()).await?)
    }

    /// The active episode of a contact on a channel, else the newest.
    pub async fn current(&self, channel: ChannelId, contact: ContactId) -> Result<Option<Episode>, StoreError> {
        let active_first = Expr::cust("CASE WHEN conversations.status IN ('OPEN', 'ASSIGNED') THEN 0 ELSE 1 END");
        let current = self
            .episodes()
            .filter(conversation::Column::ChannelId.eq(channel))
            .filter(conversation::Column::ContactId.eq(contact))
            .order_by(active_first, Order::Asc)
            .order_by_desc(conversation::Column::CreatedAt)
            .order_by_desc(conversation::Column::Id)
            .into_model::<Episode>()
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

    /// Up to `limit` conversations after `after`, by id, whose deadline counts open minutes and is still to come; of one department or
    /// of all.
    pub async fn counting(
        &self,
        department: Option<DepartmentId>,
        after: ConversationId,
        now: Time,
        limit: u64,
    ) -> Result<Vec<ConversationId>, StoreError> {
        use conversation::Column;

        let kinds = [Text(TimeoutKind::Queue), Text(TimeoutKind::Response)];
        let mut counting = conversation::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::Status.is_in([Text(Status::Open), Text(Status::Assigned)]))
            .filter(Column::TimeoutKind.is_in(kinds))
            .filter(Column::TimeoutAt.gt(now))
            .filter(Column::Id.gt(after));
        if let Some(department) = department {
            counting = counting.filter(Column::DepartmentId.eq(department));
        }
        Ok(counting.order_by_asc(Column::Id).limit(limit).into_tuple().all(&self.0.db()).await?)
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

    /// Active episodes of a channel, the oldest first.
    pub async fn active_on(&self, channel: ChannelId, limit: u64) -> Result<Vec<ConversationId>, StoreError> {
        let active = conversation::Entity::find()
            .select_only()
            .column(conversation::Column::Id)
            .filter(conversation::Column::CompanyId.eq(self.0.company))
            .filter(conversation::Column::ChannelId.eq(channel))
            .filter(conversation::Column::Status.is_in([Text(Status::Open), Text(Status::Assigned)]))
            .order_by_asc(conversation::Column::Id)
            .limit(limit);
        Ok(active.into_tuple().all(&self.0.db()).await?)
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
        // Not with the row returned: where there is one already, there would be none to return.
        let inserted = conversation::Entity::insert(conversation.clone().into_active_model().reset_all())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0).then_some(conversation))
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
