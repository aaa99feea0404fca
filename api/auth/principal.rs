//! The interface to the accounts of the store, and what an endpoint knows of its caller.

use async_trait::async_trait;
use domain::id::{CompanyId, DepartmentId, UserId};
use domain::role::Role;
use uuid::Uuid;

use super::scope::Scope;

use crate::error::{ApiError, Code};

/// A user with what of the company decides whether and what they may do, as of now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub principal: Principal,
    pub token_version: i32,
    pub is_active: bool,
    pub company_is_active: bool,
}

/// An API key that is not revoked, of an active company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAccount {
    pub principal: KeyPrincipal,
    /// Requests a minute; `None` = the configured rate.
    pub rate_per_minute: Option<u32>,
}

/// The store did not answer.
#[derive(Debug, thiserror::Error)]
#[error("the accounts cannot be read: {0}")]
pub struct AccountsError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

impl From<AccountsError> for ApiError {
    fn from(error: AccountsError) -> Self {
        Self::new(Code::DatabaseUnavailable).retry_after(5).caused_by(error)
    }
}

/// Where accounts come from. Read at each request, so that what an administrator changes counts at once.
#[async_trait]
pub trait Accounts: Send + Sync {
    async fn user(&self, id: UserId) -> Result<Option<Account>, AccountsError>;

    /// By the SHA-256 of the whole key.
    async fn key(&self, hash: &[u8; 32]) -> Result<Option<KeyAccount>, AccountsError>;
}

/// A signed-in user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    pub user_id: UserId,
    pub company_id: CompanyId,
    pub role: Role,
    pub email: String,
    pub name: String,
    pub locale: Option<String>,
    /// The primary department.
    pub department_id: Option<DepartmentId>,
    /// All memberships.
    pub department_ids: Vec<DepartmentId>,
    /// Where the user chose to work now; empty = all memberships.
    pub active_department_ids: Vec<DepartmentId>,
    /// Member of the root department, which also hears of conversations that have none.
    pub in_root: bool,
}

impl Principal {
    /// Supervisors and administrators pass.
    pub fn supervisor(&self) -> Result<(), ApiError> {
        if self.role.supervises() { Ok(()) } else { Err(ApiError::forbidden()) }
    }

    pub fn admin(&self) -> Result<(), ApiError> {
        if self.role == Role::Admin { Ok(()) } else { Err(ApiError::forbidden()) }
    }

    pub fn is_member(&self, department: DepartmentId) -> bool {
        self.department_ids.contains(&department)
    }

    /// Whether the user may see a conversation with this holder, last attendant and department (SPEC 3.0).
    pub fn sees(
        &self,
        holder: Option<UserId>,
        last_attendant: Option<UserId>,
        department: Option<DepartmentId>,
    ) -> bool {
        self.role.supervises()
            || holder == Some(self.user_id)
            || last_attendant == Some(self.user_id)
            || department.map_or(self.in_root, |department| self.is_member(department))
    }
}

/// A program with an API key. It sees the whole company, and does what its scopes say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPrincipal {
    pub key_id: Uuid,
    pub company_id: CompanyId,
    pub scopes: Vec<Scope>,
}

impl KeyPrincipal {
    pub(crate) fn allows(&self, scope: Scope) -> Result<(), ApiError> {
        if self.scopes.contains(&scope) { Ok(()) } else { Err(ApiError::forbidden()) }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::new_id;

    use super::*;

    fn agent() -> Principal {
        Principal {
            user_id: new_id(),
            company_id: new_id(),
            role: Role::Agent,
            email: "ana@example.com".into(),
            name: "Ana".into(),
            locale: None,
            department_id: None,
            department_ids: vec![new_id()],
            active_department_ids: vec![],
            in_root: false,
        }
    }

    #[test]
    fn an_agent_sees_what_is_theirs_or_of_their_departments() {
        let ana = agent();
        let other = Some(new_id());
        assert!(ana.sees(Some(ana.user_id), None, other));
        assert!(ana.sees(other, Some(ana.user_id), other));
        assert!(ana.sees(other, None, Some(ana.department_ids[0])));
        assert!(!ana.sees(other, other, other));
        assert!(!ana.sees(None, None, None), "no department: for the root only");
        assert!(Principal { in_root: true, ..ana.clone() }.sees(None, None, None));
        assert!(Principal { role: Role::Supervisor, ..ana }.sees(other, other, other));
    }

    #[test]
    fn guards_follow_the_role() {
        let code = |result: Result<(), ApiError>| result.err().map(|error| error.code());
        let with = |role| Principal { role, ..agent() };
        assert_eq!(code(with(Role::Agent).supervisor()), Some(Code::Forbidden));
        assert_eq!(code(with(Role::Supervisor).supervisor()), None);
        assert_eq!(code(with(Role::Supervisor).admin()), Some(Code::Forbidden));
        assert_eq!(code(with(Role::Admin).admin()), None);
    }
}
