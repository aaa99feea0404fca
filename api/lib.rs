//! HTTP, WebSocket and webhook receiver: everything that comes in from outside.

pub mod accounts;
pub mod again;
pub mod app;
pub mod audit;
pub mod auth;
pub mod channels;
pub mod context;
pub mod cursor;
pub mod dashboard;
mod deadlines;
pub mod docs;
pub mod endpoints;
pub mod error;
pub mod etag;
pub mod idempotency;
pub mod keys;
pub mod limits;
mod metrics;
pub mod middleware;
pub mod payload;
pub mod presence;
pub mod query;
pub mod realtime;
pub mod sandbox;
pub mod schema;
pub mod serve;
pub mod signs;
pub mod state;
pub mod views;
pub mod webhooks;

#[cfg(test)]
mod testing;
