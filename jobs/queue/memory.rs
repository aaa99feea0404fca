//! First in, first out, inside this process.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::{Depth, Parcel};

/// The lanes of all kinds. A lane appears when it is first named.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lanes(Arc<Mutex<HashMap<&'static str, Arc<Lane>>>>);

/// The jobs of one kind.
#[derive(Debug, Default)]
pub(crate) struct Lane {
    line: Mutex<Line>,
    arrived: Notify,
    inflight: AtomicU64,
}

#[derive(Debug, Default)]
struct Line {
    jobs: VecDeque<Parcel>,
    /// The non-empty keys among the jobs that wait.
    keys: HashSet<String>,
}

/// A job in hand. It counts as in flight until this is dropped.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) parcel: Parcel,
    lane: Arc<Lane>,
}

impl Lanes {
    pub(crate) fn lane(&self, queue: &'static str) -> Arc<Lane> {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(queue).or_default())
    }

    pub(crate) fn put(&self, parcels: Vec<Parcel>) {
        for parcel in parcels {
            self.lane(parcel.queue).put(parcel);
        }
    }

    pub(crate) fn depth(&self, queue: &'static str) -> Depth {
        let lane = self.lane(queue);
        let waiting = lane.line().jobs.len() as u64;
        Depth { queue, waiting, inflight: lane.inflight.load(Ordering::Relaxed) }
    }
}

impl Lane {
    fn line(&self) -> std::sync::MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, parcel: Parcel) {
        let mut line = self.line();
        if !parcel.key.is_empty() && !line.keys.insert(parcel.key.clone()) {
            return;
        }
        line.jobs.push_back(parcel);
        drop(line);
        self.arrived.notify_one();
    }

    /// The oldest job, as soon as there is one. Safe to cancel.
    pub(crate) async fn take(self: &Arc<Self>) -> Taken {
        loop {
            let arrived = self.arrived.notified();
            if let Some(parcel) = self.pop() {
                return Taken { parcel, lane: Arc::clone(self) };
            }
            arrived.await;
        }
    }

    fn pop(&self) -> Option<Parcel> {
        let mut line = self.line();
        let parcel = line.jobs.pop_front()?;
        line.keys.remove(&parcel.key);
        self.inflight.fetch_add(1, Ordering::Relaxed);
        Some(parcel)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.lane.inflight.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(key: &str, body: &str) -> Parcel {
        Parcel { queue: "tick", key: key.into(), body: body.into() }
    }

    #[tokio::test]
    async fn a_key_that_waits_is_not_pushed_twice_and_one_in_hand_is() {
        let lanes = Lanes::default();
        lanes.put(vec![parcel("a", "1"), parcel("a", "2"), parcel("b", "3")]);
        assert_eq!(lanes.depth("tick").waiting, 2);

        let taken = lanes.lane("tick").take().await;
        assert_eq!(taken.parcel.body, b"1");
        lanes.put(vec![parcel("a", "4")]);
        assert_eq!(lanes.depth("tick"), Depth { queue: "tick", waiting: 2, inflight: 1 });
        drop(taken);
        assert_eq!(lanes.depth("tick").inflight, 0);
    }

    #[tokio::test]
    async fn tokens_are_never_merged() {
        let lanes = Lanes::default();
        lanes.put(vec![parcel("", "1"), parcel("", "2")]);
        assert_eq!(lanes.depth("tick").waiting, 2);
    }
}
