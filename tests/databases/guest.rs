//! A database of somebody's server.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use url::Url;

/// Tests of one process must not share a name either.
static MADE: AtomicU32 = AtomicU32::new(0);

/// Dropped from its server together with this value.
pub(crate) struct Guest {
    server: String,
    name: String,
}

impl Guest {
    /// On the server of `WPP_TEST_DATABASE_URL`, when that is set.
    pub(crate) fn of_the_given_server() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "tests have no configuration of their own")]
        let server = std::env::var("WPP_TEST_DATABASE_URL").ok()?;
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let guest = Self { server, name: format!("test_{}_{number}", std::process::id()) };
        guest.on_server(&format!("CREATE DATABASE {}", guest.name)).expect("the database can be made");
        Some(guest)
    }

    pub(crate) fn url(&self) -> String {
        let mut url = Url::parse(&self.server).expect("WPP_TEST_DATABASE_URL is an address");
        url.set_path(&self.name);
        url.into()
    }

    fn on_server(&self, sql: &str) -> Result<(), String> {
        let flags = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", sql];
        let output =
            Command::new("psql").arg(&self.server).args(flags).output().map_err(|error| format!("psql: {error}"))?;
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        if let Err(error) = self.on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)) {
            eprintln!("{} stays behind: {error}", self.name);
        }
    }
}
