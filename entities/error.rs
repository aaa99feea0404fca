//! Why the store could not do what was asked, by what the caller can do about it.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else holds the lock or won the race: do the whole transaction again.
    #[error("contended: {0}")]
    Contended(#[source] DbErr),
    /// The database is not there. Nothing was stored.
    #[error("unreachable: {0}")]
    Unreachable(#[source] DbErr),
    /// A unique index refused the row; the text names the index or its columns.
    #[error("duplicate: {0}")]
    Duplicate(String),
    /// A CHECK, a foreign key, or a row that cannot be read: a mistake of ours, and trying again will not help.
    #[error("invalid: {what}")]
    Invalid {
        what: String,
        #[source]
        source: Option<DbErr>,
    },
}

impl StoreError {
    pub fn invalid(what: impl Into<String>) -> Self {
        Self::Invalid { what: what.into(), source: None }
    }

    /// True when the same call may succeed a moment later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Contended(_) | Self::Unreachable(_))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(what)) = error.sql_err() {
            return Self::Duplicate(what);
        }
        match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unreachable(error),
            DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner)) => {
                match inner.as_ref() {
                    sqlx::Error::Database(database) => match database.code().as_deref() {
                        // Serialization failure, deadlock, lock not available, statement timeout; SQLITE_BUSY and its kin.
                        Some("40001" | "40P01" | "55P03" | "57014" | "5" | "6" | "261" | "517") => {
                            Self::Contended(error)
                        }
                        // Shutting down, starting up, too many connections.
                        Some("57P01" | "57P02" | "57P03" | "53300") => Self::Unreachable(error),
                        _ => Self::Invalid { what: error.to_string(), source: Some(error) },
                    },
                    sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => {
                        Self::Unreachable(error)
                    }
                    _ => Self::Invalid { what: error.to_string(), source: Some(error) },
                }
            }
            _ => Self::Invalid { what: error.to_string(), source: Some(error) },
        }
    }
}
