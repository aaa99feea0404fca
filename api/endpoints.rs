//! The operations of the API, one noun a file.

pub mod audit;
pub mod auth;
pub mod channels;
pub mod conversations;
pub mod departments;
pub mod health;
pub mod jobs;
mod liveness;
pub mod messages;
pub mod ops;
mod sandbox;
pub mod users;

use poem_openapi::Tags;

pub use audit::AuditApi;
pub use auth::AuthApi;
pub use channels::ChannelsApi;
pub use conversations::{ConversationCommandsApi, ConversationsApi};
pub use departments::DepartmentsApi;
pub use health::HealthApi;
pub use jobs::JobsApi;
pub use liveness::{Alive, Liveness};
pub use messages::MessagesApi;
pub use ops::OpsApi;
pub use sandbox::SandboxApi;
pub use users::UsersApi;

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
