//! The event log over HTTP: for integrators that cannot hold a socket, and to catch up after an outage.

use std::time::Duration;

use domain::clock::Time;
use domain::event::Event;
use domain::seq::Seq;
use domain::wire::time;
use entities::LoggedEvent;
use jobs::Nudge;
use poem_openapi::OpenApi;
use poem_openapi::param::Query;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::Tag;
use crate::auth::{Actor as _, Caller, Who, need};
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::payload::Reply;
use crate::realtime::rooms::{self, Hears, Rooms};

/// What happened, in the order of the log.
pub struct EventsApi;

/// The most events of one answer.
const MOST: u32 = 500;
const USUAL: u32 = 100;
/// The longest wait for something to happen, in seconds.
const LONGEST: u32 = 25;
/// Entries read for one answer: who hears little of a busy company gets a place to go on from instead of a long silence.
const READ: usize = 5_000;
const PAGE: u64 = 500;
/// Between two looks at the log: at least, however much happens, and at most, when every nudge is lost.
const APART: Duration = Duration::from_millis(250);
const POLL: Duration = Duration::from_secs(2);

/// One event, as the socket shows it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    pub seq: String,
    /// As `message-received`; `events.schema.json` has the shape of each one's data.
    pub event: String,
    pub data: Value,
    #[serde(serialize_with = "time")]
    pub occurred_at: Time,
}

/// A stretch of the log.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "EventLog")]
pub struct Stretch {
    pub events: Vec<LogEntry>,
    /// What to ask for next as `after`.
    pub next_after: String,
    /// The end of the log as it is now.
    pub latest: String,
}

#[OpenApi(prefix_path = "/api/events", tag = "Tag::Integrators")]
impl EventsApi {
    /// Read the events after a place of the log that the caller may hear of now, and wait for the first if there is none.
    #[oai(path = "/", method = "get", operation_id = "listEvents")]
    async fn list(
        &self,
        who: Caller<need::EventsRead>,
        cx: Context,
        /// `nextAfter` of the answer before. Left out: the end of the log, so that one begins with what happens from now on.
        after: Query<Option<String>>,
        /// 1 to 500, 100 when left out.
        limit: Query<Option<u32>>,
        /// Seconds to wait for an event when there is none: up to 25, none when left out.
        wait: Query<Option<u32>>,
    ) -> Result<Reply<Stretch>, ApiError> {
        let limit = limit.0.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(ApiError::invalid_query("limit", "1 to 500"));
        }
        let wait = wait.0.unwrap_or(0);
        if wait > LONGEST {
            return Err(ApiError::invalid_query("wait", "up to 25"));
        }
        let until = Instant::now() + Duration::from_secs(wait.into());
        let mut nudges = cx.bus.subscribe();
        let after = start(&cx, &who, after.0.as_deref()).await?;
        let rooms = rooms_of(&who.who);
        let mut reader = Reader { cx: &cx, who: &who.who, rooms, cursor: after, limit: limit as usize };
        loop {
            let looked = Instant::now();
            let events = reader.read().await?;
            if !events.is_empty() || Instant::now() >= until {
                let latest = cx.store.system().log_end().await?.max(reader.cursor);
                return Ok(Reply::new(Stretch {
                    events,
                    next_after: reader.cursor.to_string(),
                    latest: latest.to_string(),
                }));
            }
            let next = (looked + POLL).min(until);
            while let Ok(Some(nudge)) = timeout_at(next, nudges.next()).await {
                if matches!(nudge, Nudge::Events { .. } | Nudge::Missed) {
                    break;
                }
            }
            sleep_until((looked + APART).min(until)).await;
        }
    }
}

/// Where to begin; `cursor_expired` when something after it may have been pruned.
async fn start(cx: &Context, who: &Caller<need::EventsRead>, after: Option<&str>) -> Result<Seq, ApiError> {
    let system = cx.store.system();
    let end = system.log_end().await?;
    let Some(after) = after else { return Ok(end) };
    let after: Seq = after.parse().map_err(|_| ApiError::new(Code::InvalidCursor))?;
    if after >= end {
        // Ahead of this look, or of a log that was restored: what comes will be behind it or in a later epoch.
        return if after.epoch > system.log_epoch() { Err(Code::CursorExpired.into()) } else { Ok(after) };
    }
    let oldest_kept = cx.clock.now() - cx.settings.events_kept;
    let reaches = system.log_reaches(who.company_id(), after, oldest_kept).await?;
    if reaches { Ok(after) } else { Err(Code::CursorExpired.into()) }
}

fn rooms_of(who: &Who) -> Rooms {
    match who {
        Who::User(user) => Rooms::of_user(user),
        Who::Key(key) => Rooms::of_key(key.company_id),
    }
}

struct Reader<'a> {
    cx: &'a Context,
    who: &'a Who,
    rooms: Rooms,
    /// Everything up to here was looked at.
    cursor: Seq,
    limit: usize,
}

impl Reader<'_> {
    async fn read(&mut self) -> Result<Vec<LogEntry>, ApiError> {
        let mut heard = Vec::new();
        let mut seen = 0;
        while seen < READ {
            let system = self.cx.store.system();
            let page = system.events_after(self.cursor, Some(self.who.company_id()), PAGE).await?;
            let full = page.len() as u64 == PAGE;
            seen += page.len();
            for event in page {
                self.cursor = event.seq;
                heard.extend(self.hear(event));
                if heard.len() == self.limit {
                    return Ok(heard);
                }
            }
            if !full {
                break;
            }
        }
        Ok(heard)
    }

    fn hear(&self, event: LoggedEvent) -> Option<LogEntry> {
        let audience: Vec<_> = event.audience.iter().filter_map(|key| rooms::room(key)).collect();
        let data = match self.rooms.hear(&audience) {
            Hears::All => event.payload,
            Hears::IdsOnly => Event::ids_only(event.payload),
            Hears::Nothing => return None,
        };
        Some(LogEntry { seq: event.seq.to_string(), event: event.name, data, occurred_at: event.occurred_at })
    }
}
