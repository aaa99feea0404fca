//! A private Redis, a kind of job to play with, and a consumer that can be stopped.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jobs::{BoxError, Consumers, DeadJob, Ended, Envelope, Job, Outcome, Pulse, Queue, Slots};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A Redis server of this test, with an append-only file in a directory of its own.
pub(crate) struct RedisServer {
    port: u16,
    directory: TempDir,
    process: Option<Child>,
}

impl RedisServer {
    pub(crate) async fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { port, directory: TempDir::new().unwrap(), process: None };
        server.up().await;
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    pub(crate) fn queue(&self) -> Queue {
        Queue::redis(&self.url()).unwrap()
    }

    pub(crate) async fn up(&mut self) {
        self.process = Some(spawn(self.port, self.directory.path()));
        let client = redis::Client::open(self.url()).unwrap();
        eventually(Duration::from_secs(10), || async {
            match client.get_multiplexed_async_connection().await {
                Ok(mut connection) => redis::cmd("PING").query_async::<String>(&mut connection).await.is_ok(),
                Err(_) => false,
            }
        })
        .await;
    }

    /// An orderly stop: what Redis acknowledged is in its file.
    pub(crate) fn down(&mut self) {
        if let Some(mut process) = self.process.take() {
            let told = Command::new("kill").args(["-TERM", &process.id().to_string()]).status();
            assert!(told.unwrap().success());
            process.wait().unwrap();
        }
    }

    pub(crate) async fn connection(&self) -> redis::aio::MultiplexedConnection {
        redis::Client::open(self.url()).unwrap().get_multiplexed_async_connection().await.unwrap()
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn spawn(port: u16, directory: &Path) -> Child {
    Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"])
        .arg("--dir")
        .arg(directory)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("redis-server must be installed for these tests")
}

/// A job to play with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Play {
    pub(crate) number: u64,
    #[serde(default)]
    pub(crate) key: String,
}

impl Play {
    pub(crate) fn number(number: u64) -> Self {
        Self { number, key: String::new() }
    }
}

impl Job for Play {
    const NAME: &'static str = "play";
    const OWNS_ROW: bool = false;

    fn key(&self) -> String {
        self.key.clone()
    }
}

/// Things seen by handlers, in order.
#[derive(Debug)]
pub(crate) struct Seen<T>(Arc<Mutex<Vec<T>>>);

impl<T> Clone for Seen<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: Clone> Seen<T> {
    pub(crate) fn add(&self, thing: T) {
        self.0.lock().unwrap().push(thing);
    }

    pub(crate) fn all(&self) -> Vec<T> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    pub(crate) async fn reaches(&self, count: usize, patience: Duration) {
        eventually(patience, || async { self.len() >= count }).await;
    }
}

/// How long a stopped consumer waits for the jobs in hand.
pub(crate) const GRACE: Duration = Duration::from_secs(3);

/// A consumer at work.
pub(crate) struct Working {
    pub(crate) dead: Seen<DeadJob>,
    pub(crate) pulse: Pulse,
    stop: CancellationToken,
    running: JoinHandle<Result<(), Ended>>,
}

impl Working {
    /// Run `handler` on the jobs of `queue`.
    pub(crate) fn on<H, F>(queue: &Queue, slots: impl Into<Slots>, handler: H) -> Self
    where
        H: Fn(Envelope<Play>) -> F + Send + Sync + 'static,
        F: Future<Output = Outcome> + Send + 'static,
    {
        let dead = Seen::default();
        let graves = dead.clone();
        let bury = move |job| {
            graves.add(job);
            std::future::ready(Ok(()))
        };
        Self::run(Consumers::new(queue.clone(), "test", bury).consume::<Play, _, _>(slots, handler), dead)
    }

    pub(crate) fn run(consumers: Consumers, dead: Seen<DeadJob>) -> Self {
        let (pulse, stop) = (consumers.pulse(), CancellationToken::new());
        let running = tokio::spawn(consumers.run(stop.clone(), GRACE));
        Self { dead, pulse, stop, running }
    }

    /// Collect the numbers of the jobs.
    pub(crate) fn collecting(queue: &Queue, slots: impl Into<Slots>) -> (Self, Seen<u64>) {
        let seen = Seen::default();
        let sink = seen.clone();
        let working = Self::on(queue, slots, move |envelope| {
            sink.add(envelope.payload.number);
            std::future::ready(Outcome::Done)
        });
        (working, seen)
    }

    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.running.await.unwrap().unwrap();
    }
}

/// Callbacks that refuse are this.
pub(crate) fn refusal() -> BoxError {
    "the database is away".into()
}

pub(crate) async fn eventually<F: Future<Output = bool>>(patience: Duration, mut holds: impl FnMut() -> F) {
    let end = Instant::now() + patience;
    while !holds().await {
        assert!(Instant::now() < end, "it did not happen within {patience:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
