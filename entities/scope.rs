//! One company's view of the store. Whoever holds a scope can reach that company's rows and no others.

use domain::id::CompanyId;
use sea_orm::{DatabaseConnection, DatabaseExecutor, DatabaseTransaction};
use tokio::sync::OwnedSemaphorePermit;

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
pub struct Writing {
    pub(crate) tx: DatabaseTransaction,
    /// Goes back when the transaction has ended.
    pub(crate) _share: Option<OwnedSemaphorePermit>,
}

/// Each statement is a transaction of its own, on a connection that may write.
#[derive(Clone)]
pub struct Single(pub(crate) DatabaseConnection);

/// A mode in which rows may be written.
pub trait Writes: Mode {}

impl Writes for Writing {}
impl Writes for Single {}

impl Mode for Single {
    fn executor(&self) -> DatabaseExecutor<'_> {
        (&self.0).into()
    }
}

impl Mode for Reading {
    fn executor(&self) -> DatabaseExecutor<'_> {
        (&self.0).into()
    }
}

impl Mode for Writing {
    fn executor(&self) -> DatabaseExecutor<'_> {
        (&self.tx).into()
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
        Ok(self.mode.tx.commit().await?)
    }

    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.mode.tx.rollback().await?)
    }
}
