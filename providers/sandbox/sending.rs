//! Taking a message from our side, in whatever dialect it was asked for: the faults, the deduplication, the statuses.

use std::sync::Arc;
use std::time::Duration;

use domain::id::ChannelId;
use domain::message::MessageType;

use super::control::SimStatus;
use super::deliver::{Order, Piece};
use super::faults::Hang;
use super::file::SimFile;
use super::simulator::Core;
use super::world::{Author, Entry, Person, bare};
use super::{meta, native, waha};

/// What our side asked to send.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) to: Person,
    pub(super) text: String,
    pub(super) file: Option<SimFile>,
    pub(super) reply_to: Option<String>,
    pub(super) correlation: Option<String>,
    /// The id that makes it repeatable.
    pub(super) id: Option<String>,
    /// An id for it when it has none.
    pub(super) fresh_id: String,
}

/// What came of it.
pub(super) enum Verdict {
    Accepted(Box<Entry>),
    /// Refused with a code.
    Refused(i64),
    /// An answer without an error body.
    Broken(u16),
}

impl Core {
    /// Take one message, as the switches say.
    pub(super) async fn take(self: &Arc<Self>, id: ChannelId, asked: Asked) -> Verdict {
        let who = asked.to.key();
        let text = asked.text.clone();
        let early = self.with(id, |line| {
            let faults = &mut line.faults;
            let hang = faults.fires("sendTimeoutBeforeAccept", |f| &mut f.send_timeout_before_accept, &who, &text);
            let refused = faults.fires("sendError", |f| &mut f.send_error, &who, &text);
            let broken = faults.fires("send5xx", |f| &mut f.send5xx, &who, &text);
            (hang, refused, broken)
        });
        let Ok((hang, refused, broken)) = early else { return Verdict::Broken(500) };
        if let Some(hang) = hang {
            return self.hang(id, &hang).await;
        }
        if let Some(refused) = refused {
            return Verdict::Refused(refused.code);
        }
        if let Some(broken) = broken.as_ref().filter(|fault| !fault.after_accept) {
            return Verdict::Broken(broken.status.unwrap_or(503));
        }
        let Some((entry, early_status, hang)) = self.accept(id, asked) else { return Verdict::Broken(500) };
        if let Some(handle) = early_status {
            // Statuses that overtake the answer: wait until our side has them.
            let _ = handle.await;
        }
        if let Some(hang) = hang {
            return self.hang(id, &hang).await;
        }
        if let Some(broken) = broken {
            return Verdict::Broken(broken.status.unwrap_or(503));
        }
        let _ = self.with(id, |line| {
            if let Some(entry) = line.find(&entry.id) {
                entry.answered = true;
            }
        });
        Verdict::Accepted(Box::new(entry))
    }

