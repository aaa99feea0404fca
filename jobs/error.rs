//! What can go wrong between here and Redis.

/// Any error of a callback.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A job was not pushed, or a question to the queue was not answered. Log it and go on: the due-scan finds the row.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The payload has no JSON form. A mistake of ours.
    #[error("the job {job} cannot be written as JSON: {source}")]
    Payload { job: &'static str, source: serde_json::Error },

    /// A dead job of a release that knew more kinds than this one.
    #[error("there is no queue {0}")]
    Unknown(String),

    /// `REDIS_URL` is not one.
    #[error("the Redis URL is not usable: {0}")]
    Url(#[source] redis::RedisError),

    #[error("Redis answered with an error or not at all: {0}")]
    Redis(#[from] redis::RedisError),

    /// Nothing came back in time. The command may still have been carried out.
    #[error("Redis did not answer within {0:?}")]
    Timeout(std::time::Duration),
}
