//! How an installation is to be, and the settings of its processes.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::process::variable;
use super::super::services::Profile;
use super::{App, BOOTSTRAP_TOKEN, OPS_TOKEN};

/// How an installation is to be; `Setup::default()` is what almost every test wants.
pub(crate) struct Setup {
    pub(crate) profile: Profile,
    /// Settings on top of those of the harness.
    pub(crate) env: Vec<(&'static str, String)>,
    /// Processes of each role in a cluster.
    pub(crate) apis: usize,
    pub(crate) workers: usize,
    /// A PostgreSQL server for this installation alone, which the test may stop.
    pub(crate) own_server: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self { profile: Profile::of_this_run(), env: Vec::new(), apis: 1, workers: 1, own_server: false }
    }
}

impl Setup {
    /// As many processes of each role, in a cluster.
    pub(crate) fn of(apis: usize, workers: usize) -> Self {
        Self { apis, workers, ..Self::default() }
    }

    pub(crate) fn env(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        self.env.push((name, value.to_string()));
        self
    }
}

impl App {
    pub(super) fn settings(&self, port: u16, more: Vec<(&'static str, String)>) -> Vec<(String, String)> {
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
}
