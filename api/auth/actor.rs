//! Somebody who acts: a user, or a program with a key. What both have in common, for everything that may be done by either.

use domain::id::{CompanyId, DepartmentId, UserId};
use entities::Conversation;
use uuid::Uuid;

use super::principal::{KeyPrincipal, Principal};
use super::scheme::{Caller, Who};
use super::scope::Needed;
use crate::error::ApiError;

/// A key sees and may do in its company what a supervisor does, as far as its scopes let it in at all; it is nobody's user.
pub trait Actor: Send + Sync {
    fn company_id(&self) -> CompanyId;

    /// `None` = a program.
    fn user(&self) -> Option<&Principal>;

    /// `None` = a person.
    fn key_id(&self) -> Option<Uuid>;

    fn user_id(&self) -> Option<UserId> {
        self.user().map(|user| user.user_id)
    }

    fn supervises(&self) -> bool {
        self.user().is_none_or(|user| user.role.supervises())
    }

    fn is_member(&self, department: Option<DepartmentId>) -> bool {
        self.user().is_none_or(|user| department.map_or(user.in_root, |department| user.is_member(department)))
    }

    fn sees(&self, row: &Conversation) -> bool {
        self.user().is_none_or(|user| user.sees(row.assigned_user_id, row.last_attendant_id, row.department_id))
    }

    /// Supervisors, administrators and keys pass.
    fn must_supervise(&self) -> Result<(), ApiError> {
        if self.supervises() { Ok(()) } else { Err(ApiError::forbidden()) }
    }

    /// Administrators and keys pass.
    fn must_administer(&self) -> Result<(), ApiError> {
        self.user().map_or(Ok(()), Principal::admin)
    }

    /// Whose idempotency keys, buckets and the like these are.
    fn name(&self) -> String {
        match (self.user_id(), self.key_id()) {
            (Some(user), _) => format!("user:{user}"),
            (None, key) => format!("key:{}", key.unwrap_or_default()),
        }
    }
}

impl Actor for Principal {
    fn company_id(&self) -> CompanyId {
        self.company_id
    }

    fn user(&self) -> Option<&Principal> {
        Some(self)
    }

    fn key_id(&self) -> Option<Uuid> {
        None
    }
}

impl Actor for KeyPrincipal {
    fn company_id(&self) -> CompanyId {
        self.company_id
    }

    fn user(&self) -> Option<&Principal> {
        None
    }

    fn key_id(&self) -> Option<Uuid> {
        Some(self.key_id)
    }
}

impl Actor for Who {
    fn company_id(&self) -> CompanyId {
        self.company_id()
    }

    fn user(&self) -> Option<&Principal> {
        self.user()
    }

    fn key_id(&self) -> Option<Uuid> {
        match self {
            Self::User(_) => None,
            Self::Key(key) => Some(key.key_id),
        }
    }
}

impl<S: Needed> Actor for Caller<S> {
    fn company_id(&self) -> CompanyId {
        self.who.company_id()
    }

    fn user(&self) -> Option<&Principal> {
        self.who.user()
    }

    fn key_id(&self) -> Option<Uuid> {
        self.who.key_id()
    }
}
