//! Conversations and messages over the whole API, on a real database; `PostgreSQL` where the statements differ.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "conversations/commands.rs"]
mod commands;
#[path = "conversations/desk.rs"]
mod desk;
#[path = "conversations/lists.rs"]
mod lists;
#[path = "conversations/postgres.rs"]
mod postgres;
#[path = "conversations/sends.rs"]
mod sends;
