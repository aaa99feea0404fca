//! One function a role: here the parts become a running program.

mod env_channel;
mod serve;
mod work;

use std::path::Path;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use crate::cli::{Doctor, Migrate, Role};
use crate::config::Config;
use crate::profile::{self, Live, Profile};
use crate::{company, doctor, documents, seed};

/// Run `role` until its work is done or `stop` is cancelled.
pub async fn run(role: Role, config: Config, stop: CancellationToken) -> anyhow::Result<()> {
    match role {
        Role::AllInOne => Box::pin(all_in_one(&config, stop)).await,
        Role::Api => {
            in_cluster(&config, "api")?;
            let live = Live::open(&config).await?;
            serve::api(&config, &live, serve::bind(&config).await?, None, stop).await
        }
        Role::Workers { queues } => {
            in_cluster(&config, "workers")?;
            let live = Live::open(&config).await?;
            work::alone(&config, &live, queues, stop).await
        }
        Role::Migrate { action } => migrate(&config, action.unwrap_or_default()).await,
        Role::Doctor(options) => examine(&config, options).await,
        Role::Company { action } => company::run(&config, action).await,
        Role::Seed(options) => seed::run(&config, options).await,
        Role::Openapi { check } => openapi(check.as_deref()),
    }
}

/// Both halves in one process. Whichever ends first ends the other.
async fn all_in_one(config: &Config, stop: CancellationToken) -> anyhow::Result<()> {
    let live = Live::open(config).await?;
    // The workers' first sends may go to this very process, where the simulator is.
    let listener = serve::bind(config).await?;
    let both = stop.child_token();
    let workers = work::prepare(config, &live, &config.http.own_url(), &[])?;
    let pulse = workers.pulse();
    let working = async {
        let ended = workers.run(both.clone()).await;
        both.cancel();
        ended.context("the workers")
    };
    let serving = async {
        let ended = serve::api(config, &live, listener, Some(pulse), both.clone()).await;
        both.cancel();
        ended
    };
    let (worked, served) = tokio::join!(working, serving);
    worked.and(served)
}

fn in_cluster(config: &Config, role: &str) -> anyhow::Result<()> {
    if config.profile == Profile::Embedded {
        anyhow::bail!(
            "the role `{role}` needs PostgreSQL and Redis (DATABASE_URL, REDIS_URL); embedded runs all in one process"
        );
    }
    Ok(())
}

async fn migrate(config: &Config, action: Migrate) -> anyhow::Result<()> {
    let store = profile::open(config, 2).await?;
    match action {
        Migrate::Up => {
            store.migrate().await?;
            println!("the database is up to date");
        }
        Migrate::Status => {
            let pending = store.pending_migrations().await?;
            if pending.is_empty() {
                println!("nothing is missing");
            }
            for name in pending {
                println!("missing: {name}");
            }
        }
    }
    Ok(())
}

async fn examine(config: &Config, options: Doctor) -> anyhow::Result<()> {
    let findings = doctor::examine(config, options.rotate_keys).await;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&findings)?);
    } else {
        for finding in &findings {
            println!("{} {}: {}", if finding.ok { "ok " } else { "BAD" }, finding.check, finding.detail);
        }
    }
    let bad = findings.iter().filter(|finding| !finding.ok).count();
    if bad > 0 {
        anyhow::bail!("{bad} of {} checks failed", findings.len());
    }
    Ok(())
}

/// Write the API's documents, or compare them with the files beside `check`.
pub fn openapi(check: Option<&Path>) -> anyhow::Result<()> {
    documents::run(check)
}
