//! What every kind of job tells about itself.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A kind of job, with its queue.
///
/// A job carries ids only: the row is the truth. New fields get `#[serde(default)]`, because yesterday's jobs are
/// still in the queue when a release starts.
pub trait Job: Serialize + DeserializeOwned + Clone + Debug + Send + Sync + 'static {
    /// The name of the queue, as `process-inbound`. It never changes.
    const NAME: &'static str;

    /// A row holds the next instant of this work, and the due-scan brings it back: a failed attempt is not pushed again.
    const OWNS_ROW: bool;

    /// How often a job that owns no row is tried.
    const MAX_ATTEMPTS: u32 = 4;

    /// What the job is about; empty for a token, which works on whatever is due.
    fn key(&self) -> String;
}
