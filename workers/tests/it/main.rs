//! The workers against real databases, the in-process queue and a simulated provider over real HTTP.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod budget;
mod fairness;
mod flow;
mod http;
mod inbox;
mod repair;
mod sending;
mod stage;
mod statements;
