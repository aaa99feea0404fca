//! What every endpoint has at hand, and what each does after its commit.

use std::sync::Arc;

use attendance::{After, Directory};
use domain::clock::Clock;
use domain::id::CompanyId;
use entities::{Reading, Receiver, Scope, Store, StoreError, Writing};
use jobs::{Bus, Envelope, Job, Nudge, Queue};
use providers::Providers;
use providers::sandbox::Simulator;
use providers::webhook::WebhookSender;

use crate::auth::{Auth, Passwords};
use crate::channels::EnvChannel;
use crate::cursor::Cursors;

/// Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub store: Store,
    /// The webhook receiver's own connections, so that slow requests never delay it.
    pub receiver: Receiver,
    /// For the receiver's reads.
    pub webhook_store: Store,
    pub directory: Directory,
    pub queue: Queue,
    pub bus: Bus,
    pub providers: Arc<Providers>,
    /// Our own webhooks to integrators: their addresses are judged here, and tried on request.
    pub webhook_sender: WebhookSender,
    pub clock: Clock,
    pub media: media::Store,
    pub auth: Auth,
    pub passwords: Passwords,
    pub cursors: Cursors,
    /// Present when `SANDBOX_ENABLED`.
    pub simulator: Option<Simulator>,
    pub settings: Arc<ApiSettings>,
    /// Whether this process's workers, if it has any, have looked for work within the last minute.
    pub readiness: Arc<dyn Fn() -> bool + Send + Sync>,
    /// The channel that the first company gets from the environment.
    pub env_channel: Option<Arc<EnvChannel>>,
}

/// The settings that endpoints read.
#[derive(Debug, Clone)]
pub struct ApiSettings {
    /// `embedded` or `cluster`.
    pub profile: &'static str,
    pub public_url: String,
    /// How this process reaches itself: the simulator posts its webhooks there.
    pub own_url: String,
    /// META's Graph and the installation's WAHA, for channels without a base address of their own.
    pub meta_graph_url: String,
    pub meta_api_version: String,
    pub waha_url: Option<String>,
    /// Private or loopback hosts that a channel's base address may name.
    pub private_hosts: providers::http::PrivateHosts,
    pub allow_insecure_webhooks: bool,
    pub webhook_max_age: chrono::Duration,
    /// META's handshake on the shared path.
    pub meta_verify_token: Option<String>,
    /// First-run set-up needs this token; `None` = no token needed.
    pub bootstrap_token: Option<String>,
    /// The simulator's control API also takes this token instead of an administrator's.
    pub sandbox_token: Option<String>,
    /// Bytes of one upload.
    pub max_upload: u64,
    pub ops_token: Option<String>,
    /// The event log is kept at least so long.
    pub events_kept: chrono::Duration,
    pub dashboard_api_url: Option<String>,
    pub dashboard_ws_url: Option<String>,
}

impl AppState {
    pub fn company(&self, company: CompanyId) -> Scope<Reading> {
        self.store.company(company)
    }

    pub async fn begin(&self, company: CompanyId) -> Result<Scope<Writing>, StoreError> {
        self.store.begin(company).await
    }

    /// Tell the others what a committed transaction caused. Best effort: the due-scan finds what is lost here.
    pub async fn told(&self, company: CompanyId, after: After) {
        jobs::after::tell(&self.queue, &self.bus, company, after).await;
    }

    pub async fn push<J: Job>(&self, job: impl Into<Envelope<J>> + Send) {
        jobs::after::push(&self.queue, job).await;
    }

    pub async fn nudge(&self, nudge: Nudge) {
        jobs::after::nudge(&self.bus, nudge).await;
    }
}
