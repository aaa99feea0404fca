//! An empty database for one test: a SQLite file, a database on the PostgreSQL server that `WPP_TEST_DATABASE_URL` names, or a
//! PostgreSQL server of the test's own. It is gone with its value.

mod guest;
mod server;

use guest::Guest;
use server::Server;
use tempfile::TempDir;

/// The address of an empty database, and what must outlive its use.
pub struct TestDatabase {
    url: String,
    home: Home,
}

enum Home {
    Directory(#[expect(dead_code, reason = "kept for its drop")] TempDir),
    Guest(#[expect(dead_code, reason = "kept for its drop")] Guest),
    Server(Server),
}

impl TestDatabase {
    #[must_use]
    pub fn sqlite() -> Self {
        let directory = directory();
        let url = format!("sqlite://{}", directory.path().join("test.db").display());
        Self { url, home: Home::Directory(directory) }
    }

    /// `None`, loudly, only where there is no `PostgreSQL` at all.
    #[must_use]
    pub fn postgres() -> Option<Self> {
        if let Some(guest) = Guest::of_the_given_server() {
            return Some(Self { url: guest.url(), home: Home::Guest(guest) });
        }
        let Some(server) = Server::start("") else {
            eprintln!("SKIPPED on PostgreSQL: neither WPP_TEST_DATABASE_URL nor a PostgreSQL installation was found");
            return None;
        };
        Some(Self { url: server.url(), home: Home::Server(server) })
    }

    /// A `PostgreSQL` server of its own that writes every statement into its log, after `@` its session and transaction `@`. `None`
    /// where none is installed.
    #[must_use]
    pub fn postgres_that_logs() -> Option<Self> {
        let options = " -c log_statement=all -c log_parameter_max_length=0 -c log_line_prefix='@%p,%v@'";
        let Some(server) = Server::start(options) else {
            eprintln!("SKIPPED: no PostgreSQL installation was found, and another server's log cannot be read");
            return None;
        };
        Some(Self { url: server.url(), home: Home::Server(server) })
    }

    /// Where a server of its own writes what it did.
    #[must_use]
    pub fn log(&self) -> Option<std::path::PathBuf> {
        if let Home::Server(server) = &self.home { Some(server.log()) } else { None }
    }

    /// Run statements on a server of its own as the owner of everything; nothing happens elsewhere.
    pub fn sql(&self, statements: &str) {
        if let Home::Server(server) = &self.home {
            server.sql(statements);
        }
    }

    /// One of each kind.
    #[must_use]
    pub fn both() -> Vec<Self> {
        [Some(Self::sqlite()), Self::postgres()].into_iter().flatten().collect()
    }

    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

fn directory() -> TempDir {
    tempfile::tempdir().expect("a temporary directory can be made")
}
