//! The schema: one table a file, upwards only, the same on PostgreSQL and SQLite.
//!
//! A released migration is never edited; a change is a new file at the end of the list.

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait as _,
};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod sql;
mod tables;

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        tables::all()
    }
}

impl Migrator {
    /// Apply what is missing, all of it or nothing.
    ///
    /// Safe from many hosts at once: everything happens in one transaction, which takes a lock first, so that whoever comes
    /// second finds the work done.
    pub async fn run(db: &DatabaseConnection) -> Result<(), DbErr> {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = db.begin_with_options(immediate).await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_unprepared(POSTGRES_LOCK).await?;
        }
        Self::up(&transaction, None).await?;
        transaction.commit().await
    }

    /// The names of the migrations that [`Migrator::run`] would apply. Writes nothing.
    pub async fn pending(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
        let pending = Self::get_pending_migrations_read_only(db).await?;
        Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
    }
}

/// The connection's own timeouts are meant for requests; a migration, or the wait for another host's, may take longer. The
/// number of the lock is arbitrary, and ours.
const POSTGRES_LOCK: &str = "
    set local lock_timeout = 0;
    set local statement_timeout = 0;
    set local idle_in_transaction_session_timeout = 0;
    select pg_advisory_xact_lock(7771300142);
";
