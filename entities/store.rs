//! The live database of a process: `PostgreSQL` with one pool for reads and writes, or SQLite with one writer and some readers.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use domain::id::CompanyId;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    TransactionOptions, TransactionTrait as _,
};

use crate::cipher::Cipher;
use crate::error::StoreError;
use crate::scope::{Reading, Scope, Writing};
use crate::system::System;

/// How many connections a `PostgreSQL` store may hold. Receiver, API and workers have a pool each, so that none starves another.
#[derive(Debug, Clone, Copy)]
pub struct Pool {
    pub connections: u32,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Store {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    cipher: Cipher,
    epoch: Arc<AtomicI32>,
}

impl Store {
    /// Open `postgres://..` or `sqlite://..`; a SQLite file is created when it is missing.
    pub async fn open(url: &str, pool: Pool, cipher: Cipher) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            let writer = Database::connect(sqlite(url, 1, false)).await?;
            let reader = Database::connect(sqlite(url, 8, true)).await?;
            Ok(Self { reader, writer, cipher, epoch: Arc::default() })
        } else {
            let pool = Database::connect(postgres(url, pool.connections)).await?;
            Ok(Self { reader: pool.clone(), writer: pool, cipher, epoch: Arc::default() })
        }
    }

    /// Bring the schema up to date. Safe from several processes at once.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        Ok(migration::Migrator::run(&self.writer).await?)
    }

    /// Names of migrations that are not applied.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        Ok(migration::Migrator::pending(&self.writer).await?)
    }

    /// Learn the log's epoch, which a restored database moves. Once at start, after the migrations.
    pub async fn open_log(&self) -> Result<(), StoreError> {
        let epoch = self.system().installation().await?.log_epoch;
        self.epoch.store(epoch, Ordering::Relaxed);
        Ok(())
    }

    fn epoch(&self) -> i32 {
        self.epoch.load(Ordering::Relaxed)
    }

    /// One round trip, to know that the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.reader.ping().await?)
    }

    /// End every connection; what is asked afterwards fails as unreachable.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.reader.close_by_ref().await?;
        Ok(self.writer.close_by_ref().await?)
    }

    /// A company's rows, for reading.
    pub fn company(&self, company: CompanyId) -> Scope<Reading> {
        Scope::new(company, Reading(self.reader.clone()), self.cipher.clone(), self.epoch())
    }

    /// A transaction on a company's rows. Dropped without [`Scope::commit`], it is as if it had never been.
    pub async fn begin(&self, company: CompanyId) -> Result<Scope<Writing>, StoreError> {
        Ok(Scope::new(company, Writing(self.transaction().await?), self.cipher.clone(), self.epoch()))
    }

    /// The few reads that span companies.
    pub fn system(&self) -> System<Reading> {
        System::new(Reading(self.reader.clone()), self.cipher.clone(), self.epoch())
    }

    /// A transaction across companies: claims, the webhook receiver, maintenance.
    pub async fn begin_system(&self) -> Result<System<Writing>, StoreError> {
        Ok(System::new(Writing(self.transaction().await?), self.cipher.clone(), self.epoch()))
    }

    pub fn is_sqlite(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Sqlite
    }

    async fn transaction(&self) -> Result<DatabaseTransaction, StoreError> {
        // SQLite: taking the write lock at the start is what makes a transaction that reads first safe from SQLITE_BUSY.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|options| {
            options.options([
                ("lock_timeout", "3000"),
                ("statement_timeout", "10000"),
                ("idle_in_transaction_session_timeout", "10000"),
            ])
        });
    options
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(!read_only)
                .read_only(read_only)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
        });
    options
}
