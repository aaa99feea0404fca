//! What the simulated WhatsApp remembers: per channel its people, messages and webhooks.

mod entry;
mod forget;
mod person;

use std::collections::{HashMap, HashSet, VecDeque};

use domain::clock::Time;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

pub(super) use self::entry::{Author, Entry, bare};
pub(super) use self::person::{Person, lid_of};
use super::channel::SimChannel;
use super::control::DeliveryView;
use super::deliver::{Batched, Job};
use super::faults::FaultBox;
use super::file::{FILES_KEPT, SimFile};

/// Beyond these the oldest are forgotten, so that a simulator left running stays small.
const MESSAGES_KEPT: usize = 50_000;
const DELIVERIES_KEPT: usize = 50_000;

/// To one customer of a META number: so many at once, then one each so many seconds. A little more than that, because calls
/// travel for different times.
const PAIR_BURST: f64 = 45.5;
const PAIR_SECONDS: f64 = 6.0;

/// A channel and everything that happened on it.
pub(super) struct Line {
    pub(super) channel: SimChannel,
    pub(super) faults: FaultBox,
    pub(super) session: String,
    /// A phone is linked to the session.
    pub(super) linked: bool,
    pub(super) people: Vec<Person>,
    by_address: HashMap<String, usize>,
    pub(super) messages: VecDeque<Entry>,
    by_id: HashMap<String, u64>,
    pub(super) copies: HashMap<String, u32>,
    /// What is left of each customer's limit, and when that was so.
    pairs: HashMap<String, (f64, Time)>,
    next_seq: u64,
    /// Grows with each change that a phone shows.
    pub(super) version: watch::Sender<u64>,
    /// The version with which it began, or with which it last forgot somebody; later than all versions of a line that was there before.
    pub(super) born: u64,
    /// When somebody began to write to a customer, and has not stopped since.
    pub(super) composing: HashMap<String, Time>,
    /// Uploaded, and perhaps not sent yet.
    pub(super) uploads: VecDeque<SimFile>,
    /// Messages whose files still have their bytes.
    with_files: VecDeque<String>,
    /// Customer messages that our side marked as read.
    pub(super) seen: HashSet<String>,
    /// What our side reacted with, by message.
    pub(super) reactions: HashMap<String, String>,
    /// How often each customer was shown that somebody writes.
    pub(super) typing: HashMap<String, u32>,
    pub(super) lanes: HashMap<String, mpsc::UnboundedSender<Job>>,
    pub(super) batch: Vec<Batched>,
    pub(super) deliveries: VecDeque<DeliveryView>,
    pub(super) next_delivery: u64,
    pub(super) pending: u64,
    /// Ends everything that this line started.
    pub(super) ended: CancellationToken,
    /// Ends the bouncing of the session.
    pub(super) bounce: CancellationToken,
}

impl Line {
    /// `born` in milliseconds: no line changes a thousand times a second for long.
    pub(super) fn new(channel: SimChannel, ended: CancellationToken, born: u64) -> Self {
        Self {
            channel,
            faults: FaultBox::default(),
            session: "WORKING".to_owned(),
            linked: true,
            people: Vec::new(),
            by_address: HashMap::new(),
            messages: VecDeque::new(),
            by_id: HashMap::new(),
            copies: HashMap::new(),
            pairs: HashMap::new(),
            next_seq: 1,
            version: watch::Sender::new(born),
            born,
            composing: HashMap::new(),
            uploads: VecDeque::new(),
            with_files: VecDeque::new(),
            seen: HashSet::new(),
            reactions: HashMap::new(),
            typing: HashMap::new(),
            lanes: HashMap::new(),
            batch: Vec::new(),
            deliveries: VecDeque::new(),
            next_delivery: 1,
            pending: 0,
            bounce: ended.child_token(),
            ended,
        }
    }

    /// Join what is known of a person with what was just learned.
    pub(super) fn meet(&mut self, person: Person) -> Person {
        let at = person.addresses().find_map(|address| self.by_address.get(address).copied());
        let at = at.unwrap_or(self.people.len());
        if at == self.people.len() {
            self.people.push(Person::default());
        }
        let known = &mut self.people[at];
        known.phone = known.phone.take().or(person.phone);
        known.lid = known.lid.take().or(person.lid);
        known.bsuid = known.bsuid.take().or(person.bsuid);
        known.name = person.name.or(known.name.take());
        self.by_address.extend(known.addresses().map(|address| (address.clone(), at)));
        known.clone()
    }

