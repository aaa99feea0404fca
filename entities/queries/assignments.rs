//! Who has had a conversation, and why: assignments, and the record of routing decisions.

use domain::clock::Time;
use domain::conversation::{AssignedBy, EndReason};
use domain::id::{ConversationId, DepartmentId, UserId, new_id};
use domain::routing::{DecisionOutcome, Judged};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Set,
};

use super::agents::Agents;
use crate::error::StoreError;
use crate::scope::{Mode, Writing};
use crate::tables::{assignment, department, routing_decision, user};
use crate::{Assignment, RoutingDecision, Text};

impl<M: Mode> Agents<'_, M> {
    /// The newest assignment of a conversation that has ended: its holder may be excluded from the next pick.
    pub async fn last_closed_assignment(&self, conversation: ConversationId) -> Result<Option<Assignment>, StoreError> {
        let closed = assignment::Entity::find()
            .filter(assignment::Column::CompanyId.eq(self.0.company))
            .filter(assignment::Column::ConversationId.eq(conversation))
            .filter(assignment::Column::UnassignedAt.is_not_null())
            .order_by_desc(assignment::Column::UnassignedAt)
            .order_by_desc(assignment::Column::Id);
        Ok(closed.one(&self.0.db()).await?)
    }

    /// Decisions on a conversation, newest first.
    pub async fn decisions(
        &self,
        conversation: ConversationId,
        limit: u64,
    ) -> Result<Vec<RoutingDecision>, StoreError> {
        let decisions = routing_decision::Entity::find()
            .filter(routing_decision::Column::CompanyId.eq(self.0.company))
            .filter(routing_decision::Column::ConversationId.eq(conversation))
            .order_by_desc(routing_decision::Column::DecidedAt)
            .order_by_desc(routing_decision::Column::Id);
        Ok(decisions.limit(limit).all(&self.0.db()).await?)
    }

    /// The same from below a place in that order.
    pub async fn decisions_before(
        &self,
        conversation: ConversationId,
        before: Option<Moment>,
        limit: u64,
    ) -> Result<Vec<RoutingDecision>, StoreError> {
        let mut decisions = routing_decision::Entity::find()
            .filter(routing_decision::Column::CompanyId.eq(self.0.company))
            .filter(routing_decision::Column::ConversationId.eq(conversation));
        if let Some(moment) = before {
            decisions =
                decisions.filter(moment.below(routing_decision::Column::DecidedAt, routing_decision::Column::Id));
        }
        let newest_first =
            decisions.order_by_desc(routing_decision::Column::DecidedAt).order_by_desc(routing_decision::Column::Id);
        Ok(newest_first.limit(limit).all(&self.0.db()).await?)
    }

    /// Assignments of a conversation by their beginning, newest first.
    pub async fn assignments_begun(
        &self,
        conversation: ConversationId,
        before: Option<Moment>,
        limit: u64,
    ) -> Result<Vec<Assignment>, StoreError> {
        let mut begun = self.assignments(conversation);
        if let Some(moment) = before {
            begun = begun.filter(moment.below(assignment::Column::AssignedAt, assignment::Column::Id));
        }
        let newest_first = begun.order_by_desc(assignment::Column::AssignedAt).order_by_desc(assignment::Column::Id);
        Ok(newest_first.limit(limit).all(&self.0.db()).await?)
    }

    /// Assignments of a conversation by their end, newest first.
    pub async fn assignments_ended(
        &self,
        conversation: ConversationId,
        before: Option<Moment>,
        limit: u64,
    ) -> Result<Vec<Assignment>, StoreError> {
        let mut ended = self.assignments(conversation).filter(assignment::Column::UnassignedAt.is_not_null());
        if let Some(moment) = before {
            ended = ended.filter(moment.below(assignment::Column::UnassignedAt, assignment::Column::Id));
        }
        let newest_first = ended.order_by_desc(assignment::Column::UnassignedAt).order_by_desc(assignment::Column::Id);
        Ok(newest_first.limit(limit).all(&self.0.db()).await?)
    }

    fn assignments(&self, conversation: ConversationId) -> sea_orm::Select<assignment::Entity> {
        assignment::Entity::find()
            .filter(assignment::Column::CompanyId.eq(self.0.company))
            .filter(assignment::Column::ConversationId.eq(conversation))
    }
}

