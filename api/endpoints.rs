//! The operations of the API, one noun a file.

pub mod api_keys;
pub mod audit;
pub mod auth;
pub mod board;
pub mod channels;
pub mod contacts;
pub mod conversations;
pub mod departments;
pub mod events;
pub mod given_up;
pub mod health;
pub mod jobs;
mod liveness;
pub mod media;
pub mod messages;
pub mod metrics;
pub mod ops;
pub mod quick_replies;
mod sandbox;
pub mod settings;
pub mod tags;
pub mod templates;
pub mod users;
pub mod webhook_endpoints;

use poem_openapi::Tags;

pub use api_keys::ApiKeysApi;
pub use audit::AuditApi;
pub use auth::AuthApi;
pub use board::BoardApi;
pub use channels::{ChannelsApi, SessionApi};
pub use contacts::ContactsApi;
pub use conversations::{BulkApi, ConversationCommandsApi, ConversationMarks, ConversationsApi, NotesApi, StartApi};
pub use departments::DepartmentsApi;
pub use events::EventsApi;
pub use given_up::GivenUpApi;
pub use health::HealthApi;
pub use jobs::JobsApi;
pub use liveness::{Alive, Liveness};
pub use media::MediaApi;
pub use messages::MessagesApi;
pub use metrics::MetricsApi;
pub use ops::OpsApi;
pub use quick_replies::QuickRepliesApi;
pub use sandbox::SandboxApi;
pub use settings::SettingsApi;
pub use tags::TagsApi;
pub use templates::TemplatesApi;
pub use users::{PasswordResetsApi, UsersApi};
pub use webhook_endpoints::WebhookEndpointsApi;

/// The chapters of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Tags)]
pub enum Tag {
    /// Who is calling: log-in, passwords, the first administrator.
    Auth,
    /// What agents work on: lists, assignment, transfer, resolution, notes and tags.
    Conversations,
    /// Texts, media, templates and reactions, and a search in them.
    Messages,
    /// The bytes of attachments.
    Media,
    /// The customers.
    Contacts,
    /// Agents, supervisors and administrators of the company.
    Users,
    /// Where conversations wait, and who serves them.
    Departments,
    /// Figures of what was and what is.
    Metrics,
    /// How the company greets, waits and says goodbye.
    Settings,
    /// The WhatsApp numbers, their templates, and the simulator of the `SANDBOX` ones.
    Channels,
    /// API keys, the log of events, and webhooks to programs of the company.
    Integrators,
    /// The audit trail, work that was given up, and the installation itself.
    Operations,
    /// How the service is doing.
    System,
}
