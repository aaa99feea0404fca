//! Who may take conversations: members with their load, the lock that keeps a load true, assignments and the record of decisions.

use std::collections::HashMap;

use domain::clock::Time;
use domain::conversation::{AssignedBy, EndReason, Status};
use domain::id::{ConversationId, DepartmentId, UserId, new_id};
use domain::role::OnlineStatus;
use domain::routing::{DecisionOutcome, Judged};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Set,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{assignment, conversation, department, routing_decision, user, user_department};
use crate::{Assignment, RoutingDecision, Text, User};

/// A member of a department with the number of conversations ASSIGNED to them in the whole company.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub user: User,
    pub load: u32,
}

impl Member {
    /// The departments chosen to work in now; empty = all memberships.
    pub fn active_departments(&self) -> Vec<DepartmentId> {
        serde_json::from_value(self.user.active_department_ids.clone()).unwrap_or_default()
    }
}

pub struct Agents<'a, M>(&'a Scope<M>);

impl<M> Scope<M> {
    pub fn agents(&self) -> Agents<'_, M> {
        Agents(self)
    }
}

impl<M: Mode> Agents<'_, M> {
    /// Members of a department, active or not, with their loads. Two statements.
    pub async fn members(&self, department: DepartmentId) -> Result<Vec<Member>, StoreError> {
        let members = Query::select()
            .column(user_department::Column::UserId)
            .from(user_department::Entity)
            .and_where(user_department::Column::DepartmentId.eq(department))
            .to_owned();
        let users = self.users().filter(user::Column::Id.in_subquery(members)).order_by_asc(user::Column::Id);
        self.with_loads(users.all(&self.0.db()).await?).await
    }

    pub async fn find(&self, id: UserId) -> Result<Option<User>, StoreError> {
        Ok(self.users().filter(user::Column::Id.eq(id)).one(&self.0.db()).await?)
    }

    pub async fn load(&self, id: UserId) -> Result<u32, StoreError> {
        let held = conversation::Entity::find()
            .filter(conversation::Column::CompanyId.eq(self.0.company))
            .filter(conversation::Column::AssignedUserId.eq(id))
            .filter(conversation::Column::Status.eq(Text(Status::Assigned)));
        Ok(u32::try_from(held.count(&self.0.db()).await?).unwrap_or(u32::MAX))
    }

    /// Loads of several users at once; who holds nothing is absent.
    pub async fn loads(&self, users: &[UserId]) -> Result<HashMap<UserId, u32>, StoreError> {
        let counts: Vec<(UserId, i64)> = conversation::Entity::find()
            .select_only()
            .column(conversation::Column::AssignedUserId)
            .column_as(conversation::Column::Id.count(), "held")
            .filter(conversation::Column::CompanyId.eq(self.0.company))
            .filter(conversation::Column::Status.eq(Text(Status::Assigned)))
            .filter(conversation::Column::AssignedUserId.is_in(users.iter().copied()))
            .group_by(conversation::Column::AssignedUserId)
            .into_tuple()
            .all(&self.0.db())
            .await?;
        Ok(counts.into_iter().map(|(user, held)| (user, u32::try_from(held).unwrap_or(u32::MAX))).collect())
    }

    pub async fn is_member(&self, user: UserId, department: DepartmentId) -> Result<bool, StoreError> {
        let membership = user_department::Entity::find()
            .filter(user_department::Column::CompanyId.eq(self.0.company))
            .filter(user_department::Column::UserId.eq(user))
            .filter(user_department::Column::DepartmentId.eq(department));
        Ok(membership.one(&self.0.db()).await?.is_some())
    }

    /// The departments a user belongs to.
    pub async fn memberships(&self, user: UserId) -> Result<Vec<DepartmentId>, StoreError> {
        let own = user_department::Entity::find()
            .filter(user_department::Column::CompanyId.eq(self.0.company))
            .filter(user_department::Column::UserId.eq(user));
        Ok(own.all(&self.0.db()).await?.into_iter().map(|row| row.department_id).collect())
    }

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

    fn users(&self) -> sea_orm::Select<user::Entity> {
        user::Entity::find().filter(user::Column::CompanyId.eq(self.0.company))
    }

    async fn with_loads(&self, users: Vec<User>) -> Result<Vec<Member>, StoreError> {
        let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        let loads = if ids.is_empty() { HashMap::new() } else { self.loads(&ids).await? };
        Ok(users.into_iter().map(|user| Member { load: loads.get(&user.id).copied().unwrap_or(0), user }).collect())
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
    /// Add a user. Their address is unique in the whole installation.
    pub async fn insert(&self, user: User) -> Result<User, StoreError> {
        use sea_orm::IntoActiveModel as _;
        Ok(user.into_active_model().reset_all().insert(&self.0.db()).await?)
    }

    /// Make a user a member of a department; nothing happens when they are.
    pub async fn join(&self, user: UserId, department: DepartmentId, now: Time) -> Result<(), StoreError> {
        let membership = user_department::ActiveModel {
            user_id: Set(user),
            department_id: Set(department),
            company_id: Set(self.0.company),
            created_at: Set(now),
        };
        user_department::Entity::insert(membership)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(())
    }

    /// Serialise the picks of a department. After the contact's lock, before a user's.
    pub async fn lock_department(&self, id: DepartmentId) -> Result<bool, StoreError> {
        let locked = department::Entity::find()
            .filter(department::Column::CompanyId.eq(self.0.company))
            .filter(department::Column::Id.eq(id))
            .lock(LockType::NoKeyUpdate);
        Ok(locked.one(&self.0.db()).await?.is_some())
    }

    /// Lock a user and count what they hold: until this transaction ends, nobody else can give them anything.
    pub async fn lock_user(&self, id: UserId) -> Result<Option<Member>, StoreError> {
        let user = self.users().filter(user::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(&self.0.db()).await?;
        let Some(user) = user else { return Ok(None) };
        let load = self.load(id).await?;
        Ok(Some(Member { user, load }))
    }

    /// Add a user who belongs to these departments.
    pub async fn enlist(&self, user: User, departments: &[DepartmentId], now: Time) -> Result<(), StoreError> {
        use sea_orm::IntoActiveModel as _;
        let id = user.id;
        user::Entity::insert(user.into_active_model().reset_all()).exec_without_returning(&self.0.db()).await?;
        for department in departments {
            let membership = user_department::ActiveModel {
                user_id: Set(id),
                department_id: Set(*department),
                company_id: Set(self.0.company),
                created_at: Set(now),
            };
            user_department::Entity::insert(membership).exec_without_returning(&self.0.db()).await?;
        }
        Ok(())
    }

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

    /// Set what colleagues see of a user. `false` when it was that already.
    pub async fn set_online_status(&self, id: UserId, status: OnlineStatus, now: Time) -> Result<bool, StoreError> {
        let changed = user::Entity::update_many()
            .col_expr(user::Column::OnlineStatus, Expr::value(Text(status)))
            .col_expr(user::Column::StatusChangedAt, Expr::value(Some(now)))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(id))
            .filter(user::Column::OnlineStatus.ne(Text(status)));
        Ok(changed.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// Take a user offline whose heartbeat stopped. `false` = they gave a sign of life since `seen` was read.
    pub async fn expire_presence(&self, seen: &User, now: Time) -> Result<bool, StoreError> {
        use sea_orm::sea_query::ExprTrait as _;
        let unchanged = match seen.last_heartbeat_at {
            Some(at) => user::Column::LastHeartbeatAt.eq(at),
            None => user::Column::LastHeartbeatAt.is_null(),
        };
        let expired = user::Entity::update_many()
            .col_expr(user::Column::OnlineStatus, Expr::value(Text(OnlineStatus::Offline)))
            .col_expr(user::Column::StatusChangedAt, Expr::value(Some(now)))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(seen.id))
            .filter(user::Column::OnlineStatus.eq(seen.online_status).and(unchanged));
        Ok(expired.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// What the user wants to be, kept through absences.
    pub async fn set_presence_intent(&self, id: UserId, intent: OnlineStatus) -> Result<(), StoreError> {
        user::Entity::update_many()
            .col_expr(user::Column::PresenceIntent, Expr::value(Text(intent)))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    pub async fn heartbeat(&self, id: UserId, now: Time) -> Result<(), StoreError> {
        user::Entity::update_many()
            .col_expr(user::Column::LastHeartbeatAt, Expr::value(Some(now)))
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
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
