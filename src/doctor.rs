//! Looks for what is wrong, and tells what to do about it. Changes nothing, unless it is told to change the keys.

mod keys;

use serde::Serialize;

use crate::config::Config;
use crate::profile::{self, Profile};

/// Leases last fifteen seconds.
const MOST_APART: chrono::Duration = chrono::Duration::seconds(2);

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    pub check: &'static str,
    pub ok: bool,
    /// What was found, and when it is bad, what to do.
    pub detail: String,
}

impl Finding {
    fn good(check: &'static str, detail: impl Into<String>) -> Self {
        Self { check, ok: true, detail: detail.into() }
    }

    fn bad(check: &'static str, detail: impl Into<String>) -> Self {
        Self { check, ok: false, detail: detail.into() }
    }
}

/// Look at everything. Later checks are left out when the database does not answer.
pub(crate) async fn examine(config: &Config, rotate_keys: bool) -> Vec<Finding> {
    let mut findings = vec![Finding::good("configuration", format!("valid, profile {}", config.profile.name()))];
    findings.push(queue(config).await);
    findings.push(media(config).await);
    let store = match profile::open(config, 2).await {
        Ok(store) => store,
        Err(error) => {
            findings.push(Finding::bad("database", format!("{error:#}; check DATABASE_URL and that the server runs")));
            return findings;
        }
    };
    match store.pending_migrations().await {
        Ok(pending) if pending.is_empty() => findings.push(Finding::good("database", "reachable, schema up to date")),
        Ok(pending) => {
            let missing = pending.join(", ");
            findings.push(Finding::bad(
                "database",
                format!("migrations are missing ({missing}); run `wppconnector migrate`"),
            ));
            return findings;
        }
        Err(error) => {
            findings.push(Finding::bad("database", error.to_string()));
            return findings;
        }
    }
    findings.push(clock(&store).await);
    if rotate_keys {
        findings.push(keys::rotate(&store).await);
    }
    findings.push(keys::in_use(&store).await);
    findings.push(invariants(&store).await);
    findings.push(backlog(&store).await);
    findings
}

async fn queue(config: &Config) -> Finding {
    let Some(url) = config.database.redis_url.as_ref().filter(|_| config.profile == Profile::Cluster) else {
        return Finding::good("queue", "in process");
    };
    let reached = match jobs::Queue::redis(url.expose()) {
        Ok(queue) => queue.ping().await,
        Err(error) => Err(error),
    };
    match reached {
        Ok(()) => Finding::good("queue", "Redis answers"),
        Err(error) => Finding::bad(
            "queue",
            format!("{error}; check REDIS_URL. Nothing is lost, but everything waits for the due-scan"),
        ),
    }
}

async fn media(config: &Config) -> Finding {
    let checked = match profile::media_store(config) {
        Ok(store) => store.check().await.map(|()| store.is_local()).map_err(anyhow::Error::from),
        Err(error) => Err(error),
    };
    match checked {
        // Nobody here knows how many hosts there are.
        Ok(true) if config.profile == Profile::Cluster => Finding::good(
            "media store",
            "a directory of this host can be written; with more than one host set MEDIA_STORE=s3, or attachments are missing",
        ),
        Ok(_) => Finding::good("media store", "can be written and read"),
        Err(error) => Finding::bad("media store", format!("{error:#}; check MEDIA_STORE, MEDIA_DIR and S3_*")),
    }
}

/// Deadlines and leases are written by the clocks of the hosts, and several hosts must agree.
async fn clock(store: &entities::Store) -> Finding {
    let ours = domain::clock::Clock::system();
    let asked = ours.now();
    match store.system().database_time().await {
        Ok(None) => Finding::good("clock", "the database has none of its own"),
        Ok(Some(theirs)) => {
            // As long as the question took, nobody knows when in it the database looked.
            let answered = ours.now();
            let apart = if theirs < asked { asked - theirs } else { (theirs - answered).max(chrono::Duration::zero()) };
            let told = format!("{} ms apart from the database's", apart.num_milliseconds());
            if apart <= MOST_APART {
                Finding::good("clock", told)
            } else {
                Finding::bad(
                    "clock",
                    format!("{told}; let both hosts keep time (NTP), or leases and deadlines go wrong"),
                )
            }
        }
        Err(error) => Finding::bad("clock", error.to_string()),
    }
}

async fn invariants(store: &entities::Store) -> Finding {
    match store.system().violations().await {
        Ok(violations) if violations.is_empty() => Finding::good("invariants", "all hold"),
        Ok(violations) => {
            let told: Vec<String> =
                violations.iter().map(|violation| format!("{}: {}", violation.rule, violation.row)).collect();
            Finding::bad("invariants", format!("please report this: {}", told.join("; ")))
        }
        Err(error) => Finding::bad("invariants", error.to_string()),
    }
}

async fn backlog(store: &entities::Store) -> Finding {
    match store.system().dead_letters().await {
        Ok(0) => Finding::good("dead letters", "none"),
        Ok(count) => Finding::bad(
            "dead letters",
            format!("{count} events or jobs were given up; an administrator decides at /api/jobs"),
        ),
        Err(error) => Finding::bad("dead letters", error.to_string()),
    }
}
