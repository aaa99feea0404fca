use std::time::Duration;

use domain::clock::Time;
use domain::wire::time;
use poem::web::Data;
use poem_openapi::OpenApi;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::time::timeout;

use super::Tag;
use crate::payload::Checked;
use crate::state::AppState;

/// A dependency that takes longer is as good as gone.
const PATIENCE: Duration = Duration::from_secs(3);

/// `/api/health` and `/readyz`.
pub struct HealthApi;

/// How the service is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Health {
    pub status: Overall,
    #[serde(serialize_with = "time")]
    pub timestamp: Time,
    pub version: &'static str,
    /// `embedded` or `cluster`.
    pub profile: &'static str,
    pub services: Services,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Overall {
    Ok,
    /// It works, but slower or with less behind it.
    Degraded,
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Services {
    pub database: Service,
    pub queue: Service,
    pub redis: Service,
    pub workers: Service,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    Ok,
    Error,
    /// This profile has none.
    Unused,
}

impl From<bool> for Service {
    fn from(works: bool) -> Self {
        if works { Self::Ok } else { Self::Error }
    }
}

/// Whether this process can take requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Readiness {
    pub ready: bool,
    pub database: Service,
    pub migrations: Service,
    pub workers: Service,
}

#[OpenApi(tag = "Tag::System")]
impl HealthApi {
    /// Say how the service and what it stands on are doing. 503 when the database is gone.
    #[oai(path = "/api/health", method = "get", operation_id = "getHealth")]
    async fn health(&self, state: Data<&AppState>) -> Checked<Health> {
        let (database, queue) = tokio::join!(answers(state.store.ping()), answers(state.queue.ping()));
        let workers = (state.readiness)();
        let redis = if state.settings.profile == "cluster" { queue.into() } else { Service::Unused };
        let status = match (database, queue && workers) {
            (false, _) => Overall::Error,
            (true, false) => Overall::Degraded,
            (true, true) => Overall::Ok,
        };
        let health = Health {
            status,
            timestamp: state.clock.now(),
            version: env!("CARGO_PKG_VERSION"),
            profile: state.settings.profile,
            services: Services { database: database.into(), queue: queue.into(), redis, workers: workers.into() },
        };
        Checked::new(health, database)
    }

    /// Say whether requests may be sent here: the database answers, its schema is current, and the workers, if any, look for work.
    #[oai(path = "/readyz", method = "get", operation_id = "getReadiness")]
    async fn ready(&self, state: Data<&AppState>) -> Checked<Readiness> {
        let database = answers(state.store.ping()).await;
        let migrations = database
            && matches!(timeout(PATIENCE, state.store.pending_migrations()).await, Ok(Ok(pending)) if pending.is_empty());
        let workers = (state.readiness)();
        let ready = database && migrations && workers;
        let answer =
            Readiness { ready, database: database.into(), migrations: migrations.into(), workers: workers.into() };
        Checked::new(answer, ready)
    }
}

async fn answers<T, E>(question: impl Future<Output = Result<T, E>> + Send) -> bool {
    matches!(timeout(PATIENCE, question).await, Ok(Ok(_)))
}
