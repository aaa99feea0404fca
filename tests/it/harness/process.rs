use std::fs::{self, File, OpenOptions};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::wait::wait_until;

const FIRST_PORT: u32 = 10_000;
const PORTS: u32 = 10_000;
const PORTS_OF_A_TEST: u32 = 16;

/// A child process that a test may kill and start again. It ends with its value.
pub(crate) struct Process {
    pub(crate) name: String,
    program: PathBuf,
    args: Vec<String>,
    env: Vec<(String, String)>,
    directory: PathBuf,
    log: PathBuf,
    child: Option<Child>,
}

impl Process {
    /// Start `program`, with nothing of the caller's environment but `PATH`, and its output in `logs/name.log`.
    pub(crate) fn start(
        name: &str,
        program: impl Into<PathBuf>,
        args: &[&str],
        env: Vec<(String, String)>,
        directory: &Path,
    ) -> Self {
        let logs = directory.join("logs");
        fs::create_dir_all(&logs).expect("the log folder can be made");
        let mut process = Self {
            name: name.to_owned(),
            program: program.into(),
            args: args.iter().map(|&arg| arg.to_owned()).collect(),
            env,
            directory: directory.to_owned(),
            log: logs.join(format!("{name}.log")),
            child: None,
        };
        process.launch();
        process
    }

    /// Start again after the end, with the same arguments, port and data.
    pub(crate) fn launch(&mut self) {
        assert!(self.child.is_none(), "{} is still running", self.name);
        let child = Command::new(&self.program)
            .args(&self.args)
            .env_clear()
            .envs(caller_path())
            .envs(self.env.iter().cloned())
            .current_dir(&self.directory)
            .stdin(Stdio::null())
            .stdout(self.output())
            .stderr(self.output())
            .spawn();
        self.child = Some(child.unwrap_or_else(|error| panic!("{} does not start: {error}", self.program.display())));
    }

    /// Change a setting for the next start.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.env.retain(|(known, _)| known != name);
        self.env.push((name.to_owned(), value.to_owned()));
    }

    fn output(&self) -> File {
        OpenOptions::new().create(true).append(true).open(&self.log).expect("the log file can be written")
    }

    pub(crate) fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// `kill -9`: no code of the program runs any more.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().ok();
            child.wait().ok();
        }
    }

    /// Send a signal by its name, as `TERM` or `STOP`.
    pub(crate) fn signal(&self, signal: &str) {
        let pid = self.pid().unwrap_or_else(|| panic!("{} is not running", self.name));
        let sent = Command::new("kill").arg(format!("-{signal}")).arg(pid.to_string()).status();
        assert!(sent.is_ok_and(|status| status.success()), "{} could not be signalled", self.name);
    }

    /// SIGTERM, then the exit status. Panics when it takes longer than `grace`.
    pub(crate) async fn stop(&mut self, grace: Duration) -> ExitStatus {
        self.signal("TERM");
        self.exit(grace).await
    }

    /// Wait for the end by itself.
    pub(crate) async fn exit(&mut self, timeout: Duration) -> ExitStatus {
        let what = format!("the end of {}", self.name);
        wait_until(&what, timeout, async || self.ended()).await
    }

    /// The exit status, once it ended by itself.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        let status = self.child.as_mut()?.try_wait().expect("a child can be asked")?;
        self.child = None;
        Some(status)
    }

    /// Everything it wrote, over all its lives.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    fn tell_last_words(&self) {
        const LINES: usize = 80;
        let log = self.log();
        // What was asked again and again while waiting says nothing.
        let lines: Vec<&str> =
            log.lines().filter(|line| !line.contains("api::middleware") || !line.contains("GET")).collect();
        eprintln!("---- {} (last {LINES} lines) ----", self.name);
        for line in &lines[lines.len().saturating_sub(LINES)..] {
            eprintln!("{line}");
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            self.tell_last_words();
        }
    }
}

/// A port that was free a moment ago. Each test is a process, and takes its ports from a place of its own, below those that the system
/// gives to connections: what was free to two tests at once would be taken by the one, and believed by the other to be its program.
pub(crate) fn free_port() -> u16 {
    static TAKEN: AtomicU32 = AtomicU32::new(0);
    loop {
        let place = std::process::id() * PORTS_OF_A_TEST + TAKEN.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(FIRST_PORT + place % PORTS).expect("it is below 20000");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

/// Whether the tests under load run in the full length of SPEC 14.
pub(crate) fn is_long() -> bool {
    variable("WPP_TEST_LONG").is_some_and(|value| value != "0")
}

fn caller_path() -> impl Iterator<Item = (String, String)> {
    variable("PATH").map(|path| ("PATH".to_owned(), path)).into_iter()
}