    pub(super) fn add(&mut self, mut entry: Entry) -> Entry {
        entry.seq = self.next_seq;
        entry.changed = self.news();
        self.next_seq += 1;
        self.by_id.insert(entry.id.clone(), entry.seq);
        if entry.reached && entry.author != Author::Customer {
            self.composing.remove(&entry.person.key());
            *self.copies.entry(entry.group.clone()).or_default() += 1;
        }
        self.messages.push_back(entry.clone());
        if entry.file.is_some() {
            self.with_files.push_back(entry.id.clone());
            let oldest = (self.with_files.len() > FILES_KEPT).then(|| self.with_files.pop_front()).flatten();
            if let Some(file) = oldest.and_then(|id| self.find(&id)?.file.as_mut()) {
                file.bytes = bytes::Bytes::new();
            }
        }
        if self.messages.len() > MESSAGES_KEPT
            && let Some(old) = self.messages.pop_front()
        {
            self.by_id.remove(&old.id);
        }
        entry
    }

    /// One version more; whoever listens hears of it.
    pub(super) fn news(&mut self) -> u64 {
        self.version.send_modify(|version| *version += 1);
        *self.version.borrow()
    }

    /// Change a message in a way that the phone shows.
    pub(super) fn change(&mut self, id: &str, change: impl FnOnce(&mut Entry)) {
        let version = self.news();
        if let Some(entry) = self.find(id) {
            change(entry);
            entry.changed = version;
        }
    }

    /// Our side marked a message of the customer as read.
    pub(super) fn mark_seen(&mut self, id: &str) {
        if self.seen.insert(bare(id).to_owned()) {
            self.change(id, |_| {});
        }
    }

    /// Find a message by its bare id, or by WAHA's `{true|false}_{chat}_{ID}`.
    pub(super) fn find(&mut self, id: &str) -> Option<&mut Entry> {
        let seq = *self.by_id.get(bare(id))?;
        let at = self.messages.binary_search_by_key(&seq, |entry| entry.seq).ok()?;
        self.messages.get_mut(at)
    }

    /// Our side's reaction to a message; an empty one takes it back. `false` = there is no such message.
    pub(super) fn react(&mut self, message: &str, emoji: &str) -> bool {
        let Some(id) = self.find(message).map(|entry| entry.id.clone()) else { return false };
        if emoji.is_empty() {
            self.reactions.remove(&id);
        } else {
            self.reactions.insert(id, emoji.to_owned());
        }
        self.change(message, |_| {});
        true
    }

    /// Our side writes to a customer, or no longer does.
    pub(super) fn types(&mut self, to: Person, is_typing: bool, now: Time) {
        let who = self.meet(to).key();
        if is_typing {
            *self.typing.entry(who.clone()).or_default() += 1;
            self.composing.insert(who, now);
        } else {
            self.composing.remove(&who);
        }
        self.news();
    }

    /// Count one send to a customer. `false` = too many in too short a time.
    pub(super) fn pair_allows(&mut self, who: &str, now: Time) -> bool {
        let (left, at) = self.pairs.get(who).copied().unwrap_or((PAIR_BURST, now));
        let passed = (now - at).as_seconds_f64().max(0.0);
        let left = (left + passed / PAIR_SECONDS).min(PAIR_BURST);
        let allowed = left >= 1.0;
        self.pairs.insert(who.to_owned(), (if allowed { left - 1.0 } else { left }, now));
        allowed
    }

    pub(super) fn record(&mut self, view: DeliveryView) {
        self.deliveries.push_back(view);
        if self.deliveries.len() > DELIVERIES_KEPT {
            self.deliveries.pop_front();
        }
    }

    pub(super) fn delivery(&mut self, id: u64) -> Option<&mut DeliveryView> {
        let first = self.deliveries.front()?.id;
        self.deliveries.get_mut(usize::try_from(id.checked_sub(first)?).ok()?)
    }
}
