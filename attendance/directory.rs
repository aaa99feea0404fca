//! What every transaction needs of its company and hardly ever changes: rules and departments, cached by `rules_version`.

use std::collections::HashMap;
use std::sync::Arc;

use domain::id::{CompanyId, DepartmentId};
use domain::rules::Rules;
use entities::{Department, Mode, Scope, StoreError};
use moka::sync::Cache;

/// A company as the flow and the events need it.
#[derive(Debug, Clone)]
pub struct Company {
    pub id: CompanyId,
    pub version: i32,
    pub rules: Rules,
    /// As in `error.message`: `pt-BR` or `en`.
    pub locale: String,
    departments: HashMap<DepartmentId, Department>,
}

impl Company {
    pub fn department(&self, id: Option<DepartmentId>) -> Option<&Department> {
        self.departments.get(&id?)
    }

    pub fn root_id(&self) -> Option<DepartmentId> {
        self.rules.root().map(|root| root.id)
    }
}

/// Cheap to clone; one per process.
#[derive(Clone)]
pub struct Directory {
    companies: Cache<CompanyId, Arc<Company>>,
}

impl Default for Directory {
    fn default() -> Self {
        Self { companies: Cache::new(10_000) }
    }
}

impl Directory {
    /// The company of `scope` as it is now: one small read while nothing has changed.
    pub async fn company<M: Mode>(&self, scope: &Scope<M>) -> Result<Arc<Company>, StoreError> {
        let gone = || StoreError::invalid("the company does not exist");
        let version = scope.rules_version().await?.ok_or_else(gone)?;
        self.company_at(scope, version).await
    }

    /// The same for a caller that has just read the version.
    pub async fn company_at<M: Mode>(&self, scope: &Scope<M>, version: i32) -> Result<Arc<Company>, StoreError> {
        let gone = || StoreError::invalid("the company does not exist");
        if let Some(known) = self.companies.get(&scope.company).filter(|known| known.version == version) {
            return Ok(known);
        }
        let row = scope.find_company().await?.ok_or_else(gone)?;
        let departments = scope.department_rows().await?;
        let company = Arc::new(Company {
            id: row.id,
            version: row.rules_version,
            rules: row.rules(&departments),
            locale: row.locale,
            departments: departments.into_iter().map(|department| (department.id, department)).collect(),
        });
        self.companies.insert(scope.company, Arc::clone(&company));
        Ok(company)
    }
}
