//! The departments of a company: lists, counts, the root's flag.

use std::collections::HashMap;

use domain::clock::Time;
use domain::conversation::{FlowState, Status};
use domain::id::{CompanyId, DepartmentId};
use domain::role::OnlineStatus;
use domain::wire::DepartmentCounts;
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, TryInsertResult,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{conversation, department, user, user_department};
use crate::{Department, Text};

pub struct Departments<'a, M>(pub(crate) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn departments(&self) -> Departments<'_, M> {
        Departments(self)
    }
}

impl<M: Mode> Departments<'_, M> {
    fn all(&self) -> Select<department::Entity> {
        department::Entity::find().filter(department::Column::CompanyId.eq(self.0.company))
    }

    /// By position, then name.
    pub async fn list(&self, include_inactive: bool) -> Result<Vec<Department>, StoreError> {
        let mut rows = self.all();
        if !include_inactive {
            rows = rows.filter(department::Column::IsActive.eq(true));
        }
        let in_order = rows
            .order_by_asc(department::Column::Position)
            .order_by_asc(department::Column::Name)
            .order_by_asc(department::Column::Id);
        Ok(in_order.all(&self.0.db()).await?)
    }

    pub async fn find_all(&self, ids: &[DepartmentId]) -> Result<Vec<Department>, StoreError> {
        let rows = self.all().filter(department::Column::Id.is_in(ids.iter().copied()));
        Ok(rows
            .order_by_asc(department::Column::Position)
            .order_by_asc(department::Column::Name)
            .all(&self.0.db())
            .await?)
    }

    /// The active root.
    pub async fn root(&self) -> Result<Option<Department>, StoreError> {
        let root = self.all().filter(department::Column::IsRoot.eq(true)).filter(department::Column::IsActive.eq(true));
        Ok(root.one(&self.0.db()).await?)
    }

    /// Members, presence, queue and load of these departments; one without anything is absent. Four statements.
    pub async fn counts(
        &self,
        ids: &[DepartmentId],
        now: Time,
    ) -> Result<HashMap<DepartmentId, DepartmentCounts>, StoreError> {
        let mut counts: HashMap<DepartmentId, DepartmentCounts> = HashMap::new();
        for (department, status) in self.present(ids).await? {
            let count = counts.entry(department).or_default();
            count.members += 1;
            count.online += i64::from(status != OnlineStatus::Offline);
        }
        let unpaused = conversation::Column::BotPausedUntil.is_null().or(conversation::Column::BotPausedUntil.lte(now));
        let queued = self
            .conversations(ids, Status::Open)
            .filter(conversation::Column::FlowState.eq(Text(FlowState::DepartmentSelected)))
            .filter(conversation::Column::IdleSince.is_null())
            .filter(unpaused);
        let rows: Vec<(DepartmentId, i64)> = queued.into_tuple().all(&self.0.db()).await?;
        for (department, queued) in rows {
            counts.entry(department).or_default().queued = queued;
        }
        let rows: Vec<(DepartmentId, i64)> =
            self.conversations(ids, Status::Assigned).into_tuple().all(&self.0.db()).await?;
        for (department, assigned) in rows {
            counts.entry(department).or_default().assigned = assigned;
        }
        Ok(counts)
    }

    /// Every active member of each department, with their presence.
    async fn present(&self, ids: &[DepartmentId]) -> Result<Vec<(DepartmentId, OnlineStatus)>, StoreError> {
        let memberships = user_department::Entity::find()
            .filter(user_department::Column::CompanyId.eq(self.0.company))
            .filter(user_department::Column::DepartmentId.is_in(ids.iter().copied()))
            .all(&self.0.db())
            .await?;
        let members = Query::select()
            .column(user_department::Column::UserId)
            .from(user_department::Entity)
            .and_where(user_department::Column::DepartmentId.is_in(ids.iter().copied()))
            .to_owned();
        let users: Vec<(domain::id::UserId, Text<OnlineStatus>)> = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .column(user::Column::OnlineStatus)
            .filter(user::Column::CompanyId.eq(self.0.company))
            .filter(user::Column::IsActive.eq(true))
            .filter(user::Column::Id.in_subquery(members))
            .into_tuple()
            .all(&self.0.db())
            .await?;
        let statuses: HashMap<domain::id::UserId, OnlineStatus> =
            users.into_iter().map(|(id, status)| (id, status.0)).collect();
        let present = |row: user_department::Model| Some((row.department_id, *statuses.get(&row.user_id)?));
        Ok(memberships.into_iter().filter_map(present).collect())
    }

    fn conversations(&self, ids: &[DepartmentId], status: Status) -> Select<conversation::Entity> {
        conversation::Entity::find()
            .select_only()
            .column(conversation::Column::DepartmentId)
            .column_as(conversation::Column::Id.count(), "held")
            .filter(conversation::Column::CompanyId.eq(self.0.company))
            .filter(conversation::Column::DepartmentId.is_in(ids.iter().copied()))
            .filter(conversation::Column::Status.eq(Text(status)))
            .group_by(conversation::Column::DepartmentId)
    }
}

