//! The batching writer of the webhook receiver: requests that arrive while a commit runs share the next one.
//!
//! There is no timer: the running commit gathers the next batch. One request alone costs what a single insert costs.

use domain::clock::Clock;
use tokio::sync::{mpsc, oneshot};

use crate::error::StoreError;
use crate::queries::Arrival;
use crate::store::Store;

/// Requests per commit at most; each brings the elements of one webhook.
const BATCH: usize = 64;

/// Cheap to clone. The writer ends when the last clone is dropped.
#[derive(Clone)]
pub struct Receiver {
    requests: mpsc::Sender<Request>,
}

struct Request {
    arrivals: Vec<Arrival>,
    answer: oneshot::Sender<Result<(), StoreError>>,
}

impl Receiver {
    /// Start `writers` writers over one queue. SQLite has one writer anyway; two keep `PostgreSQL`'s commit busy.
    pub fn start(store: &Store, clock: &Clock) -> Self {
        let writers = if store.is_sqlite() { 1 } else { 2 };
        let (requests, queue) = mpsc::channel(BATCH * 4);
        let queue = std::sync::Arc::new(tokio::sync::Mutex::new(queue));
        for _ in 0..writers {
            tokio::spawn(write(store.clone(), clock.clone(), queue.clone()));
        }
        Self { requests }
    }

    /// Store the elements of one webhook. When this returns `Ok`, they are durable.
    pub async fn store(&self, arrivals: Vec<Arrival>) -> Result<(), StoreError> {
        if arrivals.is_empty() {
            return Ok(());
        }
        let (answer, answered) = oneshot::channel();
        let stopped = || StoreError::invalid("the webhook writer has stopped");
        self.requests.send(Request { arrivals, answer }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

async fn write(store: Store, clock: Clock, queue: std::sync::Arc<tokio::sync::Mutex<mpsc::Receiver<Request>>>) {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        if queue.lock().await.recv_many(&mut batch, BATCH).await == 0 {
            return;
        }
        let all: Vec<Arrival> = batch.iter().flat_map(|request| request.arrivals.iter().cloned()).collect();
        // A client that went away needs no answer: its rows are stored all the same.
        match commit(&store, &clock, &all).await {
            Ok(()) => {
                for request in batch.drain(..) {
                    let _ = request.answer.send(Ok(()));
                }
                continue;
            }
            // Nothing is wrong with any of them, and each alone would wait as long again. SQLite is only contended as a whole.
            Err(StoreError::Unreachable(error)) => {
                for request in batch.drain(..) {
                    let _ = request.answer.send(Err(StoreError::Unreachable(error.clone())));
                }
                continue;
            }
            Err(StoreError::Contended(error)) if store.is_sqlite() => {
                for request in batch.drain(..) {
                    let _ = request.answer.send(Err(StoreError::Contended(error.clone())));
                }
                continue;
            }
            Err(_) => {}
        }
        // One bad request must not fail its neighbours: each alone, with its own error.
        for request in batch.drain(..) {
            let result = commit(&store, &clock, &request.arrivals).await;
            let _ = request.answer.send(result);
        }
    }
}

async fn commit(store: &Store, clock: &Clock, arrivals: &[Arrival]) -> Result<(), StoreError> {
    let transaction = store.begin_system().await?;
    transaction.receive(arrivals, clock.now()).await?;
    transaction.commit().await
}
