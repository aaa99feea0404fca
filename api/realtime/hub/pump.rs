//! The one reader of the log. A database that does not answer delays it; it goes on from the same place and loses nothing.

use std::time::Duration;

use domain::event::{Event, Room};
use domain::id::{CompanyId, ConversationId};
use domain::seq::Seq;
use entities::{LoggedEvent, StoreError};
use jobs::{Nudge, Subscription};
use serde_json::{Map, Value};
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use super::{Hub, Ranks, SocketId, viewers};
use crate::auth::Principal;
use crate::realtime::protocol::ServerFrame;
use crate::realtime::rooms;

/// Events of one read.
const PAGE: u64 = 500;
/// When, after a nudge, the log is read: what it tells of may wait behind an older transaction.
const AFTER_NUDGE_MS: [u64; 16] = [0, 2, 5, 10, 20, 50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];
/// A nudge without a place is believed to be read when a read from here on finds something.
const ENOUGH_MS: u64 = 50;
const APART: Duration = Duration::from_millis(2);
const BACK_OFF: Duration = Duration::from_millis(100);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(5);

/// When to read next.
struct Rhythm {
    every: Duration,
    next: Instant,
    last: Instant,
    nudged: Instant,
    step: usize,
    /// The highest place that a nudge named.
    wanted: Option<Seq>,
    failures: u32,
}

impl Rhythm {
    fn new(every: Duration) -> Self {
        let now = Instant::now();
        Self { every, next: now, last: now, nudged: now, step: AFTER_NUDGE_MS.len(), wanted: None, failures: 0 }
    }

    fn nudge(&mut self, seq: Option<Seq>) {
        self.wanted = self.wanted.max(seq);
        if self.failures > 0 {
            return;
        }
        self.nudged = Instant::now();
        self.step = 0;
        self.next = self.next.min(self.nudged.max(self.last + APART));
    }

    fn read(&mut self, count: usize, cursor: Seq) {
        let now = Instant::now();
        self.last = now;
        self.failures = 0;
        if self.wanted.is_some_and(|wanted| wanted <= cursor) {
            self.wanted = None;
        }
        let full = u64::try_from(count).unwrap_or(0) >= PAGE;
        let since = now - self.nudged;
        let enough = count > 0 && self.wanted.is_none() && since >= Duration::from_millis(ENOUGH_MS);
        self.next = if full {
            now
        } else if enough {
            self.step = AFTER_NUDGE_MS.len();
            now + self.every
        } else {
            let due = |ms: &u64| self.nudged + Duration::from_millis(*ms);
            while AFTER_NUDGE_MS.get(self.step).is_some_and(|ms| due(ms) <= now) {
                self.step += 1;
            }
            match AFTER_NUDGE_MS.get(self.step).map(due) {
                Some(next) => next.max(now + APART),
                None if self.wanted.is_some() => now + Duration::from_millis(100).min(self.every),
                None => now + self.every,
            }
        };
    }

    fn failed(&mut self) {
        let now = Instant::now();
        self.last = now;
        let doubled = BACK_OFF * 2_u32.pow(self.failures.min(6));
        self.failures += 1;
        self.next = now + doubled.min(LONGEST_BACK_OFF);
    }
}

pub(super) async fn run(hub: Hub) {
    let stop = hub.stop().clone();
    // Subscribed before the log's end is read, so that nothing falls between the two.
    let mut bus = hub.deps().bus.subscribe();
    tokio::select! {
        () = stop.cancelled() => {}
        () = read(&hub, &mut bus) => {}
    }
}

async fn read(hub: &Hub, bus: &mut Subscription) {
    find_end(hub).await;
    let mut rhythm = Rhythm::new(hub.deps().timing.poll);
    let mut repeat = Instant::now() + viewers::REPEAT;
    let ranks = Ranks::default();
    let mut has_bus = true;
    loop {
        tokio::select! {
            nudge = bus.next(), if has_bus => match nudge {
                Some(nudge) => heard(hub, &mut rhythm, nudge).await,
                None => has_bus = false,
            },
            () = sleep_until(rhythm.next) => match page(hub, &ranks).await {
                Ok(count) => rhythm.read(count, hub.board().cursor),
                Err(error) => {
                    if rhythm.failures == 0 {
                        tracing::warn!(%error, "the event log cannot be read; trying again");
                    }
                    rhythm.failed();
                }
            },
            () = sleep_until(repeat) => {
                repeat = Instant::now() + viewers::REPEAT;
                hub.repeat_viewers().await;
            }
        }
    }
}

async fn find_end(hub: &Hub) {
    let mut wait = BACK_OFF;
    loop {
        let system = hub.deps().store.system();
        match system.log_end().await {
            Ok(end) => {
                // In a restored database the end may belong to the part of the log before.
                hub.board().cursor = end.max(Seq { epoch: system.log_epoch(), tx: 0, id: 0 });
                hub.0.started.send_replace(true);
                return;
            }
            Err(error) => tracing::warn!(%error, "the end of the event log cannot be read; trying again"),
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_BACK_OFF);
    }
}

async fn heard(hub: &Hub, rhythm: &mut Rhythm, nudge: Nudge) {
    match nudge {
        Nudge::Events { seq } => rhythm.nudge(seq.parse().ok()),
        Nudge::UserChanged { id } => {
            hub.forget_heartbeat(id);
            hub.board().check(Room::User(id));
        }
        Nudge::Ephemeral { company, rooms, frame } => whisper(hub, company, &rooms, frame).await,
        Nudge::Missed => {
            rhythm.nudge(None);
            hub.board().check_all();
        }
        _ => {}
    }
}

