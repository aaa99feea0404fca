//! When each message was sent, and when its effects were seen. Written from many tasks without a lock, read afterwards.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::report::Latencies;

/// What a message causes, outside of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The provider was asked to send the greeting.
    Greeting,
    /// A supervisor's socket got `message-received`.
    Socket,
}

/// Messages are numbered from 0 over the whole run.
pub(crate) struct Board {
    start: Instant,
    next: AtomicUsize,
    chunks: Mutex<Vec<Arc<Slots>>>,
}

/// The messages of one cell.
pub(crate) struct Slots {
    start: Instant,
    pub(crate) first: usize,
    messages: Vec<Slot>,
}

/// Nanoseconds since the start of the board; 0 = not yet.
#[derive(Default)]
struct Slot {
    sent: AtomicU64,
    greeting: AtomicU64,
    socket: AtomicU64,
    bell: Notify,
}

impl Default for Board {
    fn default() -> Self {
        // Never 0, which means "not yet".
        let start = Instant::now().checked_sub(Duration::from_nanos(1)).unwrap_or_else(Instant::now);
        Self { start, next: AtomicUsize::new(0), chunks: Mutex::default() }
    }
}

impl Board {
    /// Room for so many messages more.
    pub(crate) fn more(&self, count: usize) -> Arc<Slots> {
        let first = self.next.fetch_add(count, Ordering::Relaxed);
        let messages = (0..count).map(|_| Slot::default()).collect();
        let slots = Arc::new(Slots { start: self.start, first, messages });
        if let Ok(mut chunks) = self.chunks.lock() {
            chunks.push(slots.clone());
        }
        slots
    }

    /// Note an effect of a message; numbers that nobody gave out are ignored. The first time counts.
    pub(crate) fn seen(&self, number: usize, effect: Effect, at: Instant) {
        // The newest is almost always the one.
        let chunk = self.chunks.lock().ok().and_then(|chunks| {
            chunks
                .iter()
                .rev()
                .find(|chunk| (chunk.first..chunk.first + chunk.messages.len()).contains(&number))
                .cloned()
        });
        if let Some(chunk) = chunk {
            chunk.seen(number - chunk.first, effect, at);
        }
    }
}

impl Slots {
    pub(crate) fn sent(&self, index: usize, at: Instant) {
        self.messages[index].sent.store(self.nanoseconds(at), Ordering::Relaxed);
    }

    fn seen(&self, index: usize, effect: Effect, at: Instant) {
        let slot = &self.messages[index];
        let first = slot.of(effect).compare_exchange(0, self.nanoseconds(at), Ordering::AcqRel, Ordering::Relaxed);
        if first.is_ok() {
            slot.bell.notify_one();
        }
    }

    /// Wait until the effect of this message was seen.
    pub(crate) async fn until(&self, index: usize, effect: Effect) {
        let slot = &self.messages[index];
        while slot.of(effect).load(Ordering::Acquire) == 0 {
            slot.bell.notified().await;
        }
    }

    /// From the sending of the webhook to the effect, for those messages that had it.
    pub(crate) fn latencies(&self, effect: Effect) -> Latencies {
        let mut latencies = Latencies::new();
        for slot in &self.messages {
            let (sent, seen) = (slot.sent.load(Ordering::Acquire), slot.of(effect).load(Ordering::Acquire));
            if sent > 0 && seen > 0 {
                latencies.record(Duration::from_nanos(seen.saturating_sub(sent)));
            }
        }
        latencies
    }

    fn nanoseconds(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.start).as_nanos()).unwrap_or(u64::MAX).max(1)
    }
}

impl Slot {
    fn of(&self, effect: Effect) -> &AtomicU64 {
        match effect {
            Effect::Greeting => &self.greeting,
            Effect::Socket => &self.socket,
        }
    }
}
