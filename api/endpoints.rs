//! The operations of the API, one noun a file.

pub mod auth;
pub mod health;
mod liveness;
mod sandbox;

use poem_openapi::Tags;

pub use auth::AuthApi;
pub use health::HealthApi;
pub use liveness::{Alive, Liveness};
pub use sandbox::Sandbox;

/// The chapters of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Tags)]
pub enum Tag {
    Auth,
    Conversations,
    Messages,
    Media,
    Contacts,
    Users,
    Departments,
    Metrics,
    Settings,
    Channels,
    Integrators,
    Operations,
    System,
}