async fn whisper(hub: &Hub, company: CompanyId, keys: &[String], mut frame: Value) {
    if frame["event"] == viewers::HERE {
        hub.heard_viewers(company, frame["data"].take()).await;
        return;
    }
    let audience: Vec<Room> = keys.iter().filter_map(|key| rooms::room(key)).collect();
    // Nobody needs to be told that they are typing themselves.
    let author = frame["data"]["userId"].as_str().filter(|_| frame["event"] == "typing");
    let author = author.and_then(|id| Uuid::parse_str(id).ok());
    let frame = ServerFrame { text: frame.to_string().into(), ephemeral: true };
    hub.board().whisper(company, &audience, &frame, author);
}

async fn page(hub: &Hub, ranks: &Ranks) -> Result<usize, StoreError> {
    let cursor = hub.board().cursor;
    let events = hub.deps().store.system().events_after(cursor, None, PAGE).await?;
    let count = events.len();
    for event in events {
        publish(hub, ranks, event).await;
    }
    Ok(count)
}

async fn publish(hub: &Hub, ranks: &Ranks, event: LoggedEvent) {
    if !ranks.admit(&event) {
        hub.board().cursor = event.seq;
        return;
    }
    let left = match event.conversation {
        Some(conversation) if may_hide(hub, conversation, &event) => evict(hub, event.company, conversation).await,
        _ => Vec::new(),
    };
    let audience: Vec<Room> = event.audience.iter().filter_map(|key| rooms::room(key)).collect();
    let account = account(&event);
    if event.name == "agent-status-changed"
        && let Some(Room::User(id)) = user(&event.payload["userId"])
    {
        // Whoever was swept and lives comes back by the next heartbeat, which must look.
        hub.forget_heartbeat(id);
    }
    let loses = audience.iter().any(|room| room.loser().is_some());
    let ids_only = loses.then(|| frame(event.seq, &event.name, Event::ids_only(event.payload.clone())));
    let frame = frame(event.seq, &event.name, event.payload);
    hub.board().fan_out(event.seq, event.company, &audience, &frame, ids_only.as_ref());
    if let Some(conversation) = event.conversation
        && !left.is_empty()
    {
        for id in left {
            hub.push(id, ServerFrame::left_conversation(conversation, "not_visible"));
        }
        hub.tell_viewers(event.company, conversation).await;
    }
    if let Some(room) = account {
        if let Room::User(id) = room {
            hub.forget_heartbeat(id);
        }
        hub.board().check(room);
    }
}

/// An event of the log as its sockets read it.
pub(in crate::realtime) fn frame(seq: Seq, name: &str, payload: Value) -> ServerFrame {
    let event = Map::from_iter([("event".to_owned(), name.into()), ("data".to_owned(), payload)]);
    ServerFrame::stored(&seq.to_string(), event.into())
}

/// Whether somebody who has the conversation open may not see it any more after this event.
fn may_hide(hub: &Hub, conversation: ConversationId, event: &LoggedEvent) -> bool {
    match event.name.as_str() {
        "conversation-transferred"
        | "conversation-unassigned"
        | "conversation-queued"
        | "conversation-assigned"
        | "conversation-updated"
        | "conversation-resolved"
        | "conversation-archived"
        | "conversation-reopened" => true,
        // A customer who asks for the menu leaves a department by a message.
        "message-received" => {
            let id =
                |field: &str| event.payload["conversation"][field].as_str().and_then(|id| Uuid::parse_str(id).ok());
            let (holder, last, department) = (id("assignedUserId"), id("lastAttendantId"), id("departmentId"));
            hub.board().watchers(conversation).iter().any(|(_, user)| !user.sees(holder, last, department))
        }
        _ => false,
    }
}

/// Whose accounts an event changed.
fn account(event: &LoggedEvent) -> Option<Room> {
    match event.name.as_str() {
        "user-updated" => user(&event.payload["user"]["id"]).or_else(|| user(&event.payload["id"])),
        "user-deactivated" => user(&event.payload["id"]),
        "department-updated" | "settings-updated" => Some(Room::Company(event.company)),
        _ => None,
    }
}

fn user(id: &Value) -> Option<Room> {
    id.as_str().and_then(|id| Uuid::parse_str(id).ok()).map(Room::User)
}

/// Close a conversation for those who may not see it any more, before they hear more of it. Says who they are: they are told
/// after the event that took it from them.
async fn evict(hub: &Hub, company: CompanyId, conversation: ConversationId) -> Vec<SocketId> {
    let watchers = hub.board().watchers(conversation);
    if watchers.is_empty() {
        return Vec::new();
    }
    let row = hub.deps().store.company(company).conversations().find(conversation).await;
    if let Err(error) = &row {
        tracing::warn!(%error, "a conversation's visibility cannot be read; it is closed for those who do not supervise");
    }
    let row = row.ok().flatten();
    let sees = |user: &Principal| {
        row.as_ref().is_some_and(|row| user.sees(row.assigned_user_id, row.last_attendant_id, row.department_id))
    };
    let losers = watchers.into_iter().filter(|(_, user)| !sees(user)).map(|(id, _)| id);
    losers.filter(|id| hub.leave(*id, conversation)).collect()
}
