//! A company with its departments: what the rules of its flow are made of.

use domain::clock::Time;
use domain::id::{CompanyId, DepartmentId, UserId, new_id};
use domain::role::Role;
use domain::rules::{self, Locale, Rules};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Set,
};

use super::users;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::{company, department};
use crate::{Company, Department, User};

impl<M: Mode> Scope<M> {
    pub async fn find_company(&self) -> Result<Option<Company>, StoreError> {
        Ok(company::Entity::find_by_id(self.company).one(&self.db()).await?)
    }

    /// Moves with every change of settings, departments and memberships: the key of the rule caches.
    pub async fn rules_version(&self) -> Result<Option<i32>, StoreError> {
        let version = company::Entity::find_by_id(self.company).select_only().column(company::Column::RulesVersion);
        Ok(version.into_tuple().one(&self.db()).await?)
    }

    /// All departments, the inactive ones too, in the order of the menu.
    pub async fn department_rows(&self) -> Result<Vec<Department>, StoreError> {
        let all = department::Entity::find()
            .filter(department::Column::CompanyId.eq(self.company))
            .order_by_asc(department::Column::Position)
            .order_by_asc(department::Column::Id);
        Ok(all.all(&self.db()).await?)
    }

    pub async fn find_department(&self, id: DepartmentId) -> Result<Option<Department>, StoreError> {
        let own = department::Entity::find().filter(department::Column::CompanyId.eq(self.company));
        Ok(own.filter(department::Column::Id.eq(id)).one(&self.db()).await?)
    }
}

impl Scope<Writing> {
    /// Say that the rules changed, in the transaction that changes them.
    pub async fn bump_rules(&self) -> Result<(), StoreError> {
        company::Entity::update_many()
            .col_expr(company::Column::RulesVersion, Expr::col(company::Column::RulesVersion).add(1))
            .filter(company::Column::Id.eq(self.company))
            .exec(&self.db())
            .await?;
        Ok(())
    }

    /// The company's own row, locked: before departments and users.
    pub async fn lock_company(&self) -> Result<Option<Company>, StoreError> {
        let own = company::Entity::find_by_id(self.company).lock(LockType::NoKeyUpdate);
        Ok(own.one(&self.db()).await?)
    }

    /// Write the company's own row; its version moves on.
    pub async fn save_company(&self, company: Company, now: Time) -> Result<Company, StoreError> {
        let version = company.version + 1;
        let mut row = company.into_active_model().reset_all();
        row.version = Set(version);
        row.updated_at = Set(now);
        Ok(row.update(&self.db()).await?)
    }

    pub async fn insert_department(&self, department: Department) -> Result<Department, StoreError> {
        Ok(department.into_active_model().reset_all().insert(&self.db()).await?)
    }

    pub async fn save_department(&self, department: Department, now: Time) -> Result<Department, StoreError> {
        let version = department.version + 1;
        let mut row = department.into_active_model().reset_all();
        row.version = Set(version);
        row.updated_at = Set(now);
        Ok(row.update(&self.db()).await?)
    }
}

/// A company to be made, with the person who runs it.
#[derive(Clone)]
pub struct NewCompany {
    pub name: String,
    /// `pt-BR` or `en`.
    pub locale: String,
    /// In lower case.
    pub admin_email: String,
    pub admin_name: String,
    /// An argon2id PHC string.
    pub password_hash: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreatedCompany {
    pub company: CompanyId,
    pub admin: UserId,
    pub root: DepartmentId,
    /// It was the installation's first: the first-run set-up is closed from now on.
    pub first: bool,
}

impl System<Writing> {
    /// Make a company with its administrator and its root department. `None` = the address is taken: drop the transaction.
    pub async fn create_company(&self, new: NewCompany, now: Time) -> Result<Option<CreatedCompany>, StoreError> {
        let first = self.claim_bootstrap(now).await?;
        let (company, admin, root) = (new_id(), new_id(), new_id());
        self.insert_company(Company {
            id: company,
            name: new.name,
            locale: new.locale,
            timezone: rules::DEFAULT_TIMEZONE.name().to_owned(),
            greeting_message: None,
            is_active: true,
            settings: serde_json::Value::Object(serde_json::Map::new()),
            rules_version: 0,
            version: 0,
            created_at: now,
            updated_at: now,
        })
        .await?;
        let slug = "atendimento".to_owned();
        let department =
            Department { is_root: true, ..Department::new(root, company, slug, "Atendimento".to_owned(), now) };
        department::Entity::insert(department.into_active_model().reset_all())
            .exec_without_returning(&self.db())
            .await?;
        let user = User::new(admin, company, new.admin_email, new.admin_name, Role::Admin, new.password_hash, now);
        let free = users::insert(&self.db(), user).await?;
        Ok(free.then_some(CreatedCompany { company, admin, root, first }))
    }
}

impl Company {
    /// What the column holds, with the defaults of what it does not.
    pub fn settings(&self) -> domain::company::Settings {
        serde_json::from_value(self.settings.clone()).unwrap_or_default()
    }

    /// The rules of the flow, from this company and its departments.
    pub fn rules(&self, departments: &[Department]) -> Rules {
        Rules {
            company_name: self.name.clone(),
            locale: Locale::of(&self.locale),
            timezone: self.timezone.parse().unwrap_or(rules::DEFAULT_TIMEZONE),
            greeting_message: self.greeting_message.clone(),
            settings: self.settings(),
            departments: departments.iter().map(Department::rules).collect(),
        }
    }
}

impl Department {
    fn rules(&self) -> rules::Department {
        rules::Department {
            id: self.id,
            slug: self.slug.clone(),
            name: self.name.clone(),
            emoji: self.emoji.clone(),
            keywords: serde_json::from_value(self.keywords.clone()).unwrap_or_default(),
            position: self.position,
            is_root: self.is_root,
            is_active: self.is_active,
            response_timeout_minutes: u32::try_from(self.response_timeout_minutes).unwrap_or(5),
            hours: self.business_hours.clone().and_then(|hours| serde_json::from_value(hours).ok()),
        }
    }
}
