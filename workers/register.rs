//! The one list of what this process works on, and the life of it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::event::{Event, Room};
use entities::{NewDeadJob, NewEvent};
use futures_util::future::join_all;
use jobs::definitions::{
    ApplyStatus, CheckTimeout, DeliverWebhook, FetchMedia, PollChannel, ProcessInbound, RouteConversation,
    SendOutbound, SweepHeartbeats, Tick,
};
use jobs::{BoxError, Consumers, DeadJob, Envelope, Job, Outcome, Pulse, Slots};
use tokio::task::JoinSet;
use tokio::time::timeout_at;
use tokio_util::sync::CancellationToken;

use crate::context::Context;
use crate::deps::Deps;
use crate::execute::{JobError, handle};
use crate::holdings::Holdings;
use crate::{cron, due, handlers};

/// Jobs that only claim: one at it, one that waits for its turn, and others that find these two there.
const CLAIMING: usize = 8;

/// How much of a kind is worked on at once: queue name → slots. A queue that is not named gets one. Of `process-inbound` they are lanes, of
/// `send-outbound` rows of the outbox, else jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concurrency(pub BTreeMap<&'static str, u32>);

impl Concurrency {
    /// For one small machine.
    pub fn embedded() -> Self {
        Self::of([8, 1, 32, 1, 2, 2, 1, 2, 1, 1])
    }

    /// For each process of a cluster.
    pub fn cluster() -> Self {
        Self::of([32, 4, 64, 4, 16, 16, 1, 16, 4, 1])
    }

    fn of(slots: [u32; 10]) -> Self {
        Self(jobs::definitions::NAMES.into_iter().zip(slots).collect())
    }

    pub(crate) fn of_queue(&self, queue: &str) -> u32 {
        self.0.get(queue).copied().unwrap_or(1)
    }

    fn slots(&self, queue: &str) -> Slots {
        let claims = [ProcessInbound::NAME, SendOutbound::NAME].contains(&queue);
        Slots::new(if claims { CLAIMING } else { usize::try_from(self.of_queue(queue)).unwrap_or(1) })
    }
}

/// What this process does of the work.
#[derive(Debug, Clone)]
pub struct Options {
    /// Only these queues; `None` = all.
    pub queues: Option<Vec<String>>,
    pub concurrency: Concurrency,
    /// How long jobs in hand may take after the stop.
    pub grace: Duration,
}

