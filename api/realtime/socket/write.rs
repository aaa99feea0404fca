//! The direction to the client: `ready`, what it missed, then what waits on its line.

use domain::clock::Time;
use domain::event::Room;
use domain::role::Role;
use futures_util::SinkExt as _;
use poem::web::websocket::Message;
use tokio::time::{Instant, interval_at};

use super::end::End;
use super::replay::{Start, replay};
use super::{Hub, Line, Sink};
use crate::auth::Who;
use crate::realtime::hub::SocketId;
use crate::realtime::protocol::{Ready, ResyncReason, ServerFrame};
use crate::realtime::rooms::Rooms;

/// Seconds between two heartbeats of a client.
const HEARTBEAT_SECONDS: u32 = 30;

pub(super) struct Begin {
    pub(super) id: SocketId,
    pub(super) who: Who,
    pub(super) rooms: Rooms,
    pub(super) start: Start,
    /// Where it was placed in the log.
    pub(super) at: domain::seq::Seq,
}

/// Never ends by itself.
pub(super) async fn run(hub: &Hub, sink: &mut Sink, line: &Line, begin: Begin) -> End {
    match write(hub, sink, line, begin).await {
        Ok(never) => match never {},
        Err(end) => end,
    }
}

async fn write(hub: &Hub, sink: &mut Sink, line: &Line, begin: Begin) -> Result<std::convert::Infallible, End> {
    let frame = ServerFrame::ready(ready(&begin, hub.deps().clock.now()));
    send(sink, &frame).await?;
    match begin.start {
        Start::Live => {}
        Start::Replay { after, to } => replay(hub, sink, begin.who.company_id(), &begin.rooms, after, to).await?,
        Start::TooOld { at } => send(sink, &ServerFrame::resync(ResyncReason::TooOld, &at.to_string())).await?,
    }
    if begin.start != Start::Live {
        hub.watermark(begin.id);
    }
    let every = hub.deps().timing.ping;
    let mut ping = interval_at(Instant::now() + every, every);
    loop {
        tokio::select! {
            () = line.waiting() => {
                while let Some(frame) = line.pop() {
                    feed(sink, &frame).await?;
                }
            }
            _ = ping.tick() => sink.feed(Message::Ping(Vec::new())).await.map_err(|_| End::Gone)?,
        }
        sink.flush().await.map_err(|_| End::Gone)?;
    }
}

fn ready(begin: &Begin, now: Time) -> Ready {
    let user = begin.who.user();
    let (seq, replaying) = match begin.start {
        Start::Replay { after, to } => (after, after < to),
        Start::Live | Start::TooOld { .. } => (begin.at, false),
    };
    Ready {
        user_id: user.map(|user| user.user_id),
        company_id: begin.who.company_id(),
        // A key sees what supervisors see.
        role: user.map_or(Role::Supervisor, |user| user.role),
        seq: seq.to_string(),
        rooms: begin.rooms.list().iter().map(Room::key).collect(),
        replaying,
        heartbeat_seconds: HEARTBEAT_SECONDS,
        server_time: now,
    }
}

async fn send(sink: &mut Sink, frame: &ServerFrame) -> Result<(), End> {
    feed(sink, frame).await?;
    sink.flush().await.map_err(|_| End::Gone)
}

async fn feed(sink: &mut Sink, frame: &ServerFrame) -> Result<(), End> {
    sink.feed(Message::Text(frame.text.to_string())).await.map_err(|_| End::Gone)
}
