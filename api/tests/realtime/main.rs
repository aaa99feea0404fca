//! The socket over the wire: a bound server, a database, and clients that know nothing of either.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

mod accounts;
mod client;
mod closing;
mod delivery;
mod house;
mod rooms;
mod samples;
