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
                        Some(code) if is_outage(code) => Self::Unreachable(error),
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

/// The server is shutting down or starting up, or host or disk have no room: the same may well be stored later.
///
/// A state of `PostgreSQL` has five characters, a code of SQLite fewer; its last byte is the kind (10 I/O, 13 full, 14 no file).
fn is_outage(code: &str) -> bool {
    if code.len() == 5 {
        return matches!(code, "57P01" | "57P02" | "57P03") || code.starts_with("53") || code.starts_with("08");
    }
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 10 | 13 | 14))
}

#[cfg(test)]
mod tests {
    use super::is_outage;

    #[test]
    fn a_full_disk_or_a_server_that_starts_is_an_outage_and_a_mistake_is_none() {
        for code in ["57P03", "53100", "53300", "08006", "13", "10", "778", "14"] {
            assert!(is_outage(code), "{code}");
        }
        for code in ["23505", "42601", "1", "19", "2067"] {
            assert!(!is_outage(code), "{code}");
        }
    }
}
