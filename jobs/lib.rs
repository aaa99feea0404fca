//! Everything that crosses a process boundary: jobs, the bus, and the buckets of the rate limits.
//!
//! A job is a nudge. It may be lost, doubled or late; the row it points at is the truth, and the due-scan of the
//! workers finds what a nudge missed. On call: `Queue::depths` tells what waits, `janitor` removes what is done, and
//! Redis may be flushed or restarted at any time.

pub mod after;
pub mod bus;
mod connection;
pub mod consume;
pub mod definitions;
pub mod envelope;
pub mod error;
pub mod faults;
pub mod figures;
mod janitor;
pub mod job;
pub mod queue;
pub mod rate;

pub use bus::{Bus, Nudge, Subscription};
pub use consume::{Consumers, DeadJob, Ended, Outcome, Pulse, Slots};
pub use envelope::Envelope;
pub use error::{BoxError, QueueError};
pub use faults::Faults;
pub use figures::Figures;
pub use job::Job;
pub use queue::{Depth, Queue};
pub use rate::{Bucket, Rate, Refused};
