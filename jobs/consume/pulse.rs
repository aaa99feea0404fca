//! When the queues were last reached.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Shared by the consumers of a process and its readiness check.
#[derive(Debug, Clone)]
pub struct Pulse(Arc<Mutex<Option<Instant>>>);

impl Default for Pulse {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }
}

impl Pulse {
    pub(crate) fn beat(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// How long ago a poll last succeeded; none before the first.
    pub fn age(&self) -> Option<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).map(|at| at.elapsed())
    }
}
