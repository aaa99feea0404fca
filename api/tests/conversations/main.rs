//! Conversations and messages over the whole API, on a real database; `PostgreSQL` where the statements differ.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod commands;
mod desk;
mod lists;
mod search;
mod sends;
