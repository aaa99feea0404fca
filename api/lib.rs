//! HTTP, WebSocket and webhook receiver: everything that comes in from outside.

pub mod error;
pub mod schema;
