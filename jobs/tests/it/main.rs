//! The queues, the bus and the buckets against real Redis servers, started here and stopped with their test.

#![expect(clippy::unwrap_used, reason = "a test may; clippy sees only the functions marked as tests")]

mod bus;
mod contract;
mod crash;
mod harness;
mod load;
mod outage;
mod rate;
mod suite;
mod tidy;