    /// Keep the message, or find it again by its pre-allocated id, and start what follows from it.
    fn accept(
        self: &Arc<Self>,
        id: ChannelId,
        asked: Asked,
    ) -> Option<(Entry, Option<tokio::task::JoinHandle<()>>, Option<Hang>)> {
        let now = self.clock.now();
        let who = asked.to.key();
        let text = asked.text.clone();
        let (entry, new, failed, early, hang) = self
            .with(id, |line| {
                let hang =
                    line.faults.fires("sendTimeoutAfterAccept", |f| &mut f.send_timeout_after_accept, &who, &text);
                if let Some(known) = asked.id.as_deref().and_then(|id| line.find(id)) {
                    known.calls += 1;
                    return (known.clone(), false, None, false, hang);
                }
                let failed = line.faults.fires("acceptedThenFailed", |f| &mut f.accepted_then_failed, &who, &text);
                let early = line.faults.fires("statusBeforeResponse", |f| &mut f.status_before_response, &who, &text);
                let person = line.meet(asked.to);
                // Without any id of ours, a copy is the same text again after a call that was never answered.
                let group = match (&asked.id, &asked.correlation) {
                    (Some(id), _) => bare(id).to_owned(),
                    (None, Some(correlation)) => {
                        correlation.split_once('.').map_or(correlation.as_str(), |(message, _)| message).to_owned()
                    }
                    (None, None) => line
                        .messages
                        .iter()
                        .rev()
                        .find(|old| {
                            !old.answered
                                && old.author == Author::Api
                                && old.person == person
                                && old.text.as_deref().unwrap_or_default() == text
                                && old.file.as_ref().map(|file| &file.bytes)
                                    == asked.file.as_ref().map(|file| &file.bytes)
                        })
                        .map_or_else(|| asked.fresh_id.clone(), |old| old.group.clone()),
                };
                let entry = line.add(Entry {
                    seq: 0,
                    id: asked.id.as_deref().map_or(asked.fresh_id, |id| bare(id).to_owned()),
                    person,
                    author: Author::Api,
                    kind: asked.file.as_ref().map_or(MessageType::Text, |file| file.kind),
                    text: Some(asked.text).filter(|text| !text.is_empty()),
                    file: asked.file,
                    extra: None,
                    reply_to: asked.reply_to,
                    at: now,
                    correlation: asked.correlation,
                    group,
                    reached: failed.is_none(),
                    answered: false,
                    calls: 1,
                    status: None,
                    edited: false,
                    revoked: false,
                    reaction: None,
                    changed: 0,
                });
                (entry, true, failed, early.is_some(), hang)
            })
            .ok()?;
        if !new {
            return Some((entry, None, hang));
        }
        let failed = failed.map(|fault| fault.code);
        let core = Arc::clone(self);
        let after = entry.clone();
        let delay = if early { Duration::ZERO } else { self.config.status_delay };
        let handle = self.spawn(id, async move { core.follow(id, &after, failed, delay).await });
        Some((entry, early.then_some(handle), hang))
    }

    /// What the provider tells of an accepted message, one after the other.
    async fn follow(self: &Arc<Self>, id: ChannelId, entry: &Entry, failed: Option<i64>, delay: Duration) {
        let Ok((channel, faults)) = self.with(id, |line| (line.channel.clone(), line.faults.faults.clone())) else {
            return;
        };
        tokio::time::sleep(delay).await;
        let who = entry.person.key();
        let text = entry.text.clone().unwrap_or_default();
        if let Some(piece) = waha::own_message(&channel, entry) {
            let _ = self.emit(id, &who, &text, Some(&entry.id), piece, Order::Free(Duration::ZERO)).await;
        }
        let mut road = Vec::new();
        match failed {
            Some(_) => road.push(SimStatus::Failed),
            None if faults.auto_status => {
                road.extend([SimStatus::Sent, SimStatus::Delivered]);
                if faults.auto_read {
                    road.push(SimStatus::Read);
                }
            }
            None => {}
        }
        for status in road {
            let first = self.tell_status(id, entry, status, failed, Order::Free(Duration::ZERO));
            let _ = first.await;
            tokio::time::sleep(delay).await;
        }
        if failed.is_none() {
            self.answer_by_itself(id, entry);
        }
    }

    /// Post one status of a message.
    pub(super) fn tell_status(
        self: &Arc<Self>,
        id: ChannelId,
        entry: &Entry,
        status: SimStatus,
        code: Option<i64>,
        order: Order,
    ) -> tokio::sync::oneshot::Receiver<()> {
        let now = self.clock.now();
        let channel = self.with(id, |line| {
            line.change(&entry.id, |kept| kept.status = Some(status));
            line.channel.clone()
        });
        let Ok(channel) = channel else { return tokio::sync::oneshot::channel().1 };
        let piece = match channel.dialect {
            domain::channel::ProviderKind::Meta => Piece::Meta(meta::status(entry, status, code, now)),
            domain::channel::ProviderKind::Waha => waha::ack(&channel, entry, status, code),
            domain::channel::ProviderKind::Sandbox => Piece::Native(native::status(entry, status, code, now)),
        };
        let text = entry.text.clone().unwrap_or_default();
        self.emit(id, &entry.person.key(), &text, Some(&entry.id), piece, order)
    }

    async fn hang(&self, id: ChannelId, hang: &Hang) -> Verdict {
        let hold = hang.hold_ms.map_or(self.config.hold, Duration::from_millis);
        if let Ok(ended) = self.with(id, |line| line.ended.clone()) {
            ended.run_until_cancelled(tokio::time::sleep(hold)).await;
        }
        Verdict::Broken(504)
    }
}
