//! The webhook receiver and the simulator as providers and the store see them: a real server, a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod handshake;
mod installation;
mod outage;
mod receiver;
mod shared_path;
mod simulator;
