//! What a process did, counted for Prometheus: how long its jobs and its webhooks took and what came of them, which steps conversations
//! took, and how long somebody waited for them. Nothing in it names a company or a person.

use std::time::Duration;

use domain::after::Noted;
use domain::conversation::FlowState;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

type Labels = Vec<(&'static str, String)>;

/// Seconds, from what a job in memory takes to what a provider's patience is.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 20.0];

/// Seconds of a person's patience.
const WAITS: [f64; 10] = [1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 1800.0, 3600.0, 14_400.0, 86_400.0];
/// Seconds after a deadline's instant: the due-scan looks each second, and a lost job is pushed again after fifteen.
const LATE: [f64; 10] = [0.1, 0.5, 1.0, 2.0, 5.0, 15.0, 30.0, 60.0, 300.0, 3600.0];
/// Events; beyond the last a client loads everything instead.
const REPLAYED: [f64; 7] = [0.0, 1.0, 10.0, 50.0, 250.0, 1000.0, 5000.0];

/// Clones share what they count.
#[derive(Debug, Clone)]
pub struct Figures {
    webhooks: Family<Labels, Histogram, fn() -> Histogram>,
    jobs: Family<Labels, Histogram, fn() -> Histogram>,
    sends: Family<Labels, Counter>,
    steps: Family<Labels, Counter>,
    queue_waits: Histogram,
    deadlines: Histogram,
    replays: Histogram,
}

impl Default for Figures {
    fn default() -> Self {
        let times = || Family::new_with_constructor((|| Histogram::new(BOUNDS)) as fn() -> Histogram);
        Self {
            webhooks: times(),
            jobs: times(),
            sends: Family::default(),
            steps: Family::default(),
            queue_waits: Histogram::new(WAITS),
            deadlines: Histogram::new(LATE),
            replays: Histogram::new(REPLAYED),
        }
    }
}

impl Figures {
    /// A provider's webhook was answered with `status`.
    pub fn webhook(&self, provider: &str, status: u16, took: Duration) {
        let labels = vec![("provider", provider.to_lowercase()), ("status", status.to_string())];
        self.webhooks.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// A job was handled; `outcome` as `done` or `dead`.
    pub fn job(&self, queue: &'static str, outcome: &'static str, took: Duration) {
        let labels = vec![("queue", queue.to_owned()), ("outcome", outcome.to_owned())];
        self.jobs.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// A provider was asked to send; `class` says what came of it.
    pub fn send(&self, class: &str) {
        self.sends.get_or_create(&vec![("class", class.to_lowercase())]).inc();
    }

    /// What a committed transaction noted.
    pub fn note(&self, noted: Noted) {
        match noted {
            Noted::Step { from, to } => {
                let labels = vec![("from", state(from)), ("to", state(to))];
                self.steps.get_or_create(&labels).inc();
            }
            Noted::Served { waited } => self.queue_waits.observe(waited.as_seconds_f64()),
            Noted::Deadline { late } => self.deadlines.observe(late.as_seconds_f64()),
        }
    }

    /// A socket that came back was given so many events of the log.
    pub fn replay(&self, events: u32) {
        self.replays.observe(f64::from(events));
    }

    pub fn register(&self, registry: &mut Registry) {
        registry.register("webhook_seconds", "From a provider's webhook to its answer", self.webhooks.clone());
        registry.register("job_seconds", "From a job's beginning to its end", self.jobs.clone());
        registry.register("sends", "Messages handed to a provider, by what came of it", self.sends.clone());
        registry.register(
            "flow_steps",
            "Steps of conversations from a state of the flow to the next",
            self.steps.clone(),
        );
        let waits = "From a customer's place in the queue to an agent";
        registry.register("queue_wait_seconds", waits, self.queue_waits.clone());
        registry.register("deadline_late_seconds", "From a deadline's instant to what it did", self.deadlines.clone());
        registry.register("replay_events", "Events given to a socket that came back", self.replays.clone());
    }
}

fn state(state: FlowState) -> String {
    <&str>::from(state).to_lowercase()
}
