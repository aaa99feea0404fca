//! The hourly counters are made from the log: each event counts once, because the place in the log moves in the transaction that adds
//! what was counted up to it. The hot path writes nothing for them.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Duration, DurationRound as _};
use domain::clock::Time;
use domain::id::{CompanyId, ConversationId, UserId};
use domain::metrics::Tally;
use entities::{EpisodeFacts, LoggedEvent, OnlineSpan, RollupKey, StoreError};
use serde_json::Value;
use uuid::Uuid;

use crate::deps::Deps;

/// Events of one transaction; transactions of one pass.
const BATCH: u64 = 500;
const BATCHES: usize = 8;

/// Count what was logged since the last time.
pub(crate) async fn advance(deps: &Deps) -> Result<(), StoreError> {
    for _ in 0..BATCHES {
        if !step(deps).await? {
            break;
        }
    }
    Ok(())
}

/// `true` = there may be more.
async fn step(deps: &Deps) -> Result<bool, StoreError> {
    let system = deps.store.system();
    let from = system.rollup_cursor().await?;
    let events = system.events_after(from, None, BATCH).await?;
    let Some(last) = events.last() else { return Ok(false) };
    let to = last.seq;
    let conversations: HashSet<ConversationId> =
        events.iter().filter(|event| event.name == "message-sent").filter_map(|event| event.conversation).collect();
    let users: HashSet<UserId> = events.iter().filter_map(presence).map(|(user, _)| user).collect();
    let facts = system.episode_facts(&Vec::from_iter(conversations)).await?;
    let spans = system.online_spans(&Vec::from_iter(users)).await?;
    let mut count = Count::new(facts, spans);
    for event in &events {
        count.event(event);
        if event.name == "conversation-reopened"
            && let Some(contact) = id(&event.payload["conversation"]["contactId"])
            && let Some(conversation) = event.conversation
            && let Some(resolved) = system.resolution_before(contact, conversation, event.seq).await?
        {
            count.resolved(&resolved, -1);
        }
    }
    let now = deps.clock.now();
    let tx = deps.store.begin_system().await?;
    if !tx.move_rollup_cursor(from, to, now).await? {
        return Ok(false);
    }
    let hours: Vec<_> = count.hours.into_iter().collect();
    tx.add_to_hours(&hours, now).await?;
    let online: Vec<_> = count.online.into_iter().map(|(user, (company, since))| (user, company, since)).collect();
    tx.set_online(&online, now).await?;
    tx.commit().await?;
    Ok(events.len() as u64 == BATCH)
}

/// Whose presence an event tells, and whether they are there.
fn presence(event: &LoggedEvent) -> Option<(UserId, bool)> {
    if event.name != "agent-status-changed" {
        return None;
    }
    Some((id(&event.payload["userId"])?, event.payload["status"] != "OFFLINE"))
}

fn id(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

fn time(value: &Value) -> Option<Time> {
    value.as_str()?.parse().ok()
}

/// The beginning of the hour.
fn hour(at: Time) -> Time {
    at.duration_trunc(Duration::hours(1)).unwrap_or(at)
}

/// Department, channel and user of something that happened.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    department: Option<Uuid>,
    channel: Option<Uuid>,
    user: Option<Uuid>,
}

struct Count {
    facts: HashMap<ConversationId, EpisodeFacts>,
    spans: HashMap<UserId, OnlineSpan>,
    /// First answers that this batch has counted.
    answered: HashSet<ConversationId>,
    hours: BTreeMap<RollupKey, Tally>,
    /// What changed of presence.
    online: HashMap<UserId, (CompanyId, Option<Time>)>,
}

impl Count {
    fn new(facts: Vec<EpisodeFacts>, spans: Vec<OnlineSpan>) -> Self {
        Self {
            facts: facts.into_iter().map(|facts| (facts.id, facts)).collect(),
            spans: spans.into_iter().map(|span| (span.user_id, span)).collect(),
            answered: HashSet::new(),
            hours: BTreeMap::new(),
            online: HashMap::new(),
        }
    }

    fn at(&mut self, company: CompanyId, at: Time, place: Place) -> &mut Tally {
        let key = RollupKey {
            company,
            hour: hour(at),
            department: place.department.unwrap_or_default(),
            channel: place.channel.unwrap_or_default(),
            user: place.user.unwrap_or_default(),
        };
        self.hours.entry(key).or_default()
    }

