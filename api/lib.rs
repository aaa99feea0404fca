//! HTTP, WebSocket and webhook receiver: everything that comes in from outside.

pub mod auth;
pub mod cursor;
pub mod error;
pub mod etag;
pub mod keys;
pub mod limits;
pub mod middleware;
pub mod payload;
pub mod realtime;
pub mod schema;

#[cfg(test)]
mod testing;
