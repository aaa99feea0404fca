//! What stands behind the program: a database and a Redis for one test alone.

use std::path::Path;
use std::process::Command;

use super::process::{Process, free_port, variable};
use super::wait::{PATIENCE, wait_until};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Embedded,
    Cluster,
}

impl Profile {
    /// What `WPP_TEST_PROFILE` says; embedded when it says nothing.
    pub(crate) fn of_this_run() -> Self {
        match variable("WPP_TEST_PROFILE").as_deref() {
            None | Some("embedded") => Self::Embedded,
            Some("cluster") => Self::Cluster,
            Some(other) => panic!("WPP_TEST_PROFILE is embedded or cluster, not {other}"),
        }
    }
}

/// A database of its own on the server at `WPP_TEST_DATABASE_URL`. It is dropped with its value.
pub(crate) struct Postgres {
    server: String,
    name: String,
}

impl Postgres {
    pub(crate) fn create() -> Self {
        let server = variable("WPP_TEST_DATABASE_URL")
            .expect("WPP_TEST_DATABASE_URL names a PostgreSQL: eval \"$(scripts/services start)\"");
        Self::create_at(server)
    }

    /// On another server.
    pub(crate) fn create_at(server: String) -> Self {
        let name = format!("it_{}", domain::id::new_id().simple());
        let database = Self { server, name };
        database.on_server(&format!("CREATE DATABASE {}", database.name)).expect("the database can be made");
        database
    }

    pub(crate) fn url(&self) -> String {
        let mut url = url::Url::parse(&self.server).expect("WPP_TEST_DATABASE_URL is an address");
        url.set_path(&self.name);
        url.into()
    }

    /// Run SQL, and give its rows as lines with `|` between the columns.
    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        psql(&self.url(), sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    fn on_server(&self, sql: &str) -> Result<Vec<String>, String> {
        psql(&self.server, sql)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)) {
            eprintln!("{} stays behind: {error}", self.name);
        }
    }
}

pub(super) fn psql(url: &str, sql: &str) -> Result<Vec<String>, String> {
    let flags = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", "--command", sql];
    let output = Command::new("psql").arg(url).args(flags).output().map_err(|error| format!("psql: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

/// A Redis of its own: it shares no channel with another test, and it may be killed or emptied.
pub(crate) struct Redis {
    pub(crate) process: Process,
    port: u16,
}

impl Redis {
    pub(crate) async fn start(directory: &Path) -> Self {
        let port = free_port();
        let home = directory.join("redis");
        std::fs::create_dir_all(&home).expect("the folder of Redis can be made");
        let (port_text, home) = (port.to_string(), home.to_string_lossy().into_owned());
        let keep = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
        let args = [&["--port", &port_text, "--bind", "127.0.0.1", "--dir", &home][..], &keep].concat();
        let process = Process::start("redis", "redis-server", &args, Vec::new(), directory);
        let redis = Self { process, port };
        redis.answers().await;
        redis
    }

    /// Give it a command, as `["FLUSHALL"]`, and its answer.
    pub(crate) fn told(&self, words: &[&str]) -> String {
        let output = Command::new("redis-cli").args(["-u", &self.url()]).args(words).output();
        String::from_utf8_lossy(&output.expect("redis-cli is installed").stdout).trim().to_owned()
    }

    /// Wait until it takes connections, after a start or a restart.
    pub(crate) async fn answers(&self) {
        let address = ("127.0.0.1", self.port);
        wait_until("Redis", PATIENCE, async || tokio::net::TcpStream::connect(address).await.ok()).await;
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}
