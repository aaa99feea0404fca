//! The program as it is delivered: the release binary, in processes of its own.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::{Args, ValueEnum};
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use crate::http::Api;
use crate::services::Services;

const OPS_TOKEN: &str = "ops-token-of-the-bench";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    /// `SQLite` and one process.
    Embedded,
    /// PostgreSQL, Redis, one `api` and one `workers`.
    Cluster,
}

/// Which program is measured, and where.
#[derive(Debug, Clone, Args)]
pub(crate) struct Subject {
    /// The program; by default `target/release/wppconnector` of this workspace.
    #[arg(long, env = "WPP_BENCH_PROGRAM", value_name = "FILE")]
    program: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "cluster")]
    pub(crate) profile: Profile,
    /// Databases and logs are made in a new folder here, and removed at the end.
    #[arg(long, value_name = "FOLDER")]
    directory: Option<PathBuf>,
}

impl Subject {
    fn program(&self) -> anyhow::Result<PathBuf> {
        let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/wppconnector");
        let program = self.program.clone().unwrap_or_else(usual);
        program.canonicalize().with_context(|| {
            format!(
                "{} is not there: build it with `cargo build --release`, or name another with --program or \
                 WPP_BENCH_PROGRAM",
                program.display()
            )
        })
    }
}

/// A new folder for databases and logs.
pub(crate) fn folder(parent: Option<&Path>) -> anyhow::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("wppconnector-bench.");
    Ok(match parent {
        Some(parent) => builder.tempdir_in(parent)?,
        None => builder.tempdir()?,
    })
}

/// One installation, running. Everything of it ends and vanishes with its value.
pub(crate) struct Installation {
    pub(crate) profile: Profile,
    pub(crate) processes: Vec<Process>,
    // Dropped after the processes that use them, in this order.
    pub(crate) services: Option<Services>,
    program: PathBuf,
    env: Vec<(&'static str, String)>,
    folder: TempDir,
}

pub(crate) struct Process {
    pub(crate) name: &'static str,
    pub(crate) port: u16,
    child: Child,
}

impl Installation {
    pub(crate) async fn start(subject: &Subject) -> anyhow::Result<Self> {
        let program = subject.program()?;
        let folder = folder(subject.directory.as_deref())?;
        let services = match subject.profile {
            Profile::Embedded => None,
            Profile::Cluster => Some(Services::start(folder.path())?),
        };
        let port = free_port()?;
        let env = settings(folder.path(), services.as_ref(), port);
        let mut installation = Self { profile: subject.profile, processes: Vec::new(), services, program, env, folder };
        if subject.profile == Profile::Embedded {
            installation.launch("all-in-one", port)?;
        } else {
            installation.command(&["migrate", "up"])?;
            installation.launch("api", port)?;
            installation.launch("workers", free_port()?)?;
        }
        installation.ready().await?;
        Ok(installation)
    }

    fn launch(&mut self, name: &'static str, port: u16) -> anyhow::Result<()> {
        let process = self.spawn(name, port)?;
        self.processes.push(process);
        Ok(())
    }

    fn spawn(&self, name: &'static str, port: u16) -> anyhow::Result<Process> {
        let log = File::options().create(true).append(true).open(self.folder.path().join(format!("{name}.log")))?;
        let child = self.with_env(port).arg(name).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        Ok(Process { name, port, child })
    }

    fn with_env(&self, port: u16) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear().envs(self.env.iter().cloned()).env("PORT", port.to_string());
        command.current_dir(self.folder.path());
        command
    }

    /// Run a command of the program beside the servers; gives its standard output, whether it found fault or not.
    pub(crate) fn command(&self, args: &[&str]) -> anyhow::Result<(bool, String)> {
        let output = self.with_env(free_port()?).args(args).stdin(Stdio::null()).output()?;
        if output.stdout.is_empty() && !output.status.success() {
            bail!("`{}` ended with {}: {}", args.join(" "), output.status, String::from_utf8_lossy(&output.stderr));
        }
        Ok((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// `kill -9`, and a new start.
    pub(crate) async fn crash(&mut self, index: usize) -> anyhow::Result<()> {
        let (name, port) = (self.processes[index].name, self.processes[index].port);
        self.processes[index].end();
        self.processes[index] = self.spawn(name, port)?;
        self.ready().await
    }

    /// Wait until every process says that it is ready.
    pub(crate) async fn ready(&mut self) -> anyhow::Result<()> {
        let end = Instant::now() + Duration::from_mins(1);
        for process in &mut self.processes {
            let api = Api::new(address(process.port), "");
            while api.get("/readyz").await.is_err() {
                if let Some(status) = process.child.try_wait()? {
                    let log = std::fs::read_to_string(self.folder.path().join(format!("{}.log", process.name)))?;
                    bail!("{} ended with {status}:\n{log}", process.name);
                }
                anyhow::ensure!(Instant::now() < end, "{} is not ready after a minute", process.name);
                sleep(Duration::from_millis(50)).await;
            }
        }
        Ok(())
    }

    /// Where webhooks, the API and sockets are served.
    pub(crate) fn address(&self) -> SocketAddr {
        address(self.processes[0].port)
    }

    /// A caller of the operations of the whole installation.
    pub(crate) fn ops(&self) -> Api {
        Api::new(self.address(), OPS_TOKEN)
    }

    /// How its settings differ from the defaults, for the report.
    pub(crate) fn stated(&self) -> Value {
        self.services.as_ref().map_or("SQLite as the program opens it".into(), |_| crate::services::SETTINGS.into())
    }
}

impl Process {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    fn end(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// The defaults but for addresses, secrets and the limits that would stop the load.
fn settings(folder: &Path, services: Option<&Services>, port: u16) -> Vec<(&'static str, String)> {
    let mut settings = vec![
        ("WPPC_DATA_DIR", folder.join("data").to_string_lossy().into_owned()),
        ("BIND_ADDRESS", "127.0.0.1".into()),
        ("PUBLIC_URL", format!("http://127.0.0.1:{port}")),
        ("OPS_TOKEN", OPS_TOKEN.into()),
        ("PROVIDER_PRIVATE_HOSTS", "*".into()),
        ("MEDIA_STORE", "local".into()),
        ("SHUTDOWN_GRACE_SECONDS", "5".into()),
        ("RATE_READS_PER_MINUTE", "0".into()),
        ("RATE_WRITES_PER_MINUTE", "0".into()),
        ("RATE_SENDS_PER_MINUTE", "0".into()),
        ("RATE_ANONYMOUS_PER_MINUTE", "0".into()),
    ];
    if let Some(services) = services {
        settings.extend([
            ("DATABASE_URL", services.database_url.clone()),
            ("REDIS_URL", services.redis_url.clone()),
            ("WHATSAPP_PROVIDER", "WAHA".into()),
            ("JWT_SECRET", STANDARD.encode([3; 32])),
            ("ENCRYPTION_KEY", STANDARD.encode([4; 32])),
            ("BOOTSTRAP_TOKEN", "bootstrap-token-of-the-bench".into()),
        ]);
    }
    settings
}

fn address(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

/// A port that was free a moment ago.
fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
