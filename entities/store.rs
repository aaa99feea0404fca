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
use crate::scope::{Reading, Scope, Single, Writing};
use crate::shares::Shares;
use crate::system::System;

/// Read connections to SQLite, beside its one writer.
const SQLITE_READERS: u32 = 8;

/// So long is a connection waited for.
const POSTGRES_PATIENCE: Duration = Duration::from_secs(5);
const SQLITE_PATIENCE: Duration = Duration::from_secs(10);

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
    shares: Shares,
    cipher: Cipher,
    epoch: Arc<AtomicI32>,
}

impl Store {
    /// Open `postgres://..` or `sqlite://..`; a SQLite file is created when it is missing.
    pub async fn open(url: &str, pool: Pool, cipher: Cipher) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            let writer = Database::connect(sqlite(url, 1, false)).await?;
            let reader = Database::connect(sqlite(url, SQLITE_READERS, true)).await?;
            let shares = Shares::half_of(1, SQLITE_PATIENCE);
            Ok(Self { reader, writer, shares, cipher, epoch: Arc::default() })
        } else {
            let shares = Shares::half_of(pool.connections, POSTGRES_PATIENCE);
            let pool = Database::connect(postgres(url, pool.connections)).await?;
            Ok(Self { reader: pool.clone(), writer: pool, shares, cipher, epoch: Arc::default() })
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
        let share = self.shares.take(company).await?;
        let writing = Writing { tx: self.transaction().await?, _share: Some(share) };
        Ok(Scope::new(company, writing, self.cipher.clone(), self.epoch()))
    }

    /// The few reads that span companies.
    pub fn system(&self) -> System<Reading> {
        System::new(Reading(self.reader.clone()), self.cipher.clone(), self.epoch())
    }

    /// A transaction across companies: claims, the webhook receiver, maintenance.
    pub async fn begin_system(&self) -> Result<System<Writing>, StoreError> {
        Ok(System::new(Writing { tx: self.transaction().await?, _share: None }, self.cipher.clone(), self.epoch()))
    }

    /// Across companies, each statement by itself: leases, which need no transaction around them.
    pub fn single(&self) -> System<Single> {
        System::new(Single(self.writer.clone()), self.cipher.clone(), self.epoch())
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
        .acquire_timeout(POSTGRES_PATIENCE)
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
        .acquire_timeout(SQLITE_PATIENCE)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(!read_only)
                .read_only(read_only)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                // Within this process nobody waits for a lock: only somebody from outside holds one for long.
                .busy_timeout(Duration::from_secs(5))
        });
    options
}
