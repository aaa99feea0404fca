//! Our webhooks to one endpoint: take what the log has for it, and send it in order.
//!
//! Whoever holds the endpoint's lease works on it; the lease is renewed while requests are on their way, and every write compares its
//! token. What was sent and not written down is sent again with the same id: the receiver tells by it.

mod outcome;

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use domain::event::Room;
use domain::id::{CompanyId, ConversationId};
use domain::seq::Seq;
use domain::webhook::wants;
use entities::{LoggedEvent, StoreError, WebhookDelivery, WebhookEndpoint};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use providers::webhook::{WebhookAnswer, WebhookCall};
use serde_json::json;
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use uuid::Uuid;

use crate::context::Context;
use crate::execute::JobError;

/// Entries of the log that are taken at once.
const GATHER: u64 = 500;
/// Deliveries that are read at once, and requests on their way at once.
const PAGE: u64 = 64;
const AT_ONCE: usize = 8;
/// The lease, and how often it is renewed.
const LEASE: chrono::Duration = chrono::Duration::seconds(15);
const RENEW: Duration = Duration::from_secs(5);
/// After this the slot is given to another endpoint; the scan comes back to this one.
const TURN: Duration = Duration::from_secs(20);

/// Work on an endpoint until nothing is left, its turn is over, or it fails.
pub(crate) async fn run(context: &Context, company: CompanyId, id: Uuid) -> Result<(), JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let tx = deps.store.begin(company).await?;
    let claimed = tx.webhooks().claim(id, now + LEASE, now).await?;
    tx.commit().await?;
    let Some(endpoint) = claimed else { return Ok(()) };
    let token = endpoint.lease_token;
    let keys = deps.store.company(company).webhooks().keys(&endpoint, now)?;
    let mut sender = Sender { context, company, filter: endpoint.filter(), keys, endpoint, oldest_down: None };
    let worked = sender.work(Instant::now() + TURN).await;
    deps.store.single().release_endpoint(id, token).await?;
    match worked {
        // They go on with it.
        Ok(()) | Err(Stop::Lost) => Ok(()),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Why a turn ended before its end.
enum Stop {
    /// Somebody changed the endpoint, or another process took it over.
    Lost,
    Failed(JobError),
}

impl From<JobError> for Stop {
    fn from(error: JobError) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

struct Sender<'a> {
    context: &'a Context,
    company: CompanyId,
    /// As it was claimed, and as this sender changed it.
    endpoint: WebhookEndpoint,
    filter: Vec<String>,
    keys: Vec<Vec<u8>>,
    /// The oldest delivery of this turn that found nobody there: nothing is sent until its next attempt.
    oldest_down: Option<String>,
}

/// A request that was answered, or was not.
struct Done {
    row: WebhookDelivery,
    answer: WebhookAnswer,
}

impl Sender<'_> {
    async fn work(&mut self, end: Instant) -> Result<(), Stop> {
        loop {
            let gathered = self.gather().await?;
            let sent = self.send(end).await?;
            let ended = self.stopped() || Instant::now() >= end;
            if ended || gathered == 0 && sent == 0 {
                return Ok(());
            }
        }
    }

    /// Nothing more may be sent in this turn.
    fn stopped(&self) -> bool {
        self.oldest_down.is_some() || !self.endpoint.status.is_at_work()
    }

    /// Make deliveries of what was logged since the cursor. Returns how many entries were looked at.
    async fn gather(&mut self) -> Result<usize, Stop> {
        let deps = &self.context.deps;
        let cursor: Seq = self
            .endpoint
            .cursor
            .parse()
            .map_err(|_| JobError::Fatal("the cursor is no place of the log".to_owned()))?;
        let events = deps.store.system().events_after(cursor, Some(self.company), GATHER).await?;
        let Some(last) = events.last().map(|event| event.seq) else { return Ok(0) };
        let wanted: Vec<(Seq, Option<ConversationId>)> = events
            .iter()
            .filter(|event| self.is_for_them(event))
            .map(|event| (event.seq, event.conversation))
            .collect();
        let now = deps.clock.now();
        let tx = deps.store.begin(self.company).await?;
        if tx.webhooks().lock_leased(self.endpoint.id, self.endpoint.lease_token).await?.is_none() {
            return Err(Stop::Lost);
        }
        tx.webhooks().gather(&self.endpoint, &wanted, last, now).await?;
        tx.commit().await?;
        self.endpoint.cursor = last.to_string();
        Ok(events.len())
    }

    /// Endpoints hear what supervisors hear, of the names they want, and never of a status that falls.
    fn is_for_them(&self, event: &LoggedEvent) -> bool {
        let rooms = [Room::Company(self.company).key(), Room::Supervisors(self.company).key()];
        if !event.audience.iter().any(|room| rooms.contains(room)) || !wants(&self.filter, &event.name) {
            return false;
        }
        let Some((message, rank)) = event.status_rank() else { return true };
        let place = (self.endpoint.id, message);
        let ranks = &self.context.ranks;
        if ranks.get(&place).is_some_and(|told| told > rank) {
            return false;
        }
        ranks.insert(place, rank);
        true
    }

    /// Send one page: in the order of the log, up to eight at once, never two of one conversation. While the endpoint fails, only
    /// the oldest. Returns how many were tried.
    async fn send(&mut self, end: Instant) -> Result<usize, Stop> {
        let deps = &self.context.deps;
        let page = if self.endpoint.next_at.is_some() { 1 } else { PAGE };
        let scope = deps.store.company(self.company);
        let mut waiting: VecDeque<WebhookDelivery> =
            scope.webhooks().due(self.endpoint.id, deps.clock.now(), page).await?.into();
        let places: Vec<Seq> = waiting.iter().filter_map(|row| row.event_seq.parse().ok()).collect();
        let events = scope.webhooks().events_at(&places).await?;
        let events: HashMap<String, LoggedEvent> =
            events.into_iter().map(|event| (event.seq.to_string(), event)).collect();
        let mut on_their_way = FuturesUnordered::new();
        let mut busy: HashSet<Uuid> = HashSet::new();
        let mut renew = interval_at(Instant::now() + RENEW, RENEW);
        renew.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut tried = 0;
        loop {
            while on_their_way.len() < AT_ONCE && !self.stopped() && Instant::now() < end {
                let free = |row: &WebhookDelivery| !busy.contains(&row.conversation_id.unwrap_or_default());
                let Some(next) = waiting.iter().position(free).and_then(|place| waiting.remove(place)) else { break };
                tried += 1;
                let Some(event) = events.get(&next.event_seq) else {
                    self.expired(next).await?;
                    continue;
                };
                busy.insert(next.conversation_id.unwrap_or_default());
                on_their_way.push(self.attempt(next, event));
            }
            if on_their_way.is_empty() {
                return Ok(tried);
            }
            tokio::select! {
                Some(done) = on_their_way.next() => {
                    busy.remove(&done.row.conversation_id.unwrap_or_default());
                    self.record(done).await?;
                }
                _ = renew.tick() => {
                    let until = deps.clock.now() + LEASE;
                    let single = deps.store.single();
                    if !single.renew_endpoint(self.endpoint.id, self.endpoint.lease_token, until).await? {
                        return Err(Stop::Lost);
                    }
                }
            }
        }
    }

    /// The request, free of `self`: others are recorded while it is on its way.
    fn attempt(&self, row: WebhookDelivery, event: &LoggedEvent) -> impl Future<Output = Done> + use<> {
        let deps = self.context.deps.clone();
        let (url, keys) = (self.endpoint.url.clone(), self.keys.clone());
        let body = body(&row.webhook_id, event);
        async move {
            let timestamp = deps.clock.now().timestamp();
            let call = WebhookCall { url: &url, id: &row.webhook_id, timestamp, body, keys: &keys };
            let answer = deps.webhooks.send(call).await;
            Done { row, answer }
        }
    }
}

/// What the receiver gets: one event of the log, as supervisors see it.
fn body(id: &str, event: &LoggedEvent) -> String {
    json!({
        "id": id,
        "type": event.name,
        "timestamp": event.occurred_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        "companyId": event.company,
        "seq": event.seq.to_string(),
        "data": event.payload,
    })
    .to_string()
}
