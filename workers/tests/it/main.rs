//! The workers against real databases, the in-process queue and a simulated provider over real HTTP.

mod database;
mod flow;
mod http;
mod inbox;
mod repair;
mod sending;
mod stage;
