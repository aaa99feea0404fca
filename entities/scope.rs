//! One company's view of the store. Whoever holds a scope can reach that company's rows and no others.

use domain::id::CompanyId;
use sea_orm::{DatabaseConnection, DatabaseExecutor, DatabaseTransaction};

use crate::cipher::Cipher;
use crate::error::StoreError;

/// Reading from the pool, or inside a transaction that may write.
pub trait Mode: Send + Sync {
    #[doc(hidden)]
    fn executor(&self) -> DatabaseExecutor<'_>;
}

/// Each query takes a connection of the pool.
#[derive(Clone)]
pub struct Reading(pub(crate) DatabaseConnection);

/// All queries run in one transaction.
pub struct Writing(pub(crate) DatabaseTransaction);

impl Mode for Reading {
    fn executor(&self) -> DatabaseExecutor<'_> {
        (&self.0).into()
    }
}

impl Mode for Writing {
    fn executor(&self) -> DatabaseExecutor<'_> {
        (&self.0).into()
    }
}

/// The company's rows. Its accessors, one per aggregate, are in `queries/`.
#[derive(Clone)]
pub struct Scope<M = Reading> {
    pub company: CompanyId,
    pub(crate) mode: M,
    pub(crate) cipher: Cipher,
    /// The part of the log that is written now: see [`domain::seq::Seq`].
    pub(crate) epoch: i32,
}

impl<M: Mode> Scope<M> {
    pub(crate) fn new(company: CompanyId, mode: M, cipher: Cipher, epoch: i32) -> Self {
        Self { company, mode, cipher, epoch }
    }

    pub(crate) fn db(&self) -> DatabaseExecutor<'_> {
        self.mode.executor()
    }
}

impl Scope<Writing> {
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.mode.0.commit().await?)
    }

    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.mode.0.rollback().await?)
    }
}
