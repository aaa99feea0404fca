use std::path::Path;
use std::process::Output;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tempfile::TempDir;
use tokio::time::timeout;

use super::api::Api;
use super::company::Company;
use super::process::{Process, free_port, variable};
use super::services::{Postgres, Profile, Redis};
use super::wait::wait_until;

pub(crate) const OPS_TOKEN: &str = "ops-token-of-the-tests";
const CLOCK_OFFSET: &str = "WPPC_CLOCK_OFFSET_SECONDS";
pub(crate) const BOOTSTRAP_TOKEN: &str = "bootstrap-token-of-the-tests";
const PROGRAM: &str = env!("CARGO_BIN_EXE_wppconnector");

/// How an installation is to be; `Setup::default()` is what almost every test wants.
pub(crate) struct Setup {
    pub(crate) profile: Profile,
    /// Settings on top of those of the harness.
    pub(crate) env: Vec<(&'static str, String)>,
    /// Processes of each role in a cluster.
    pub(crate) apis: usize,
    pub(crate) workers: usize,
}

impl Default for Setup {
    fn default() -> Self {
        Self { profile: Profile::of_this_run(), env: Vec::new(), apis: 1, workers: 1 }
    }
}

impl Setup {
    pub(crate) fn env(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.env.push((name, value.to_string()));
        self
    }
}

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
    env: Vec<(String, String)>,
    directory: TempDir,
}

impl App {
    pub(crate) async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let directory = tempfile::tempdir().expect("a folder can be made");
        let (postgres, redis) = match setup.profile {
            Profile::Embedded => (None, None),
            Profile::Cluster => (Some(Postgres::create()), Some(Redis::start(directory.path()).await)),
        };
        let mut app = Self {
            profile: setup.profile,
            processes: Vec::new(),
            offset: chrono::Duration::zero(),
            ports: Vec::new(),
            env: Vec::new(),
            redis,
            postgres,
            directory,
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

    fn settings(&self, port: u16, more: Vec<(&'static str, String)>) -> Vec<(String, String)> {
        let data = self.directory.path().join("data");
        let path = |path: &Path| path.to_string_lossy().into_owned();
        let mut settings: Vec<(&str, String)> = vec![
            ("WPPC_DATA_DIR", path(&data)),
            ("BIND_ADDRESS", "127.0.0.1".into()),
            ("PUBLIC_URL", format!("http://127.0.0.1:{port}")),
            ("LOG_LEVEL", variable("WPP_TEST_LOG").unwrap_or_else(|| "info".into())),
            ("WHATSAPP_PROVIDER", "SANDBOX".into()),
            ("SANDBOX_ENABLED", "true".into()),
            ("OPS_TOKEN", OPS_TOKEN.into()),
            ("PROVIDER_PRIVATE_HOSTS", "*".into()),
            ("WEBHOOK_ALLOW_PRIVATE", "true".into()),
            ("MEDIA_STORE", "local".into()),
            ("MEDIA_DIR", path(&data.join("media"))),
            ("SHUTDOWN_GRACE_SECONDS", "5".into()),
        ];
        // Tests write faster than people; those of the limits set them again.
        let rates = ["READS", "WRITES", "SENDS", "ANONYMOUS"].map(|kind| format!("RATE_{kind}_PER_MINUTE"));
        settings.extend(rates.iter().map(|name| (name.as_str(), "0".to_owned())));
        settings.push(("API_KEY_RATE_PER_MINUTE", "0".into()));
        if let (Some(postgres), Some(redis)) = (&self.postgres, &self.redis) {
            settings.extend([
                ("DATABASE_URL", postgres.url()),
                ("REDIS_URL", redis.url()),
                ("JWT_SECRET", STANDARD.encode([3; 32])),
                ("ENCRYPTION_KEY", STANDARD.encode([4; 32])),
                ("BOOTSTRAP_TOKEN", BOOTSTRAP_TOKEN.into()),
                // Many processes share one server.
                ("DATABASE_POOL_WEBHOOKS", "2".into()),
                ("DATABASE_POOL_API", "4".into()),
                ("DATABASE_POOL_WORKERS", "8".into()),
            ]);
        }
        settings.extend(more);
        settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
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
        let process = &mut self.processes[n];
        let what = format!("/readyz of {}", process.name);
        wait_until(&what, Duration::from_secs(30), async || {
            if let Some(status) = process.ended() {
                panic!("{} ended with {status}", process.name);
            }
            let answer = reqwest::get(&url).await.ok()?;
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

    /// `kill -9` and a new start of the same process, until it is ready again.
    pub(crate) async fn crash(&mut self, name: &str) {
        let n = self.index(name);
        self.processes[n].kill();
        self.processes[n].launch();
        self.ready_at(n).await;
    }

    /// Kill every process, let `time` pass, and start them again: what came due meanwhile is due at once.
    pub(crate) async fn later(&mut self, time: chrono::Duration) {
        self.offset += time;
        for process in &mut self.processes {
            process.kill();
        }
        let offset = self.offset.num_seconds().to_string();
        self.env.retain(|(name, _)| name != CLOCK_OFFSET);
        self.env.push((CLOCK_OFFSET.to_owned(), offset.clone()));
        for process in &mut self.processes {
            process.set(CLOCK_OFFSET, &offset);
            process.launch();
        }
        self.ready().await;
    }

    /// What must hold at every moment holds: `doctor` finds nothing.
    pub(crate) async fn is_sound(&self) {
        let found = self.try_command(&["doctor", "--json"]).await;
        let said = String::from_utf8_lossy(&found.stdout);
        assert!(found.status.success(), "doctor found something: {said}");
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

    /// Everything that every process wrote to its log.
    pub(crate) fn logs(&self) -> String {
        self.processes.iter().map(Process::log).collect()
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }
}
