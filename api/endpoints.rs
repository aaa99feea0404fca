//! The operations of the API, one noun a file.

mod liveness;
mod sandbox;

use poem_openapi::Tags;

pub use liveness::{Alive, Liveness};
pub use sandbox::SandboxApi;

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
