//! The accounts of the store: what every request reads anew of its caller.

use async_trait::async_trait;
use domain::clock::Clock;
use domain::id::UserId;
use entities::{Store, StoreError};

use crate::auth::{Account, Accounts, AccountsError, KeyAccount, KeyPrincipal, Principal};

/// [`Accounts`] over the database.
#[derive(Clone)]
pub struct StoredAccounts {
    pub store: Store,
    pub clock: Clock,
}

impl From<StoreError> for AccountsError {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

#[async_trait]
impl Accounts for StoredAccounts {
    async fn user(&self, id: UserId) -> Result<Option<Account>, AccountsError> {
        let Some(found) = self.store.system().caller(id).await? else { return Ok(None) };
        let user = found.user;
        Ok(Some(Account {
            token_version: user.token_version,
            is_active: user.is_active,
            company_is_active: found.company_is_active,
            principal: Principal {
                user_id: user.id,
                company_id: user.company_id,
                role: user.role.0,
                in_root: found.in_root,
                active_department_ids: user.active_departments(),
                email: user.email,
                name: user.name,
                locale: user.locale,
                department_id: user.department_id,
                department_ids: found.department_ids,
            },
        }))
    }

    async fn key(&self, hash: &[u8; 32]) -> Result<Option<KeyAccount>, AccountsError> {
        let now = self.clock.now();
        let Some(key) = self.store.system().key_caller(hash, now).await? else { return Ok(None) };
        if key.is_use_unnoted(now) {
            // Beside the request: a note that is lost costs nothing, and nobody waits for it.
            let (store, id) = (self.store.clone(), key.id);
            tokio::spawn(async move {
                if let Err(error) = store.single().key_used(id, now).await {
                    tracing::debug!(%error, "the use of a key was not noted");
                }
            });
        }
        let scopes = serde_json::from_value(key.scopes).unwrap_or_default();
        Ok(Some(KeyAccount {
            principal: KeyPrincipal { key_id: key.id, company_id: key.company_id, scopes },
            rate_per_minute: key.rate_per_minute.and_then(|rate| u32::try_from(rate).ok()),
        }))
    }
}
