//! The two ways to run: one process over `SQLite`, or many over `PostgreSQL` and Redis. The only place that knows both.

use std::sync::Arc;

use anyhow::Context as _;
use attendance::Directory;
use domain::clock::Clock;
use entities::{Cipher, Pool, Store};
use jobs::{Bus, Queue, Rate};
use providers::http::{HttpConfig, PrivateHosts};
use providers::webhook::{WebhookRules, WebhookSender};
use providers::{Defaults, Providers};

use crate::config::{Config, MediaStore};

/// Chosen once at start; [`crate::config`] says how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// One process, `SQLite`, queue and bus in memory, no settings needed.
    Embedded,
    /// Many processes over `PostgreSQL` and Redis.
    Cluster,
}

impl Profile {
    pub fn name(self) -> &'static str {
        self.pick("embedded", "cluster")
    }

    /// The value that belongs to this profile.
    pub fn pick<T>(self, embedded: T, cluster: T) -> T {
        match self {
            Self::Embedded => embedded,
            Self::Cluster => cluster,
        }
    }
}

/// What the profile opened, alive, and the same for every role.
pub struct Live {
    pub clock: Clock,
    pub stores: Stores,
    pub directory: Directory,
    pub queue: Queue,
    pub bus: Bus,
    pub rate: Rate,
    pub providers: Arc<Providers>,
    pub webhook_sender: WebhookSender,
    pub media: media::Store,
    pub private_hosts: PrivateHosts,
}

/// One pool each, so that workers never starve the receiver. On `SQLite` they are one and the same.
#[derive(Clone)]
pub struct Stores {
    pub webhooks: Store,
    pub api: Store,
    pub workers: Store,
}

impl Live {
    /// Connect everything. Migrates first where that is this process's own business: embedded.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        let stores = stores(config).await?;
        let private_hosts: PrivateHosts =
            config.webhooks.private_hosts.join(",").parse().context("PROVIDER_PRIVATE_HOSTS")?;
        let http = HttpConfig { timeout: config.sending.timeout, private_hosts: private_hosts.clone() };
        let defaults = Defaults { meta_api_version: config.whatsapp.meta.api_version.clone() };
        let (queue, bus, rate) = match &config.database.redis_url {
            Some(url) if config.profile == Profile::Cluster => {
                let url = url.expose();
                (Queue::redis(url)?, Bus::redis(url)?, Rate::redis(url)?)
            }
            _ => (Queue::memory(), Bus::local(), Rate::memory()),
        };
        let queue = match &config.queue_faults {
            Some(faults) => queue.with_faults(faults.clone()),
            None => queue,
        };
        Ok(Self {
            clock: clock(config),
            stores,
            directory: Directory::default(),
            queue,
            bus,
            rate,
            webhook_sender: webhook_sender(config)?,
            providers: Arc::new(Providers::new(http, defaults).context("the HTTP client")?),
            media: media_store(config)?,
            private_hosts,
        })
    }
}

/// `http` is for one's own machine, or for the private network that the installation says it may call.
fn webhook_sender(config: &Config) -> anyhow::Result<WebhookSender> {
    let allow_private = config.webhooks.allow_private;
    let rules = WebhookRules { allow_private, allow_http: allow_private || config.profile == Profile::Embedded };
    WebhookSender::new(rules).context("the HTTP client of the webhooks")
}

/// Where attachments are kept.
pub fn media_store(config: &Config) -> anyhow::Result<media::Store> {
    let store = match &config.media.store {
        MediaStore::Local(directory) => media::Store::local(directory),
        MediaStore::S3(settings) => media::Store::s3(&media::S3 {
            endpoint: settings.endpoint.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned()),
            bucket: settings.bucket.clone(),
            region: settings.region.clone(),
            access_key: settings.access_key.expose().to_owned(),
            secret_key: settings.secret_key.expose().to_owned(),
        }),
    };
    store.context("the media store cannot be opened (MEDIA_STORE, MEDIA_DIR, S3_*)")
}

fn clock(config: &Config) -> Clock {
    let clock = Clock::system();
    clock.advance(chrono::Duration::from_std(config.clock_offset).unwrap_or_default());
    clock
}

async fn stores(config: &Config) -> anyhow::Result<Stores> {
    let first = open(config, config.database.pools.api).await?;
    match config.profile {
        Profile::Embedded => {
            first.migrate().await.context("the migrations")?;
            first.open_log().await?;
            Ok(Stores { webhooks: first.clone(), api: first.clone(), workers: first })
        }
        Profile::Cluster => {
            let pending = first.pending_migrations().await?;
            if !pending.is_empty() {
                anyhow::bail!("migrations are missing ({}); run `wppconnector migrate`", pending.join(", "));
            }
            let pools = config.database.pools;
            let stores = Stores {
                webhooks: open(config, pools.webhooks).await?,
                workers: open(config, pools.workers).await?,
                api: first,
            };
            for store in [&stores.webhooks, &stores.api, &stores.workers] {
                store.open_log().await?;
            }
            Ok(stores)
        }
    }
}

/// Open the database without asking whether it is up to date.
pub async fn open(config: &Config, connections: u32) -> anyhow::Result<Store> {
    let security = &config.security;
    let previous = security.encryption_key_previous.as_ref().map(crate::config::Key::expose);
    let cipher = Cipher::new(security.encryption_key.expose(), previous);
    if config.profile == Profile::Embedded {
        std::fs::create_dir_all(&config.data_dir).with_context(|| format!("creating {}", config.data_dir.display()))?;
    }
    let url = config.database.url.expose();
    Store::open(url, Pool { connections }, cipher).await.context("the database cannot be opened")
}
