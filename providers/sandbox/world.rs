//! What the simulated WhatsApp remembers: per channel its people, messages and webhooks.

use std::collections::{HashMap, HashSet, VecDeque};

use domain::clock::Time;
use domain::message::MessageType;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::channel::SimChannel;
use super::control::{DeliveryView, SimStatus};
use super::deliver::{Batched, Job};
use super::faults::FaultBox;

/// Beyond these the oldest are forgotten, so that a simulator left running stays small.
const MESSAGES_KEPT: usize = 50_000;
const DELIVERIES_KEPT: usize = 50_000;

/// A customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Person {
    /// `E.164`.
    pub(super) phone: Option<String>,
    /// `<digits>@lid`.
    pub(super) lid: Option<String>,
    pub(super) bsuid: Option<String>,
    pub(super) name: Option<String>,
}

impl Person {
    pub(super) fn of_phone(number: &str) -> Self {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        Self { phone: Some(format!("+{digits}")), ..Self::default() }
    }

    pub(super) fn digits(&self) -> Option<&str> {
        self.phone.as_deref().map(|phone| phone.trim_start_matches('+'))
    }

    /// One key for a person, whatever is known.
    pub(super) fn key(&self) -> String {
        self.phone.clone().or_else(|| self.lid.clone()).or_else(|| self.bsuid.clone()).unwrap_or_default()
    }

    /// The chat of this person in WAHA's words.
    pub(super) fn chat_id(&self) -> String {
        match (self.digits(), &self.lid) {
            (Some(digits), _) => format!("{digits}@c.us"),
            (None, Some(lid)) => lid.clone(),
            (None, None) => self.key(),
        }
    }

    fn addresses(&self) -> impl Iterator<Item = &String> {
        [&self.phone, &self.lid, &self.bsuid].into_iter().flatten()
    }
}

/// The hidden id that stands for a phone.
pub(super) fn lid_of(digits: &str) -> String {
    let hash = digits
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{}@lid", 100_000_000_000_000 + hash % 800_000_000_000_000)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Author {
    Customer,
    /// Through our API.
    Api,
    /// On the company's handset.
    Handset,
}

/// One message of the simulated WhatsApp.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) seq: u64,
    /// The bare id.
    pub(super) id: String,
    pub(super) person: Person,
    pub(super) author: Author,
    pub(super) kind: MessageType,
    pub(super) text: Option<String>,
    pub(super) reply_to: Option<String>,
    pub(super) at: Time,
    pub(super) correlation: Option<String>,
    /// Messages of one group are copies of one another.
    pub(super) group: String,
    /// The customer's phone shows it.
    pub(super) reached: bool,
    /// The call that made it was answered.
    pub(super) answered: bool,
    /// How often it was asked for.
    pub(super) calls: u32,
    pub(super) status: Option<SimStatus>,
    pub(super) revoked: bool,
}

/// A channel and everything that happened on it.
pub(super) struct Line {
    pub(super) channel: SimChannel,
    pub(super) faults: FaultBox,
    pub(super) session: String,
    pub(super) people: Vec<Person>,
    by_address: HashMap<String, usize>,
    pub(super) messages: VecDeque<Entry>,
    by_id: HashMap<String, u64>,
    pub(super) copies: HashMap<String, u32>,
    next_seq: u64,
    /// Customer messages that our side marked as read.
    pub(super) seen: HashSet<String>,
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
    pub(super) fn new(channel: SimChannel, ended: CancellationToken) -> Self {
        Self {
            channel,
            faults: FaultBox::default(),
            session: "WORKING".to_owned(),
            people: Vec::new(),
            by_address: HashMap::new(),
            messages: VecDeque::new(),
            by_id: HashMap::new(),
            copies: HashMap::new(),
            next_seq: 1,
            seen: HashSet::new(),
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
        self.next_seq += 1;
        self.by_id.insert(entry.id.clone(), entry.seq);
        if entry.reached && entry.author != Author::Customer {
            *self.copies.entry(entry.group.clone()).or_default() += 1;
        }
        self.messages.push_back(entry.clone());
        if self.messages.len() > MESSAGES_KEPT
            && let Some(old) = self.messages.pop_front()
        {
            self.by_id.remove(&old.id);
        }
        entry
    }

    /// Find a message by its bare id, or by WAHA's `{true|false}_{chat}_{ID}`.
    pub(super) fn find(&mut self, id: &str) -> Option<&mut Entry> {
        let seq = *self.by_id.get(bare(id))?;
        let first = self.messages.front()?.seq;
        self.messages.get_mut(usize::try_from(seq.checked_sub(first)?).ok()?)
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

/// The bare id inside WAHA's composed one.
pub(super) fn bare(id: &str) -> &str {
    match id.strip_prefix("true_").or_else(|| id.strip_prefix("false_")) {
        Some(rest) => rest.split('_').nth(1).unwrap_or(id),
        None => id,
    }
}
