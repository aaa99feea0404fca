//! A PostgreSQL server of the test's own, reached over a socket in its own directory, so that no port is taken.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub(crate) struct Server {
    home: TempDir,
    bin: PathBuf,
}

impl Server {
    /// With `more` options on its command line. `None` where no PostgreSQL is installed.
    pub(crate) fn start(more: &str) -> Option<Self> {
        let bin = std::fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .filter(|bin| bin.join("initdb").exists())
            .max()?;
        let server = Self { home: crate::directory(), bin };
        let home = server.home.path();
        if is_root() {
            let owned = Command::new("chown").arg("postgres").arg(home).status();
            assert!(owned.is_ok_and(|status| status.success()), "the directory can be given to postgres");
        }
        server.run("initdb", &["-D", &server.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]);
        let options =
            format!("-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off{more}", home.display());
        let log = text(&home.join("log"));
        server.run("pg_ctl", &["-D", &server.data(), "-w", "-l", &log, "-o", &options, "start"]);
        Some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.home.path().display())
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.home.path().join("log")
    }

    pub(crate) fn sql(&self, statements: &str) {
        let home = text(self.home.path());
        self.run("psql", &["-q", "-v", "ON_ERROR_STOP=1", "-h", &home, "-U", "postgres", "-c", statements]);
    }

    fn data(&self) -> String {
        text(&self.home.path().join("data"))
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
        assert!(status.is_ok_and(|status| status.success()), "{program} failed");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "stop"]);
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
