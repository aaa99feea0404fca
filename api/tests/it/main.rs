//! The accounts part of the API over a real database: SQLite in a folder of its own for each test.
#![expect(clippy::unwrap_used, reason = "tests")]

mod app;
mod auth;
mod channels;
mod departments;
mod idempotency;
mod privileges;
mod users;
