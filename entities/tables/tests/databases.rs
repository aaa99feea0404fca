//! Empty databases to migrate: a SQLite file, and a PostgreSQL database of a server that is ours.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection};
use tempfile::TempDir;

/// A connection, and what must outlive it.
pub(crate) struct Empty {
    pub(super) db: DatabaseConnection,
    pub(crate) url: String,
    _home: Home,
}

enum Home {
    Directory(#[expect(dead_code, reason = "kept for its drop")] TempDir),
    Server(#[expect(dead_code, reason = "kept for its drop")] Server),
    /// A database of the server of `WPP_TEST_DATABASE_URL`.
    Guest(#[expect(dead_code, reason = "kept for its drop")] Guest),
}

/// Both databases; PostgreSQL is left out, loudly, only where there is none.
pub(super) async fn empty() -> Vec<Empty> {
    let mut all = vec![sqlite().await];
    all.extend(postgres().await);
    all
}

pub(super) async fn sqlite() -> Empty {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", directory.path().join("test.db").display());
    Empty { db: connect(&url).await, url, _home: Home::Directory(directory) }
}

pub(crate) async fn postgres() -> Option<Empty> {
    #[expect(clippy::disallowed_methods, reason = "the tests have no configuration of their own")]
    let given = std::env::var("WPP_TEST_DATABASE_URL").ok();
    if let Some(url) = given {
        let name = format!("wpp_tables_{}", domain::id::new_id().simple());
        let (address, options) = url.split_once('?').unwrap_or((&url, ""));
        let (server, _) = address.rsplit_once('/').expect("WPP_TEST_DATABASE_URL names a database");
        connect(&url).await.execute_unprepared(&format!("create database {name}")).await.unwrap();
        let own = format!("{server}/{name}?{options}");
        return Some(Empty { db: connect(&own).await, url: own, _home: Home::Guest(Guest { url, name }) });
    }
    let Some(server) = Server::start() else {
        eprintln!("SKIPPED on PostgreSQL: neither WPP_TEST_DATABASE_URL nor a PostgreSQL installation was found");
        return None;
    };
    let url = server.url();
    Some(Empty { db: connect(&url).await, url, _home: Home::Server(server) })
}

/// One connection. `SQLite` waits for locks, as the store does.
pub(super) async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

/// A database of somebody's server, dropped when its test is done.
struct Guest {
    url: String,
    name: String,
}

impl Drop for Guest {
    fn drop(&mut self) {
        let (url, drop) = (self.url.clone(), format!("drop database {} with (force)", self.name));
        // A drop cannot wait, and the test's own runtime is busy with it.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async { connect(&url).await.execute_unprepared(&drop).await.map(|_| ()) })
        });
        if !matches!(dropped.join(), Ok(Ok(()))) {
            eprintln!("left behind: database {}", self.name);
        }
    }
}

/// A private PostgreSQL server, reached over a socket in its own directory, so that no port is taken.
struct Server {
    home: TempDir,
    bin: PathBuf,
}

impl Server {
    fn start() -> Option<Self> {
        let bin = std::fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .filter(|bin| bin.join("initdb").exists())
            .max()?;
        let server = Self { home: tempfile::tempdir().unwrap(), bin };
        let home = server.home.path().to_owned();
        if is_root() {
            assert!(Command::new("chown").arg("postgres").arg(&home).status().unwrap().success());
        }
        server.run("initdb", &["-D", &text(&home.join("data")), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]);
        let options = format!("-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off", home.display());
        let log = text(&home.join("log"));
        server.run("pg_ctl", &["-D", &text(&home.join("data")), "-w", "-l", &log, "-o", &options, "start"]);
        Some(server)
    }

    fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.home.path().display())
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        // A server refuses to run as root.
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(self.bin.join(program));
            command
        } else {
            Command::new(self.bin.join(program))
        };
        let status = command.args(arguments).current_dir("/").stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.unwrap().success(), "{program} failed");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("pg_ctl", &["-D", &text(&self.home.path().join("data")), "-m", "immediate", "stop"]);
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
