//! What spans companies: login, channel lookup, claims, the due-scan, the log reader. A short list on purpose, each with a reason.

use sea_orm::DatabaseExecutor;

use crate::cipher::Cipher;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use domain::id::CompanyId;

#[derive(Clone)]
pub struct System<M> {
    pub(crate) mode: M,
    pub(crate) cipher: Cipher,
    pub(crate) epoch: i32,
}

impl<M: Mode> System<M> {
    pub(crate) fn new(mode: M, cipher: Cipher, epoch: i32) -> Self {
        Self { mode, cipher, epoch }
    }

    pub(crate) fn db(&self) -> DatabaseExecutor<'_> {
        self.mode.executor()
    }
}

impl System<Writing> {
    /// Go on inside one company, in the same transaction: for what was claimed, or for a company just made.
    pub fn into_company(self, company: CompanyId) -> Scope<Writing> {
        Scope::new(company, self.mode, self.cipher, self.epoch)
    }

    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.mode.tx.commit().await?)
    }
}
