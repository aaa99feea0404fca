//! One job, from bytes to its end.

use std::sync::Arc;

use domain::id::CompanyId;
use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio_util::task::TaskTracker;

use crate::BoxError;
use crate::envelope::{Envelope, salvage};
use crate::job::Job;

/// How a handler ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing more to do here: it worked, or its next attempt is in a row or was pushed for later.
    Done,
    /// Nobody can do it. The reason is for people.
    Dead(String),
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq)]
pub struct DeadJob {
    pub queue: &'static str,
    /// The key of the job; empty for a token or an unreadable job.
    pub key: String,
    /// The payload as it was pushed; the whole body as text when it was no envelope.
    pub payload: Value,
    pub company: Option<CompanyId>,
    /// How often it was tried.
    pub attempts: u32,
    pub error: String,
}

type Handler = Arc<dyn Fn(&[u8]) -> Result<Begun, DeadJob> + Send + Sync>;
type OnDead = Arc<dyn Fn(DeadJob) -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync>;

/// A readable job under way, and what to tell of it if it dies.
struct Begun {
    work: BoxFuture<'static, Outcome>,
    obituary: DeadJob,
}

/// Hands dead jobs to the callback.
#[derive(Clone)]
pub(crate) struct Undertaker(OnDead);

impl Undertaker {
    pub(crate) fn new<D, F>(on_dead: D) -> Self
    where
        D: Fn(DeadJob) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        Self(Arc::new(move |dead| Box::pin(on_dead(dead))))
    }

    pub(crate) async fn bury(&self, dead: DeadJob) -> Result<(), BoxError> {
        let (queue, key, error) = (dead.queue, dead.key.clone(), dead.error.clone());
        tracing::error!(queue, key, error, "a job died");
        (self.0)(dead)
            .await
            .inspect_err(|error| tracing::error!(queue, key, %error, "a dead job could not be recorded"))
    }

    /// Bury what Redis kept: the body of the job, and the result that apalis stored with it.
    pub(crate) async fn bury_kept(&self, queue: &'static str, body: &[u8], result: &str) -> Result<(), BoxError> {
        let (key, error) = Unrecorded::read(result).unwrap_or_else(|| (String::new(), result.to_owned()));
        self.bury(DeadJob { key, ..unreadable(queue, body, error) }).await
    }
}

/// A dead job that the callback did not take. As text it is what [`Undertaker::bury_kept`] needs.
#[derive(Debug)]
pub(crate) struct Unrecorded(DeadJob);

impl Unrecorded {
    /// From `{"Err":"AbortError: [\"key\",\"error\"]"}`.
    fn read(result: &str) -> Option<(String, String)> {
        let result: Value = serde_json::from_str(result).ok()?;
        serde_json::from_str(result.get("Err")?.as_str()?.strip_prefix("AbortError: ")?).ok()
    }
}

impl std::fmt::Display for Unrecorded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", serde_json::json!([self.0.key, self.0.error]))
    }
}

impl std::error::Error for Unrecorded {}

/// Runs the jobs of one kind.
pub(crate) struct Executor {
    queue: &'static str,
    handler: Handler,
    undertaker: Undertaker,
    /// Every handler at work, also those whose worker is gone.
    tasks: TaskTracker,
}

impl Executor {
    pub(crate) fn new<J, H, F>(handler: H, undertaker: Undertaker) -> Self
    where
        J: Job,
        H: Fn(Envelope<J>) -> F + Send + Sync + 'static,
        F: Future<Output = Outcome> + Send + 'static,
    {
        let handler = Arc::new(handler);
        let begin = move |body: &[u8]| {
            let envelope = Envelope::<J>::decode(body).map_err(|error| unreadable(J::NAME, body, error.to_string()))?;
            let obituary = DeadJob {
                queue: J::NAME,
                key: envelope.payload.key(),
                payload: serde_json::to_value(&envelope.payload).unwrap_or_default(),
                company: envelope.company,
                attempts: envelope.attempt + 1,
                error: String::new(),
            };
            // The handler is called inside the future, so that a panic before its first await is caught like any other.
            let handler = Arc::clone(&handler);
            Ok(Begun { work: Box::pin(async move { handler(envelope).await }), obituary })
        };
        Self { queue: J::NAME, handler: Arc::new(begin), undertaker, tasks: TaskTracker::new() }
    }

    /// Carry out one job to its end. Fails only when the job died and could not be recorded.
    ///
    /// The handler runs as a task of its own: it goes on when the consumer loses its connection, and its panic stays
    /// with it.
    pub(crate) async fn run(&self, body: &[u8]) -> Result<(), Unrecorded> {
        let dead = match (self.handler)(body) {
            Err(dead) => dead,
            Ok(begun) => {
                let error = match self.tasks.spawn(begun.work).await {
                    Ok(Outcome::Done) => return Ok(()),
                    Ok(Outcome::Dead(reason)) => reason,
                    Err(failure) => match failure.try_into_panic() {
                        Ok(panic) => panic_text(panic.as_ref()),
                        // The runtime is going down, and this job with it: not finished, not dead.
                        Err(_) => std::future::pending().await,
                    },
                };
                DeadJob { error, ..begun.obituary }
            }
        };
        self.bury(dead).await
    }

    /// Offer a dead job once more.
    pub(crate) async fn bury_again(&self, unrecorded: Unrecorded) -> Result<(), Unrecorded> {
        self.bury(unrecorded.0).await
    }

    async fn bury(&self, dead: DeadJob) -> Result<(), Unrecorded> {
        self.undertaker.bury(dead.clone()).await.map_err(|_| Unrecorded(dead))
    }

    /// Wait until no handler is at work.
    pub(crate) async fn idle(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }
}

impl std::fmt::Debug for Executor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Executor").field(&self.queue).finish()
    }
}

fn unreadable(queue: &'static str, body: &[u8], error: String) -> DeadJob {
    let (company, attempt, payload) = salvage(body);
    DeadJob { queue, key: String::new(), payload, company, attempts: attempt + 1, error }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panicked: {}", text.unwrap_or("without a text"))
}