    fn event(&mut self, event: &LoggedEvent) {
        if let Some((user, is_there)) = presence(event) {
            self.presence(event.company, user, is_there, event.occurred_at);
            return;
        }
        let (company, at) = (event.company, event.occurred_at);
        let conversation = &event.payload["conversation"];
        let place = Place {
            department: id(&conversation["departmentId"]),
            channel: id(&conversation["channelId"]),
            user: None,
        };
        match event.name.as_str() {
            "message-received" => self.at(company, at, place).inbound += 1,
            "message-sent" => self.sent(event),
            "conversation-created" => self.at(company, at, place).opened += 1,
            "conversation-archived" => self.at(company, at, place).archived += 1,
            "conversation-assigned" => {
                let user = id(&event.payload["agentId"]);
                let tally = self.at(company, at, Place { user, ..place });
                tally.assigned += 1;
                let fresh = event.payload["previousAgentId"].is_null();
                if let Some(since) = time(&event.payload["queuedAt"]).filter(|_| fresh) {
                    tally.queue_wait.record((at - since).num_milliseconds());
                }
            }
            "conversation-resolved" => self.resolved(event, 1),
            _ => {}
        }
    }

    /// Count a conversation as resolved, or take that back: once it is open again it was not, and it counts when it is resolved for
    /// good.
    fn resolved(&mut self, event: &LoggedEvent, by: i64) {
        let (at, conversation) = (event.occurred_at, &event.payload["conversation"]);
        let place = Place {
            department: id(&conversation["departmentId"]),
            channel: id(&conversation["channelId"]),
            user: id(&conversation["resolvedById"]),
        };
        let tally = self.at(event.company, at, place);
        tally.resolved += by;
        tally.bot_only += by * i64::from(conversation["firstResponseAt"].is_null());
        if let Some(begun) = time(&conversation["createdAt"]) {
            tally.resolution_sum_ms += by * (at - begun).num_milliseconds().max(0);
            tally.resolution_n += by;
        }
    }

    fn sent(&mut self, event: &LoggedEvent) {
        let Some(conversation) = event.conversation else { return };
        let facts = self.facts.get(&conversation).cloned();
        let message = &event.payload["message"];
        let place = Place {
            department: facts.as_ref().and_then(|facts| facts.department_id),
            channel: facts.as_ref().map(|facts| facts.channel_id),
            user: id(&message["senderId"]),
        };
        let origin = message["origin"].as_str().unwrap_or_default();
        let by_people = matches!(origin, "AGENT" | "PHONE");
        let is_first = by_people
            && facts.as_ref().is_some_and(|facts| facts.first_response_at == Some(event.occurred_at))
            && self.answered.insert(conversation);
        let tally = self.at(event.company, event.occurred_at, place);
        match origin {
            "BOT" => tally.outbound_bot += 1,
            "API" => tally.outbound_api += 1,
            _ => tally.outbound_agent += 1,
        }
        // Nobody waits for the first word of a conversation that an agent began.
        if let Some(asked) =
            facts.and_then(|facts| facts.first_customer_at).filter(|at| is_first && *at <= event.occurred_at)
        {
            tally.first_response.record((event.occurred_at - asked).num_milliseconds());
        }
    }

    fn presence(&mut self, company: CompanyId, user: UserId, is_there: bool, at: Time) {
        let known = self.spans.get(&user).copied();
        match (known, is_there) {
            (None, true) => {
                self.spans.insert(user, OnlineSpan { user_id: user, company_id: company, since: at });
                self.online.insert(user, (company, Some(at)));
            }
            (Some(span), false) => {
                self.spans.remove(&user);
                self.online.insert(user, (company, None));
                self.online_from(company, user, span.since, at);
            }
            _ => {}
        }
    }

    /// To each hour its seconds.
    fn online_from(&mut self, company: CompanyId, user: UserId, since: Time, until: Time) {
        let mut from = since;
        while from < until {
            let to = until.min(hour(from) + Duration::hours(1));
            let place = Place { user: Some(user), ..Place::default() };
            // Whole seconds of the span itself, so that the parts add up.
            let seconds = (to - since).num_seconds() - (from - since).num_seconds();
            self.at(company, from, place).online_seconds += seconds;
            from = to;
        }
    }
}
