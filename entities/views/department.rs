use domain::clock::Time;
use domain::id::DepartmentId;
use domain::wire::{self, DepartmentCounts};

use crate::Department;
use crate::error::StoreError;
use crate::queries::Departments;
use crate::scope::Mode;

impl<M: Mode> Departments<'_, M> {
    /// The objects of these departments with their counts.
    pub async fn views(&self, departments: Vec<Department>, now: Time) -> Result<Vec<wire::Department>, StoreError> {
        if departments.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<DepartmentId> = departments.iter().map(|department| department.id).collect();
        let counts = self.counts(&ids, now).await?;
        let company = self.0.find_company().await?.ok_or_else(|| StoreError::invalid("the company does not exist"))?;
        let rules = company.rules(&departments);
        let view = |department: Department| {
            let open = rules.department(department.id).is_some_and(|department| rules.is_open(department, now));
            let counts = counts.get(&department.id).copied().unwrap_or_default();
            department.view(counts, open)
        };
        Ok(departments.into_iter().map(view).collect())
    }

    /// The object of one department.
    pub async fn view(&self, department: Department, now: Time) -> Result<wire::Department, StoreError> {
        let views = self.views(vec![department], now).await?;
        views.into_iter().next().ok_or_else(|| StoreError::invalid("a department without a view"))
    }
}

impl Department {
    fn view(self, counts: DepartmentCounts, is_open_now: bool) -> wire::Department {
        wire::Department {
            id: self.id,
            company_id: self.company_id,
            slug: self.slug,
            name: self.name,
            description: self.description,
            color: self.color,
            emoji: self.emoji,
            position: self.position,
            keywords: serde_json::from_value(self.keywords).unwrap_or_default(),
            is_root: self.is_root,
            is_active: self.is_active,
            response_timeout_minutes: self.response_timeout_minutes,
            max_agents: self.max_agents,
            business_hours: self.business_hours.and_then(|hours| serde_json::from_value(hours).ok()),
            is_open_now,
            counts,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}
