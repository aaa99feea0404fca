//! What handlers share inside one process, beside the rows: caches and counters that may be lost.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::clock::Time;
use domain::id::{ChannelId, CompanyId, MessageId};
use domain::presence::Watch;
use entities::StoreError;
use jobs::Job as _;
use jobs::definitions::{ProcessInbound, SendOutbound};
use moka::sync::Cache;
use uuid::Uuid;

use crate::channels::{Channels, Known};
use crate::deps::Deps;
use crate::holdings::Holdings;
use crate::register::Concurrency;

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) deps: Deps,
    pub(crate) channels: Channels,
    /// What this process holds of the lanes and of the outbox.
    pub(crate) lanes: Holdings,
    pub(crate) sends: Holdings,
    /// Hidden ids whose phone nobody tells: not asked again for six hours.
    pub(crate) nameless: Cache<(ChannelId, String), ()>,
    /// Channels that were told to slow down a moment ago.
    pub(crate) slowed: Cache<ChannelId, ()>,
    /// Alerts given lately, by channel and cause.
    pub(crate) alerted: Cache<(ChannelId, String), ()>,
    /// Channels whose `last_sent_at` was written lately.
    pub(crate) sent_lately: Cache<ChannelId, ()>,
    /// The highest status of a message that an endpoint was told.
    pub(crate) ranks: Cache<(Uuid, MessageId), u8>,
    /// Set for an hour after this process saw to it that the store is searched for what nobody needs.
    pub(crate) pruned_media: Cache<(), ()>,
    /// Set for an hour after every company was left with what it keeps.
    pub(crate) kept: Cache<(), ()>,
    /// By so many days: up to when no event has a body any more.
    pub(crate) bodies_gone: Cache<u32, Time>,
    /// Sends in a row that did not leave.
    misses: Arc<Mutex<HashMap<ChannelId, u32>>>,
    pub(crate) watch: Arc<Mutex<Watch>>,
}

fn lately<K, V>(lived: Duration) -> Cache<K, V>
where
    K: std::hash::Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    Cache::builder().max_capacity(100_000).time_to_live(lived).build()
}

impl Context {
    pub(crate) fn new(deps: Deps, concurrency: &Concurrency) -> Self {
        Self {
            deps,
            channels: Channels::default(),
            lanes: Holdings::of_lanes(concurrency.of_queue(ProcessInbound::NAME)),
            sends: Holdings::of_sends(concurrency.of_queue(SendOutbound::NAME)),
            nameless: lately(Duration::from_hours(6)),
            slowed: lately(Duration::from_mins(1)),
            alerted: lately(Duration::from_mins(15)),
            sent_lately: lately(Duration::from_secs(30)),
            ranks: Cache::new(50_000),
            pruned_media: lately(Duration::from_hours(1)),
            kept: lately(Duration::from_hours(1)),
            bodies_gone: lately(Duration::from_hours(24)),
            misses: Arc::default(),
            watch: Arc::default(),
        }
    }

    pub(crate) async fn channel(&self, company: CompanyId, id: ChannelId) -> Result<Arc<Known>, StoreError> {
        self.channels.get(&self.deps.store, &self.deps.endpoints, company, id).await
    }

    /// Count a send that did not leave. Returns how many in a row.
    pub(crate) fn missed(&self, channel: ChannelId) -> u32 {
        let mut misses = self.misses.lock().unwrap_or_else(PoisonError::into_inner);
        let count = misses.entry(channel).or_default();
        *count += 1;
        *count
    }

    /// A send left: the row of misses is broken.
    pub(crate) fn reached(&self, channel: ChannelId) {
        self.misses.lock().unwrap_or_else(PoisonError::into_inner).remove(&channel);
    }
}
