//! A database of its own for each test: a SQLite file, or a private PostgreSQL server.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub(crate) enum Home {
    Sqlite(TempDir),
    Server(Server),
}

impl Home {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// `None` where there is no PostgreSQL installation.
    pub(crate) fn postgres() -> Option<Self> {
        let server = Server::start();
        if server.is_none() {
            eprintln!("SKIPPED on PostgreSQL: no installation was found");
        }
        server.map(Self::Server)
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(directory) => format!("sqlite://{}", directory.path().join("test.db").display()),
            Self::Server(server) => {
                format!("postgres://postgres@localhost/postgres?host={}", server.home.path().display())
            }
        }
    }
}

/// Reached over a socket in its own directory, so that no port is taken.
pub(crate) struct Server {
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