impl Departments<'_, Writing> {
    /// Lock departments in the order of their ids, and give them as they are now.
    pub async fn lock(&self, ids: &[DepartmentId]) -> Result<Vec<Department>, StoreError> {
        let rows = self.all().filter(department::Column::Id.is_in(ids.iter().copied()));
        Ok(rows.order_by_asc(department::Column::Id).lock(LockType::NoKeyUpdate).all(&self.0.db()).await?)
    }

    /// Lock the whole menu, for what concerns more than one of its entries: the root's flag, the order.
    pub async fn lock_all(&self) -> Result<Vec<Department>, StoreError> {
        let rows = self.all().order_by_asc(department::Column::Id).lock(LockType::NoKeyUpdate);
        Ok(rows.all(&self.0.db()).await?)
    }

    /// Add a department. `false` = the company has this slug.
    pub async fn insert(&self, row: Department) -> Result<bool, StoreError> {
        let slug =
            OnConflict::columns([department::Column::CompanyId, department::Column::Slug]).do_nothing().to_owned();
        let inserted = department::Entity::insert(row.into_active_model().reset_all())
            .on_conflict(slug)
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
    }

    pub async fn slug_is_taken(&self, slug: &str, by_other_than: DepartmentId) -> Result<bool, StoreError> {
        let taken =
            self.all().filter(department::Column::Slug.eq(slug)).filter(department::Column::Id.ne(by_other_than));
        Ok(taken.one(&self.0.db()).await?.is_some())
    }

    /// Take the root's flag from whoever has it, before another gets it.
    pub async fn clear_root(&self, now: Time) -> Result<(), StoreError> {
        department::Entity::update_many()
            .col_expr(department::Column::IsRoot, Expr::value(false))
            .col_expr(department::Column::Version, Expr::col(department::Column::Version).add(1))
            .col_expr(department::Column::UpdatedAt, Expr::value(now))
            .filter(department::Column::CompanyId.eq(self.0.company))
            .filter(department::Column::IsRoot.eq(true))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }
}

impl Department {
    /// A new department with the defaults of SPEC 2: active, not the root.
    pub fn new(id: DepartmentId, company: CompanyId, slug: String, name: String, now: Time) -> Self {
        Self {
            id,
            company_id: company,
            slug,
            name,
            description: None,
            color: "#6366f1".to_owned(),
            emoji: None,
            position: 0,
            keywords: serde_json::Value::Array(Vec::new()),
            is_root: false,
            is_active: true,
            response_timeout_minutes: 5,
            max_agents: 10,
            business_hours: None,
            last_assigned_at: None,
            version: 0,
            created_at: now,
            updated_at: now,
        }
    }
}
