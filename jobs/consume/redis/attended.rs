//! The connection of a worker, watched: it slows a worker down whose Redis is away, and remembers when Redis answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use ::redis::aio::{ConnectionLike, ConnectionManager};
use ::redis::{Cmd, Pipeline, RedisFuture, RedisResult, Value};
use tokio::sync::Notify;

use crate::consume::Pulse;

/// After an error the worker ends and starts again at once; this is the pace of it.
const PAUSE: Duration = Duration::from_millis(250);

#[derive(Clone)]
pub(super) struct Attended {
    manager: ConnectionManager,
    pulse: Pulse,
    traffic: Arc<Traffic>,
    arrivals: Arc<Notify>,
}

#[derive(Default)]
struct Traffic {
    asking: AtomicUsize,
    ask_again: AtomicBool,
}

impl Attended {
    pub(super) fn new(manager: ConnectionManager, pulse: Pulse, arrivals: Arc<Notify>) -> Self {
        Self { manager, pulse, traffic: Arc::default(), arrivals }
    }

    /// A job arrived. If a question is under way, its answer may be older than the job: wake the worker once more when
    /// the answer is here.
    pub(super) fn job_arrived(&self) {
        if self.traffic.asking.load(Ordering::SeqCst) > 0 {
            self.traffic.ask_again.store(true, Ordering::SeqCst);
        }
    }

    async fn watch<T>(
        &self,
        question: impl Future<Output = RedisResult<T>>,
        refused: impl Fn(&T) -> bool,
    ) -> RedisResult<T> {
        let _asking = Asking::new(self);
        let answer = question.await;
        match &answer {
            Ok(value) if !refused(value) => self.pulse.beat(),
            _ => tokio::time::sleep(PAUSE).await,
        }
        answer
    }
}

/// Counts a question, also one that is dropped half way.
struct Asking<'a>(&'a Attended);

impl<'a> Asking<'a> {
    fn new(attended: &'a Attended) -> Self {
        attended.traffic.asking.fetch_add(1, Ordering::SeqCst);
        Self(attended)
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.traffic.asking.fetch_sub(1, Ordering::SeqCst);
        if self.0.traffic.ask_again.swap(false, Ordering::SeqCst) {
            self.0.arrivals.notify_one();
        }
    }
}

/// An answer that ends the worker, as `LOADING`. An unknown script does not: it is sent again whole.
fn refusal(value: &Value) -> bool {
    matches!(value, Value::ServerError(error) if error.code() != "NOSCRIPT")
}

impl ConnectionLike for Attended {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(async move {
            let mut manager = self.manager.clone();
            self.watch(manager.send_packed_command(cmd), refusal).await
        })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(async move {
            let mut manager = self.manager.clone();
            self.watch(manager.send_packed_commands(pipeline, offset, count), |values| values.iter().any(refusal)).await
        })
    }

    fn get_db(&self) -> i64 {
        self.manager.get_db()
    }
}
