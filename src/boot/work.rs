//! The workers, inside another process or as one of their own.

use std::sync::Arc;

use anyhow::Context as _;
use entities::Retention;
use tokio_util::sync::CancellationToken;
use workers::{Deps, Options, SendLimits, Workers};

use super::serve;
use crate::config::Config;
use crate::profile::Live;

/// The workers of this process, not running yet. An empty list means every queue.
pub(super) fn prepare(config: &Config, live: &Live, sandbox: &str, queues: &[String]) -> anyhow::Result<Workers> {
    let deps = Deps {
        store: live.stores.workers.clone(),
        directory: live.directory.clone(),
        queue: live.queue.clone(),
        bus: live.bus.clone(),
        rate: live.rate.clone(),
        providers: Arc::clone(&live.providers),
        webhooks: live.webhook_sender.clone(),
        clock: live.clock.clone(),
        media: live.media.clone(),
        max_inbound: config.media.max_inbound,
        // Unique per start: leases of an earlier life of this process are not ours.
        instance: format!("worker-{}", domain::id::new_id().simple()).into(),
        limits: SendLimits { unknown_grace: config.sending.unknown_grace },
        endpoints: serve::endpoints(config, sandbox)?,
        retention: retention(config),
    };
    let queues = (!queues.is_empty()).then(|| queues.to_vec());
    Ok(Workers::new(
        deps,
        &Options { queues, concurrency: config.workers.concurrency.clone(), grace: config.shutdown_grace },
    ))
}

fn retention(config: &Config) -> Retention {
    let days = |days: u32| chrono::Duration::days(days.into());
    Retention {
        events: days(config.retention.events),
        events_with_endpoint: days(config.retention.events_with_endpoint),
        deliveries: days(config.retention.deliveries),
        ..Retention::default()
    }
}

/// A process of workers only, with its health on `PORT`.
pub(super) async fn alone(
    config: &Config,
    live: &Live,
    queues: Vec<String>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let all = stop.child_token();
    let workers = prepare(config, live, &config.http.public_url, &queues)?;
    let health = serve::health(config, live, workers.pulse(), all.clone());
    let working = async {
        let ended = workers.run(all.clone()).await;
        all.cancel();
        ended.context("the workers")
    };
    let (worked, served) = tokio::join!(working, health);
    worked.and(served)
}
