//! A PostgreSQL and a Redis for this run alone, as durable as in production: `scripts/services` starts and stops them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

pub(crate) struct Services {
    home: PathBuf,
    pub(crate) database_url: String,
    pub(crate) redis_url: String,
}

/// The settings, as every report states them.
pub(crate) const SETTINGS: &str = "PostgreSQL fsync=on, synchronous_commit=on, else its defaults, pg_stat_statements; \
                                   Redis appendonly yes, appendfsync everysec, no snapshots";

impl Services {
    pub(crate) fn start(directory: &Path) -> anyhow::Result<Self> {
        let home = directory.join("services");
        // From here on its end stops whatever did start.
        let mut services = Self { home, database_url: String::new(), redis_url: String::new() };
        let said = services.script("start")?;
        services.database_url = exported(&said, "DATABASE_URL").context("scripts/services names no DATABASE_URL")?;
        services.redis_url = exported(&said, "REDIS_URL").context("scripts/services names no REDIS_URL")?;
        services.sql("CREATE EXTENSION pg_stat_statements")?;
        Ok(services)
    }

    /// Run SQL, and give its rows as lines with `|` between the columns.
    pub(crate) fn sql(&self, sql: &str) -> anyhow::Result<Vec<String>> {
        let flags = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", "--command"];
        said(Command::new("psql").arg(&self.database_url).args(flags).arg(sql))
    }

    /// One command to Redis, and the lines of its answer.
    pub(crate) fn redis(&self, command: &[&str]) -> anyhow::Result<Vec<String>> {
        said(Command::new("redis-cli").args(["-u", &self.redis_url]).args(command))
    }

    /// Bytes that Redis holds.
    pub(crate) fn redis_memory(&self) -> anyhow::Result<u64> {
        let info = self.redis(&["INFO", "memory"])?;
        let used = info.iter().find_map(|line| line.strip_prefix("used_memory:"));
        Ok(used.context("Redis tells no used_memory")?.trim().parse()?)
    }

    pub(crate) fn postgres_pid(&self) -> anyhow::Result<u32> {
        first_line(&self.home.join("postgres/data/postmaster.pid"))
    }

    pub(crate) fn redis_pid(&self) -> anyhow::Result<u32> {
        first_line(&self.home.join("redis/redis.pid"))
    }

    fn script(&self, action: &str) -> anyhow::Result<Vec<String>> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/services");
        let mut command = Command::new(script);
        said(command.arg(action).env("WPP_SERVICES_DIR", &self.home).env("WPP_SERVICES_DURABLE", "1"))
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        if let Err(error) = self.script("stop") {
            eprintln!("the services in {} may still run: {error:#}", self.home.display());
        }
    }
}

fn said(command: &mut Command) -> anyhow::Result<Vec<String>> {
    let program = command.get_program().to_string_lossy().into_owned();
    // Into files rather than pipes: a server that the script leaves behind would keep a pipe open.
    let output = tempfile::NamedTempFile::new()?;
    let status = command.stdin(std::process::Stdio::null()).stdout(output.reopen()?).status();
    let status = status.with_context(|| format!("{program} does not start"))?;
    let text = std::fs::read_to_string(output.path())?;
    if !status.success() {
        bail!("{program} ended with {status}: {text}");
    }
    Ok(text.lines().map(str::to_owned).collect())
}

/// The value of `export NAME=value`.
fn exported(lines: &[String], name: &str) -> Option<String> {
    let prefix = format!("export {name}=");
    lines.iter().find_map(|line| line.strip_prefix(&prefix)).map(str::to_owned)
}

fn first_line(path: &Path) -> anyhow::Result<u32> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(text.lines().next().unwrap_or_default().trim().parse()?)
}
