//! The work that no request waits for: job handlers, the one-second scan that finds what a nudge missed, and the cron.
//!
//! A handler is safe to run twice and safe to run late. It never sleeps in its slot: what must be tried again writes its next
//! instant to its row, and the scan comes back.

mod channels;
mod context;
mod cron;
mod deps;
mod due;
mod execute;
mod gate;
mod handlers;
mod holdings;
mod inbound;
mod leadership;
mod register;
mod retention;
mod rollups;
mod send;
mod templates;
mod webhooks;

pub use deps::{Deps, Endpoints, SendLimits};
pub use register::{Concurrency, Options, Stopped, Workers};
