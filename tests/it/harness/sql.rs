use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::services::{Profile, psql};
use super::sqlite;

/// The database behind an installation, seen past the program: `psql` on a cluster, `sqlite3` on an embedded one.
#[derive(Clone)]
pub(crate) enum Sql {
    Postgres(String),
    Sqlite(PathBuf),
}

impl Sql {
    pub(crate) fn profile(&self) -> Profile {
        match self {
            Self::Postgres(_) => Profile::Cluster,
            Self::Sqlite(_) => Profile::Embedded,
        }
    }

    /// Run SQL that both databases understand, and give its rows as lines with `|` between the columns.
    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        match self {
            Self::Postgres(url) => psql(url, sql).unwrap_or_else(|error| panic!("{sql}: {error}")),
            Self::Sqlite(file) => sqlite::query(file, sql),
        }
    }

    /// Run the words of the database at hand.
    pub(crate) fn either(&self, postgres: &str, sqlite: &str) -> Vec<String> {
        self.query(if self.profile() == Profile::Cluster { postgres } else { sqlite })
    }

    /// Ask the same again and again beside the test, and keep every row that comes: for what must never be.
    pub(crate) fn watch(&self, sql: &'static str) -> Watch {
        let (database, stop) = (self.clone(), Arc::new(AtomicBool::new(false)));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let mut found = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                found.extend(database.query(sql));
                std::thread::sleep(Duration::from_millis(50));
            }
            found
        });
        Watch { stop, thread }
    }
}

/// A question that is asked until [`Watch::rows`].
pub(crate) struct Watch {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Vec<String>>,
}

impl Watch {
    /// Everything that was ever found.
    pub(crate) fn rows(self) -> Vec<String> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().expect("the watch ends")
    }
}
