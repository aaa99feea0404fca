//! The accounts of the store: what every request reads anew of its caller.

use async_trait::async_trait;
use domain::id::UserId;
use entities::{Store, StoreError};

use crate::auth::{Account, Accounts, AccountsError, KeyAccount, Principal};

/// [`Accounts`] over the database.
#[derive(Clone)]
pub struct StoredAccounts(pub Store);

impl From<StoreError> for AccountsError {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

#[async_trait]
impl Accounts for StoredAccounts {
    async fn user(&self, id: UserId) -> Result<Option<Account>, AccountsError> {
        let Some(found) = self.0.system().account(id).await? else { return Ok(None) };
        let scope = self.0.company(found.company.id);
        let department_ids = scope.agents().memberships(id).await?;
        let root = scope.departments().root().await?;
        let user = found.user;
        Ok(Some(Account {
            token_version: user.token_version,
            is_active: user.is_active,
            company_is_active: found.company.is_active,
            principal: Principal {
                user_id: user.id,
                company_id: user.company_id,
                role: user.role.0,
                in_root: root.is_some_and(|root| department_ids.contains(&root.id)),
                active_department_ids: user.active_departments(),
                email: user.email,
                name: user.name,
                locale: user.locale,
                department_id: user.department_id,
                department_ids,
            },
        }))
    }

    /// No key can be made yet, so none is known.
    async fn key(&self, _hash: &[u8; 32]) -> Result<Option<KeyAccount>, AccountsError> {
        Ok(None)
    }
}
