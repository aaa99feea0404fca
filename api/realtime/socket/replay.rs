//! What a client missed while it was away.

use domain::event::Event;
use domain::id::CompanyId;
use domain::seq::Seq;
use entities::StoreError;
use futures_util::SinkExt as _;
use poem::web::websocket::Message;

use super::end::End;
use super::{Hub, Sink};
use crate::realtime::hub::{Ranks, frame};
use crate::realtime::protocol::Close;
use crate::realtime::rooms::{self, Hears, Rooms};

/// Events of the company that are replayed at most.
pub(super) const MOST: u64 = 5_000;
const PAGE: u64 = 250;

/// What a socket begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// With what happens from now on.
    Live,
    /// The client has everything up to `after`; it gets what came up to `to`, then what happens.
    Replay { after: Seq, to: Seq },
    /// It must load everything, and goes on from here.
    TooOld { at: Seq },
}

impl Start {
    /// `at`: where the socket was placed in the log.
    pub(super) async fn of(hub: &Hub, company: CompanyId, last_seq: Option<&str>, at: Seq) -> Result<Self, StoreError> {
        let Some(text) = last_seq else { return Ok(Self::Live) };
        let system = hub.deps().store.system();
        let Some(after) = text.parse::<Seq>().ok().filter(|seq| seq.epoch == at.epoch) else {
            // No place, or one of a log that a restored database does not have.
            return Ok(Self::TooOld { at });
        };
        if after >= at {
            return Ok(Self::Replay { after, to: after });
        }
        let oldest_kept = hub.deps().clock.now() - hub.deps().events_kept;
        if !system.log_reaches(company, after, oldest_kept).await?
            || system.count_events(company, after, at, MOST + 1).await? > MOST
        {
            return Ok(Self::TooOld { at });
        }
        Ok(Self::Replay { after, to: at })
    }
}

/// Write the events of a span of the log that these rooms hear.
pub(super) async fn replay(
    hub: &Hub,
    sink: &mut Sink,
    company: CompanyId,
    rooms: &Rooms,
    after: Seq,
    to: Seq,
) -> Result<(), End> {
    let ranks = Ranks::default();
    let mut cursor = after;
    let mut replayed = 0;
    while cursor < to {
        let page = hub.deps().store.system().events_after(cursor, Some(company), PAGE).await.map_err(|error| {
            tracing::warn!(%error, "a replay was broken off");
            End::Close(Close::Internal)
        })?;
        let Some(last) = page.last() else { break };
        cursor = last.seq;
        for event in page.into_iter().take_while(|event| event.seq <= to) {
            let audience: Vec<_> = event.audience.iter().filter_map(|key| rooms::room(key)).collect();
            let hears = rooms.hear(&audience);
            if hears == Hears::Nothing || !ranks.admit(&event) {
                continue;
            }
            let data = if hears == Hears::All { event.payload } else { Event::ids_only(event.payload) };
            let frame = frame(event.seq, &event.name, data);
            sink.feed(Message::Text(frame.text.to_string())).await.map_err(|_| End::Gone)?;
            replayed += 1;
        }
        sink.flush().await.map_err(|_| End::Gone)?;
    }
    hub.deps().figures.replay(replayed);
    Ok(())
}
