//! Connections to Redis. Each purpose has its own, so that a slow answer for one does not hold up another.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ::redis::aio::{ConnectionManager, ConnectionManagerConfig};
use ::redis::{Client, RedisError};
use futures_util::StreamExt as _;

use crate::error::QueueError;

/// How long anything that a request waits for may take, with every retry.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// The same while Redis is known to be away.
const LITTLE_PATIENCE: Duration = Duration::from_millis(300);

/// After so long without a message a subscription asks whether anybody is there.
const SILENCE: Duration = Duration::from_secs(15);

pub(crate) fn client(url: &str) -> Result<Client, QueueError> {
    Client::open(url).map_err(QueueError::Url)
}

/// A connection that is made on first use and made again when it is lost.
///
/// The manager's own response timeout of 500 ms would turn one slow answer into a lost connection.
pub(crate) fn manager(client: &Client, response_timeout: Duration) -> Result<ConnectionManager, QueueError> {
    let config = ConnectionManagerConfig::new()
        .set_connection_timeout(Some(Duration::from_secs(1)))
        .set_response_timeout(Some(response_timeout))
        .set_number_of_retries(2)
        .set_min_delay(Duration::from_millis(20))
        .set_max_delay(Duration::from_millis(200));
    Ok(ConnectionManager::new_lazy_with_config(client.clone(), config)?)
}

/// A connection for requests that somebody waits for.
#[derive(Clone)]
pub(crate) struct Link {
    manager: ConnectionManager,
    /// The last question was not answered: until one is, nobody is kept waiting for long.
    troubled: Arc<AtomicBool>,
}

impl Link {
    pub(crate) fn open(client: &Client) -> Result<Self, QueueError> {
        Ok(Self { manager: manager(client, PATIENCE)?, troubled: Arc::default() })
    }

    /// Ask until there is an answer or patience ends. A lost connection is tried again; a refusal by Redis is final.
    ///
    /// `ask` may be carried out more than once.
    pub(crate) async fn ask<T, F>(&self, mut ask: impl FnMut(ConnectionManager) -> F) -> Result<T, QueueError>
    where
        F: Future<Output = Result<T, RedisError>>,
    {
        let patience = if self.troubled.load(Ordering::Relaxed) { LITTLE_PATIENCE } else { PATIENCE };
        let mut last = None;
        let attempts = async {
            loop {
                match ask(self.manager.clone()).await {
                    Err(error) if is_outage(&error) => {
                        last = Some(error);
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                    result => return result,
                }
            }
        };
        let answer = tokio::time::timeout(patience, attempts).await;
        self.troubled.store(answer.is_err(), Ordering::Relaxed);
        match answer {
            Ok(result) => Ok(result?),
            Err(_) => Err(last.map_or(QueueError::Timeout(patience), QueueError::Redis)),
        }
    }
}

/// `LOADING`, while Redis reads its file after a restart, is as good as no connection.
fn is_outage(error: &RedisError) -> bool {
    error.is_io_error() || error.is_connection_dropped() || error.is_timeout() || error.code() == Some("LOADING")
}

/// What a subscription tells.
pub(crate) enum Heard<'a> {
    /// The subscription stands. What was said before is not known.
    Start,
    Message(&'a [u8]),
}

/// Listen to `channel` for ever, through every outage.
pub(crate) async fn listen(client: Client, channel: String, mut hear: impl FnMut(Heard<'_>)) {
    loop {
        if let Err(error) = listen_once(&client, &channel, &mut hear).await {
            tracing::debug!(channel, %error, "a subscription broke off");
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

async fn listen_once(client: &Client, channel: &str, hear: &mut impl FnMut(Heard<'_>)) -> Result<(), QueueError> {
    let subscribed = async {
        let (mut sink, messages) = client.get_async_pubsub().await?.split();
        sink.subscribe(channel).await?;
        Ok::<_, RedisError>((sink, messages))
    };
    let (mut sink, mut messages) = in_time(subscribed).await?;
    hear(Heard::Start);
    loop {
        match tokio::time::timeout(SILENCE, messages.next()).await {
            Ok(Some(message)) => hear(Heard::Message(message.get_payload_bytes())),
            Ok(None) => return Ok(()),
            // A host that vanished says nothing for ever.
            Err(_) => in_time(sink.ping::<::redis::Value>()).await.map(drop)?,
        }
    }
}

async fn in_time<T>(answer: impl Future<Output = Result<T, RedisError>>) -> Result<T, QueueError> {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(result) => Ok(result?),
        Err(_) => Err(QueueError::Timeout(PATIENCE)),
    }
}
