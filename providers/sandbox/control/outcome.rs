//! What came of it all, for whoever looks: messages on the phones, webhooks that were posted, and the signs beside messages.

use std::collections::HashMap;

use domain::id::ChannelId;

use super::super::file::SimFile;
use super::super::simulator::Simulator;
use super::super::world::{Author, Entry, Line, Person};
use super::{ControlError, Deliveries, OutboxEntry, OutboxQuery, Signs};

impl Simulator {
    /// What the customers received, oldest first.
    pub fn outbox(&self, id: ChannelId, query: &OutboxQuery) -> Result<Vec<OutboxEntry>, ControlError> {
        let wanted = query.phone.as_deref().map(|phone| Person::of_phone(phone).key());
        self.core.with(id, |line| {
            let after = query
                .after
                .as_deref()
                .map_or(0, |after| after.parse().ok().or_else(|| line.find(after).map(|entry| entry.seq)).unwrap_or(0));
            let shown = line.messages.iter().filter(|entry| {
                entry.author != Author::Customer
                    && entry.reached
                    && entry.seq > after
                    && wanted.as_ref().is_none_or(|phone| entry.person.key() == *phone)
            });
            shown.map(|entry| outbox_entry(line, entry)).collect()
        })
    }

    /// The webhooks posted so far, and how many are still on their way.
    pub fn deliveries(&self, id: ChannelId) -> Result<Deliveries, ControlError> {
        self.core.with(id, |line| Deliveries {
            pending: line.pending + line.batch.len() as u64,
            items: line.deliveries.iter().cloned().collect(),
        })
    }

    /// What our side reacted with, by the bare ids of the messages.
    pub fn reactions(&self, id: ChannelId) -> Result<HashMap<String, String>, ControlError> {
        self.core.with(id, |line| line.reactions.clone())
    }

    /// What our side showed the customers beside messages.
    pub fn signs(&self, id: ChannelId) -> Result<Signs, ControlError> {
        self.core.with(id, |line| Signs {
            reactions: line.reactions.clone().into_iter().collect(),
            typing: line.typing.clone().into_iter().collect(),
            seen: line.seen.iter().cloned().collect(),
        })
    }

    /// How often this customer was shown that somebody writes.
    pub fn typing(&self, id: ChannelId, phone: &str) -> Result<u32, ControlError> {
        let who = Person::of_phone(phone).key();
        self.core.with(id, |line| line.typing.get(&who).copied().unwrap_or_default())
    }

    /// The customer messages that our side marked as read, by their bare ids.
    pub fn seen(&self, id: ChannelId) -> Result<Vec<String>, ControlError> {
        self.core.with(id, |line| line.seen.iter().cloned().collect())
    }
}

fn outbox_entry(line: &Line, entry: &Entry) -> OutboxEntry {
    OutboxEntry {
        id: entry.id.clone(),
        seq: entry.seq,
        correlation: entry.correlation.clone(),
        phone: entry.person.key(),
        kind: entry.kind,
        text: entry.text.clone(),
        reply_to: entry.reply_to.clone(),
        media: entry.file.as_ref().map(SimFile::view),
        at: entry.at,
        client_copies: line.copies.get(&entry.group).copied().unwrap_or(1),
        calls: entry.calls,
        from_handset: entry.author == Author::Handset,
        status: entry.status,
    }
}
