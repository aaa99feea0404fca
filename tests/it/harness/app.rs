mod setup;
mod troubles;

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use tokio::time::timeout;

pub(crate) use self::setup::Setup;
use super::api::{Api, client};
use super::company::Company;
use super::process::{Process, free_port};
use super::server::PostgresServer;
use super::services::{Postgres, Profile, Redis};
use super::sql::Sql;
use super::sqlite::{self, Lock};
use super::wait::{PATIENCE, wait_until};

pub(crate) const OPS_TOKEN: &str = "ops-token-of-the-tests";
pub(crate) const BOOTSTRAP_TOKEN: &str = "bootstrap-token-of-the-tests";
const PROGRAM: &str = env!("CARGO_BIN_EXE_wppconnector");

/// One installation, running. Everything of it ends and vanishes with its value.
pub(crate) struct App {
    pub(crate) profile: Profile,
    /// The servers: `all-in-one`, or `api-1`.. and `workers-1`...
    pub(crate) processes: Vec<Process>,
    /// How far in the future the processes live.
    offset: chrono::Duration,
    ports: Vec<u16>,
    // Dropped after the processes that use them, in this order.
    pub(crate) redis: Option<Redis>,
    pub(crate) postgres: Option<Postgres>,
    server: Option<PostgresServer>,
    /// The outage of an embedded database.
    lock: Option<Lock>,
    env: Vec<(String, String)>,
    directory: TempDir,
    was_sound: AtomicBool,
}

