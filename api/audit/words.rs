//! The words of the audit trail, and which of them a path stands for.

use poem::http::Method;
use strum::IntoStaticStr;

/// What was done. The list is closed: reports are made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    Login,
    LoginFailed,
    Logout,
    Register,
    Create,
    Update,
    Delete,
    Assign,
    Unassign,
    Transfer,
    Resolve,
    Reopen,
    Archive,
    Start,
    Send,
    Resend,
    StatusChange,
    ResetRequest,
    ResetResolve,
    Rotate,
    Export,
    Erase,
    Retry,
    Discard,
    Denied,
}

/// To what. Singular, and closed as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Entity {
    User,
    Conversation,
    Message,
    Department,
    Channel,
    Contact,
    Note,
    QuickReply,
    Tag,
    Settings,
    WebhookEndpoint,
    ApiKey,
    Job,
    Session,
}

impl Entity {
    /// What a path is about: `/api/users/:id/departments` is about a user.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.trim_start_matches("/api/").split('/');
        Some(match parts.next()? {
            "auth" if path.ends_with("/register") || path.ends_with("/forgot-password") => Self::User,
            "auth" => Self::Session,
            "users" | "ops" => Self::User,
            "departments" => Self::Department,
            "channels" | "sandbox" => Self::Channel,
            "conversations" if path.contains("/notes") => Self::Note,
            "conversations" => Self::Conversation,
            "messages" | "media" => Self::Message,
            "contacts" => Self::Contact,
            "quick-replies" => Self::QuickReply,
            "tags" => Self::Tag,
            "settings" => Self::Settings,
            "webhook-endpoints" => Self::WebhookEndpoint,
            "api-keys" => Self::ApiKey,
            // Reports on the company as a whole belong to those who watch its work.
            "jobs" | "audit" | "metrics" | "board" => Self::Job,
            _ => return None,
        })
    }
}

/// What a call that failed was meant to do.
pub(super) fn attempted(method: &Method, path: &str) -> Action {
    if Entity::of_path(path) == Some(Entity::User) && path.contains("/departments") {
        return Action::Update;
    }
    if path.contains("/password-resets/") {
        return Action::ResetResolve;
    }
    if path.starts_with("/api/channels/") && path.contains("/session/") {
        return Action::Update;
    }
    match path.rsplit('/').next().unwrap_or_default() {
        "forgot-password" => Action::ResetRequest,
        "tags" if *method == Method::PUT => Action::Update,
        "assign" => Action::Assign,
        "unassign" => Action::Unassign,
        "transfer" => Action::Transfer,
        "resolve" => Action::Resolve,
        "start" => Action::Start,
        "conversations" if *method == Method::POST => Action::Start,
        "status" => Action::StatusChange,
        "register" | "companies" => Action::Register,
        "login" => Action::LoginFailed,
        "logout" => Action::Logout,
        "verify" | "default" | "cancel" | "bot" | "bulk" | "reorder" | "pause" | "resume" | "merge" | "sync"
        | "reaction" => Action::Update,
        "test" => Action::Send,
        "resend" => Action::Resend,
        "retry" | "replay" => Action::Retry,
        "discard" => Action::Discard,
        "link" => Action::Export,
        "rotate-secret" => Action::Rotate,
        last if last.starts_with("send") => Action::Send,
        _ => match *method {
            Method::POST => Action::Create,
            Method::DELETE if path.starts_with("/api/contacts/") => Action::Erase,
            Method::DELETE => Action::Delete,
            _ => Action::Update,
        },
    }
}
