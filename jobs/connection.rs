//! Connections to Redis. Each purpose has its own, so that a slow answer for one does not hold up another.

use std::time::Duration;

use ::redis::aio::{ConnectionManager, ConnectionManagerConfig};
use ::redis::{Client, RedisError};

use crate::error::QueueError;

/// How long anything that a request waits for may take, with every retry.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

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

/// Ask until there is an answer or patience ends. A lost connection is tried again; a refusal by Redis is final.
///
/// `ask` may be carried out more than once.
pub(crate) async fn patiently<T, F>(mut ask: impl FnMut() -> F) -> Result<T, QueueError>
where
    F: Future<Output = Result<T, RedisError>>,
{
    let mut last = None;
    let attempts = async {
        loop {
            match ask().await {
                Ok(answer) => return Ok(answer),
                // `LOADING` while Redis reads its file after a restart is as good as no connection.
                Err(error)
                    if error.is_io_error() || error.is_connection_dropped() || error.code() == Some("LOADING") =>
                {
                    last = Some(error);
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(error) => return Err(error),
            }
        }
    };
    match tokio::time::timeout(PATIENCE, attempts).await {
        Ok(result) => Ok(result?),
        Err(_) => Err(last.map_or(QueueError::Timeout(PATIENCE), QueueError::Redis)),
    }
}
