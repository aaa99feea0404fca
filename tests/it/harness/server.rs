//! A PostgreSQL of one test alone: it may be stopped in the middle of everything.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::process::{Process, free_port};
use super::wait::{PATIENCE, wait_until};

/// The server ends with its value. Its user is `wppconnector`, who needs no password.
pub(crate) struct PostgresServer {
    process: Process,
    port: u16,
    _home: TempDir,
}

impl PostgresServer {
    pub(crate) async fn start() -> Self {
        let home = tempfile::tempdir().expect("a folder can be made");
        let data = home.path().join("data");
        fs::create_dir(&data).expect("the folder of the server can be made");
        if let Some((user, group)) = its_own_user() {
            fs::set_permissions(home.path(), Permissions::from_mode(0o755)).expect("the folder can be opened");
            chown(&data, Some(user), Some(group)).expect("the folder can be given away");
        }
        let text = data.to_string_lossy().into_owned();
        let flags = ["--username", "wppconnector", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"];
        let words = as_its_user(&program("initdb"), &[&["--pgdata", &text, "--no-sync"], &flags[..]].concat());
        let made = Command::new(&words[0]).args(&words[1..]).current_dir("/").output().expect("initdb starts");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));

        let port = free_port();
        let (port_text, sockets) = (port.to_string(), format!("unix_socket_directories={text}"));
        let settings =
            ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c", "fsync=off", "-c", &sockets];
        let words = as_its_user(&program("postgres"), &[&["-D", &text, "-p", &port_text], &settings[..]].concat());
        let args: Vec<&str> = words[1..].iter().map(String::as_str).collect();
        let process = Process::start("postgres", &words[0], &args, Vec::new(), home.path());
        let server = Self { process, port, _home: home };
        server.answers().await;
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://wppconnector@127.0.0.1:{}/postgres", self.port)
    }

    /// As `pg_ctl stop -m immediate`: every connection breaks, nothing is put away.
    pub(crate) async fn stop(&mut self) {
        self.process.signal("QUIT");
        self.process.exit(PATIENCE).await;
    }

    /// Start it again, and wait until it has recovered.
    pub(crate) async fn start_again(&mut self) {
        self.process.launch();
        self.answers().await;
    }

    async fn answers(&self) {
        let ask =
            || Command::new("psql").arg(self.url()).args(["--no-psqlrc", "--quiet", "--command", "SELECT"]).output();
        wait_until("PostgreSQL", 2 * PATIENCE, async || ask().ok().filter(|answer| answer.status.success())).await;
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        // A killed one would leave its shared memory behind.
        if self.process.ended().is_none() && self.process.pid().is_some() {
            self.process.signal("QUIT");
            for _ in 0..100 {
                if self.process.ended().is_some() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

/// The newest of the distribution's, else whatever `PATH` finds.
fn program(name: &str) -> String {
    let found = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = found.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path()))).max();
    let path = newest.map(|(_, path): (u32, PathBuf)| path.join("bin").join(name)).filter(|path| path.exists());
    path.map_or_else(|| name.to_owned(), |path| path.to_string_lossy().into_owned())
}

/// PostgreSQL refuses to run as root: then its own user runs it, whose ids these are.
fn its_own_user() -> Option<(u32, u32)> {
    let id = |args: &[&str]| {
        let output = Command::new("id").args(args).output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse::<u32>().ok()
    };
    let is_root = id(&["-u"]) == Some(0) && Path::new("/proc").exists();
    is_root
        .then(|| (id(&["-u", "postgres"]), id(&["-g", "postgres"])))
        .map(|(user, group)| (user.expect("a user postgres"), group.expect("a group postgres")))
}

/// The command's words; in place of the shell's helper, so that its process id is the server's own.
fn as_its_user(program: &str, args: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    if let Some((user, group)) = its_own_user() {
        words = vec![
            "setpriv".to_owned(),
            format!("--reuid={user}"),
            format!("--regid={group}"),
            "--clear-groups".to_owned(),
        ];
    }
    words.push(program.to_owned());
    words.extend(args.iter().map(|&arg| arg.to_owned()));
    words
}