/// A place in a history that is read newest first: below an instant, and at that instant as `tie` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub at: Time,
    pub tie: Tie,
}

/// What of the same instant is still to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    All,
    Nothing,
    /// Ids below this one.
    Below(uuid::Uuid),
}

impl Moment {
    fn below<C: sea_orm::ColumnTrait>(&self, at: C, id: C) -> Condition {
        let earlier = Condition::any().add(at.lt(self.at));
        match self.tie {
            Tie::All => earlier.add(at.eq(self.at)),
            Tie::Nothing => earlier,
            Tie::Below(place) => earlier.add(at.eq(self.at).and(id.lt(place))),
        }
    }
}

/// A decision to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDecision {
    pub conversation: ConversationId,
    pub department: DepartmentId,
    pub trigger: String,
    pub outcome: DecisionOutcome,
    pub chosen: Option<UserId>,
    pub judged: Vec<Judged>,
    pub queue_position: Option<i32>,
}

impl Agents<'_, Writing> {
    /// Begin an assignment and note it on the user and the department.
    pub async fn assign(&self, begun: &Assignment, now: Time) -> Result<(), StoreError> {
        use sea_orm::IntoActiveModel as _;
        assignment::Entity::insert(begun.clone().into_active_model().reset_all())
            .exec_without_returning(&self.0.db())
            .await?;
        user::Entity::update_many()
            .col_expr(user::Column::LastAssignedAt, Expr::value(Some(now)))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(begun.user_id))
            .exec(&self.0.db())
            .await?;
        if let Some(id) = begun.department_id {
            department::Entity::update_many()
                .col_expr(department::Column::LastAssignedAt, Expr::value(Some(now)))
                .filter(department::Column::CompanyId.eq(self.0.company))
                .filter(department::Column::Id.eq(id))
                .exec(&self.0.db())
                .await?;
        }
        Ok(())
    }

    /// End the open assignment of a conversation, if there is one.
    pub async fn end_assignment(
        &self,
        conversation: ConversationId,
        reason: EndReason,
        now: Time,
    ) -> Result<(), StoreError> {
        assignment::Entity::update_many()
            .col_expr(assignment::Column::UnassignedAt, Expr::value(Some(now)))
            .col_expr(assignment::Column::EndReason, Expr::value(Some(Text(reason))))
            .filter(assignment::Column::CompanyId.eq(self.0.company))
            .filter(assignment::Column::ConversationId.eq(conversation))
            .filter(assignment::Column::UnassignedAt.is_null())
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// Record why a conversation went where it went. A repeat with the same verdicts is not stored.
    pub async fn record_decision(&self, new: NewDecision, now: Time) -> Result<(), StoreError> {
        let candidates = serde_json::to_value(&new.judged).map_err(|error| StoreError::invalid(error.to_string()))?;
        if new.outcome != DecisionOutcome::Assigned
            && let Some(last) = self.decisions(new.conversation, 1).await?.into_iter().next()
            && last.outcome == new.outcome
            && last.department_id == new.department
            && last.candidates == candidates
        {
            return Ok(());
        }
        let row = routing_decision::ActiveModel {
            id: Set(new_id()),
            company_id: Set(self.0.company),
            conversation_id: Set(new.conversation),
            department_id: Set(new.department),
            trigger: Set(new.trigger),
            outcome: Set(Text(new.outcome)),
            chosen_user_id: Set(new.chosen),
            candidates: Set(candidates),
            queue_position: Set(new.queue_position),
            decided_at: Set(now),
            created_at: Set(now),
        };
        routing_decision::Entity::insert(row).exec_without_returning(&self.0.db()).await?;
        Ok(())
    }
}

impl Assignment {
    /// A new assignment, open.
    pub fn begin(
        company: domain::id::CompanyId,
        conversation: ConversationId,
        user: UserId,
        department: Option<DepartmentId>,
        assigned_by: AssignedBy,
        actor: Option<UserId>,
        now: Time,
    ) -> Self {
        Self {
            id: new_id(),
            company_id: company,
            conversation_id: conversation,
            user_id: user,
            department_id: department,
            assigned_at: now,
            unassigned_at: None,
            assigned_by: Text(assigned_by),
            actor_id: actor,
            end_reason: None,
            created_at: now,
            updated_at: now,
        }
    }
}