impl App {
    pub(crate) async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let directory = tempfile::tempdir().expect("a folder can be made");
        let server = match setup.profile {
            Profile::Cluster if setup.own_server => Some(PostgresServer::start().await),
            _ => None,
        };
        let (postgres, redis) = match setup.profile {
            Profile::Embedded => (None, None),
            Profile::Cluster => {
                let postgres =
                    server.as_ref().map_or_else(Postgres::create, |server| Postgres::create_at(server.url()));
                (Some(postgres), Some(Redis::start(directory.path()).await))
            }
        };
        let mut app = Self {
            profile: setup.profile,
            processes: Vec::new(),
            offset: chrono::Duration::zero(),
            ports: Vec::new(),
            env: Vec::new(),
            redis,
            postgres,
            server,
            lock: None,
            directory,
            was_sound: AtomicBool::new(false),
        };
        let first_port = free_port();
        app.env = app.settings(first_port, setup.env);
        match setup.profile {
            Profile::Embedded => app.add("all-in-one", &["all-in-one"], first_port),
            Profile::Cluster => {
                app.command(&["migrate", "up"]).await;
                for n in 1..=setup.apis {
                    app.add(&format!("api-{n}"), &["api"], if n == 1 { first_port } else { free_port() });
                }
                for n in 1..=setup.workers {
                    app.add(&format!("workers-{n}"), &["workers"], free_port());
                }
            }
        }
        app.ready().await;
        app
    }

    fn add(&mut self, name: &str, args: &[&str], port: u16) {
        let process = Process::start(name, PROGRAM, args, self.env_at(port), self.directory.path());
        self.processes.push(process);
        self.ports.push(port);
    }

    fn env_at(&self, port: u16) -> Vec<(String, String)> {
        let mut env = self.env.clone();
        env.push(("PORT".to_owned(), port.to_string()));
        env
    }

    /// Run a command of the program beside the servers, as `["doctor", "--json"]`, and give its standard output.
    /// Panics unless it ends with 0.
    pub(crate) async fn command(&self, args: &[&str]) -> String {
        let output = self.try_command(args).await;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "`{}` ended with {}:\n{said}", args.join(" "), output.status);
        String::from_utf8(output.stdout).expect("the output is text")
    }

    pub(crate) async fn try_command(&self, args: &[&str]) -> Output {
        let mut command = tokio::process::Command::new(PROGRAM);
        command.args(args).env_clear().envs(self.env_at(free_port())).current_dir(self.directory.path());
        let output = timeout(Duration::from_mins(1), command.kill_on_drop(true).output()).await;
        output.expect("a command ends within a minute").expect("the program starts")
    }

    /// Wait until every process says that it is ready.
    pub(crate) async fn ready(&mut self) {
        for n in 0..self.processes.len() {
            self.ready_at(n).await;
        }
    }

    async fn ready_at(&mut self, n: usize) {
        let url = format!("http://127.0.0.1:{}/readyz", self.ports[n]);
        let client = client();
        let process = &mut self.processes[n];
        let what = format!("/readyz of {}", process.name);
        wait_until(&what, Duration::from_secs(30), async || {
            if let Some(status) = process.ended() {
                panic!("{} ended with {status}", process.name);
            }
            let answer = client.get(&url).send().await.ok()?;
            answer.status().is_success().then_some(())
        })
        .await;
    }

    /// A process by its name; in the embedded profile every name means the one process.
    pub(crate) fn process(&mut self, name: &str) -> &mut Process {
        let n = self.index(name);
        &mut self.processes[n]
    }

    fn index(&self, name: &str) -> usize {
        if self.profile == Profile::Embedded {
            return 0;
        }
        let found = self.processes.iter().position(|process| process.name == name);
        found.unwrap_or_else(|| panic!("there is no process {name}"))
    }

    /// Run SQL beside the program, and give its rows as lines with `|` between the columns.
    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        match &self.postgres {
            Some(postgres) => postgres.query(sql),
            None => sqlite::query(&self.database_file(), sql),
        }
    }

    /// Wait until everything that is logged can be read: a transaction that is open on the same server, in the database of another test
    /// too, holds back what is newer.
    pub(crate) async fn published(&self) {
        let held = "select count(*) from events where tx >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
        if let Some(postgres) = &self.postgres {
            wait_until("the end of the log", PATIENCE, async || (postgres.query(held) == ["0"]).then_some(())).await;
        }
    }

    fn database_file(&self) -> PathBuf {
        self.directory.path().join("data").join("wppconnector.db")
    }

    /// What must hold at every moment holds: `doctor` finds nothing. Every test ends with it.
    pub(crate) async fn is_sound(&self) {
        let found = self.try_command(&["doctor", "--json"]).await;
        let said = String::from_utf8_lossy(&found.stdout);
        assert!(found.status.success(), "doctor found something: {said}");
        self.was_sound.store(true, Ordering::Relaxed);
    }

    /// The address of the first API.
    pub(crate) fn base(&self) -> String {
        self.base_of("api-1")
    }

    pub(crate) fn base_of(&self, name: &str) -> String {
        format!("http://127.0.0.1:{}", self.ports[self.index(name)])
    }

    /// A caller without a log-in.
    pub(crate) fn api(&self) -> Api {
        Api::new(&self.base())
    }

    /// A caller of the operations of the whole installation.
    pub(crate) fn ops(&self) -> Api {
        self.api().with_token(OPS_TOKEN)
    }

    /// Make the first company, its administrator logged in.
    pub(crate) async fn company(&self) -> Company {
        Company::bootstrap(self.api(), BOOTSTRAP_TOKEN).await
    }

    /// Make one more company.
    pub(crate) async fn another_company(&self, name: &str) -> Company {
        let email = format!("{}@example.com", domain::id::new_id().simple());
        let made = self.ops().post("/api/ops/companies", json!({"name": name, "adminEmail": email})).await.created();
        Company::log_in(self.api(), &email, made["password"].as_str().expect("a password was drawn")).await
    }

    /// The database, past the program.
    pub(crate) fn sql(&self) -> Sql {
        match &self.postgres {
            Some(postgres) => Sql::Postgres(postgres.url()),
            None => Sql::Sqlite(self.directory.path().join("data").join("wppconnector.db")),
        }
    }

    /// A caller without a log-in at every API.
    pub(crate) fn apis(&self) -> Vec<Api> {
        let serve = |n: &usize| self.profile == Profile::Embedded || self.processes[*n].name.starts_with("api");
        let ports = (0..self.ports.len()).filter(serve).map(|n| self.ports[n]);
        ports.map(|port| Api::new(&format!("http://127.0.0.1:{port}"))).collect()
    }

    /// Everything that every process wrote to its log.
    pub(crate) fn logs(&self) -> String {
        self.processes.iter().map(Process::log).collect()
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let was_sound = self.was_sound.load(Ordering::Relaxed);
        assert!(was_sound || std::thread::panicking(), "a test of an installation ends with `app.is_sound()`");
    }
}
