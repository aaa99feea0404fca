//! What every handler has at hand.

use std::sync::Arc;
use std::time::Duration;

use attendance::{After, Directory};
use domain::clock::Clock;
use domain::id::CompanyId;
use entities::{Retention, Store};
use jobs::{Bus, Job, Nudge, Queue, Rate};
use providers::Providers;
use providers::webhook::WebhookSender;
use url::Url;

/// Cheap to clone.
#[derive(Clone)]
pub struct Deps {
    pub store: Store,
    pub directory: Directory,
    pub queue: Queue,
    pub bus: Bus,
    pub rate: Rate,
    pub providers: Arc<Providers>,
    /// Our own webhooks to integrators.
    pub webhooks: WebhookSender,
    pub clock: Clock,
    /// Unique per process start: names leases.
    pub instance: Arc<str>,
    pub limits: SendLimits,
    pub endpoints: Endpoints,
    pub retention: Retention,
    pub media: media::Store,
    /// Bytes of one attachment of a customer.
    pub max_inbound: u64,
}

/// Where the providers' APIs are for channels that name no address of their own.
#[derive(Debug, Clone)]
pub struct Endpoints {
    pub meta: Url,
    pub waha: Option<Url>,
    /// This installation itself: the simulator is below `/sandbox`.
    pub sandbox: Url,
}

/// How patient sending is.
#[derive(Debug, Clone, Copy)]
pub struct SendLimits {
    /// Without evidence for this long after its start, an attempt with an unknown outcome is given up.
    pub unknown_grace: Duration,
}

impl Deps {
    /// Push a job, best effort: the row is committed, and the due-scan finds what this nudge would have told.
    pub async fn push<J: Job>(&self, job: impl Into<jobs::Envelope<J>> + Send) {
        jobs::after::push(&self.queue, job).await;
    }

    /// Tell the others what a committed transaction caused. Best effort: the due-scan finds what is lost here.
    pub async fn told(&self, company: CompanyId, after: After) {
        jobs::after::tell(&self.queue, &self.bus, company, after).await;
    }

    /// Tell the realtime hubs that the log grew.
    pub async fn nudge_log(&self) {
        self.publish(Nudge::Events { seq: String::new() }).await;
    }

    pub async fn publish(&self, nudge: Nudge) {
        jobs::after::nudge(&self.bus, nudge).await;
    }
}