/// The workers ended although nobody asked them to: the process must end with a failure code.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    #[error(transparent)]
    Consumer(#[from] jobs::consume::Ended),
    #[error("the {0} ended: {1}")]
    Task(&'static str, String),
}

/// All that works in the background of one process.
pub struct Workers {
    context: Context,
    consumers: Consumers,
    grace: Duration,
}

impl Workers {
    pub fn new(deps: Deps, options: &Options) -> Self {
        let context = Context::new(deps, &options.concurrency);
        let consumers = consumers(&context, options);
        Self { context, consumers, grace: options.grace }
    }

    /// Tells when the queues were last reached, for `/readyz`.
    pub fn pulse(&self) -> Pulse {
        self.consumers.pulse()
    }

    /// Work until `stop`, then finish what is in hand within the grace.
    pub async fn run(self, stop: CancellationToken) -> Result<(), Stopped> {
        let Self { context, consumers, grace } = self;
        // Whatever ends first ends the others, so that a half-alive process never looks alive.
        let all = stop.child_token();
        let mut others = JoinSet::new();
        let (channels, deps) = (context.channels.clone(), context.deps.clone());
        let listening = all.clone();
        others.spawn(async move {
            channels.listen(deps, listening).await;
            "listener"
        });
        others.spawn(due::scan(context.deps.clone(), all.clone()));
        others.spawn(cron::run(context.clone(), all.clone()));
        others.spawn(context.lanes.clone().refill(context.deps.clone(), || ProcessInbound {}, all.clone()));
        others.spawn(context.sends.clone().refill(context.deps.clone(), || SendOutbound {}, all.clone()));
        let in_hand = [context.lanes.clone(), context.sends.clone()];
        let closing = tokio::spawn(close(in_hand.clone(), all.clone(), grace));
        let mut consuming = std::pin::pin!(consumers.run(all.clone(), grace));
        let ended = loop {
            tokio::select! {
                ended = &mut consuming => break ended.map_err(Stopped::from),
                Some(ended) = others.join_next() => match ended {
                    // Asked to stop: the jobs in hand still have their grace.
                    Ok(_) if stop.is_cancelled() => {}
                    Ok(name) => break Err(Stopped::Task(name, "it returned".to_owned())),
                    Err(error) => break Err(Stopped::Task("background work", error.to_string())),
                },
            }
        };
        all.cancel();
        while others.join_next().await.is_some() {}
        if let Ok(until) = closing.await
            && timeout_at(until, join_all(in_hand.iter().map(Holdings::finish))).await.is_err()
        {
            tracing::warn!("rows were still worked on when the grace period ended; their leases run out");
        }
        ended
    }
}

/// From the stop on nothing more is taken. Returns until when what is in hand may take.
async fn close(holdings: [Holdings; 2], stop: CancellationToken, grace: Duration) -> tokio::time::Instant {
    stop.cancelled().await;
    holdings.iter().for_each(Holdings::close);
    tokio::time::Instant::now() + grace
}

fn consumers(context: &Context, options: &Options) -> Consumers {
    let grave = context.deps.clone();
    let consumers = Consumers::new(context.deps.queue.clone(), context.deps.instance.to_string(), move |dead| {
        let deps = grave.clone();
        async move { bury(&deps, dead).await }
    });
    let wanted = |name: &str| options.queues.as_ref().is_none_or(|queues| queues.iter().any(|queue| queue == name));
    let list = List { context, options, consumers };
    let list = list.add_if(wanted(ProcessInbound::NAME), handlers::process_inbound);
    let list = list.add_if(wanted(ApplyStatus::NAME), handlers::apply_status);
    let list = list.add_if(wanted(SendOutbound::NAME), handlers::send_outbound);
    let list = list.add_if(wanted(RouteConversation::NAME), handlers::route_conversation);
    let list = list.add_if(wanted(CheckTimeout::NAME), handlers::check_timeout);
    let list = list.add_if(wanted(DeliverWebhook::NAME), handlers::deliver_webhook);
    let list = list.add_if(wanted(SweepHeartbeats::NAME), handlers::sweep_heartbeats);
    let list = list.add_if(wanted(FetchMedia::NAME), handlers::fetch_media);
    let list = list.add_if(wanted(PollChannel::NAME), handlers::poll_channel);
    let list = list.add_if(wanted(Tick::NAME), handlers::tick);
    list.consumers
}

struct List<'a> {
    context: &'a Context,
    options: &'a Options,
    consumers: Consumers,
}

impl List<'_> {
    fn add_if<J, H, F>(self, wanted: bool, handler: H) -> Self
    where
        J: Job,
        H: Fn(Context, Envelope<J>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        if !wanted {
            return self;
        }
        let context = self.context.clone();
        let slots = self.options.concurrency.slots(J::NAME);
        let consumers = self.consumers.consume(slots, move |envelope: Envelope<J>| {
            let (context, handler) = (context.clone(), handler.clone());
            async move {
                let deps = context.deps.clone();
                let begun = Instant::now();
                let outcome: Outcome = handle(&deps, envelope, |envelope| handler(context.clone(), envelope)).await;
                let word = if matches!(outcome, Outcome::Done) { "done" } else { "dead" };
                deps.queue.figures().job(J::NAME, word, begun.elapsed());
                outcome
            }
        });
        Self { consumers, ..self }
    }
}

/// Keep a job that nobody can do, for people to look at.
async fn bury(deps: &Deps, dead: DeadJob) -> Result<(), BoxError> {
    let now = deps.clock.now();
    let tx = deps.store.begin_system().await?;
    let job = NewDeadJob {
        queue: dead.queue.to_owned(),
        key: dead.key,
        payload: dead.payload,
        company: dead.company,
        attempts: i32::try_from(dead.attempts).unwrap_or(i32::MAX),
        last_error: dead.error,
    };
    let id = tx.bury_job(job, now).await?;
    match dead.company {
        Some(company) => {
            let tx = tx.into_company(company);
            let event = Event::JobDead { queue: dead.queue.to_owned(), id: id.to_string() };
            let audience = vec![Room::Admins(company)];
            tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], now).await?;
            tx.commit().await?;
            deps.nudge_log().await;
        }
        None => tx.commit().await?,
    }
    Ok(())
}
