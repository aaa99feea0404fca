use poem::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::Language;
use super::texts::{Texts, texts};

/// The stable name of a failure. A dashboard translates it; a program decides by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    MalformedJson,
    UnknownField,
    InvalidQuery,
    InvalidCursor,
    Unauthenticated,
    InvalidCredentials,
    TokenExpired,
    InvalidSignature,
    Forbidden,
    ChannelInsecureRefused,
    NotFound,
    MethodNotAllowed,
    MediaGone,
    CursorExpired,
    Stale,
    EmailTaken,
    SlugTaken,
    ShortcutTaken,
    AlreadyAssigned,
    AgentAtCapacity,
    DepartmentFull,
    RootRequired,
    LastAdmin,
    ActiveConversationExists,
    SameDepartment,
    InvalidTransition,
    IdempotencyInProgress,
    AmbiguousChannel,
    ChannelExists,
    ContactExists,
    MediaPending,
    TooLarge,
    UnsupportedMediaType,
    MediaRefused,
    Validation,
    AgentUnavailable,
    NotOnWhatsapp,
    WindowClosed,
    ContactOptedOut,
    ContactBlocked,
    AssigneeNotMember,
    TemplateParameters,
    IdempotencyKeyReused,
    ChannelCannot,
    RateLimited,
    LoginLocked,
    Internal,
    DatabaseUnavailable,
    ShuttingDown,
}

impl Code {
    /// In the order of the declaration.
    pub const ALL: [Self; 49] = [
        Self::MalformedJson,
        Self::UnknownField,
        Self::InvalidQuery,
        Self::InvalidCursor,
        Self::Unauthenticated,
        Self::InvalidCredentials,
        Self::TokenExpired,
        Self::InvalidSignature,
        Self::Forbidden,
        Self::ChannelInsecureRefused,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::MediaGone,
        Self::CursorExpired,
        Self::Stale,
        Self::EmailTaken,
        Self::SlugTaken,
        Self::ShortcutTaken,
        Self::AlreadyAssigned,
        Self::AgentAtCapacity,
        Self::DepartmentFull,
        Self::RootRequired,
        Self::LastAdmin,
        Self::ActiveConversationExists,
        Self::SameDepartment,
        Self::InvalidTransition,
        Self::IdempotencyInProgress,
        Self::AmbiguousChannel,
        Self::ChannelExists,
        Self::ContactExists,
        Self::MediaPending,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::MediaRefused,
        Self::Validation,
        Self::AgentUnavailable,
        Self::NotOnWhatsapp,
        Self::WindowClosed,
        Self::ContactOptedOut,
        Self::ContactBlocked,
        Self::AssigneeNotMember,
        Self::TemplateParameters,
        Self::IdempotencyKeyReused,
        Self::ChannelCannot,
        Self::RateLimited,
        Self::LoginLocked,
        Self::Internal,
        Self::DatabaseUnavailable,
        Self::ShuttingDown,
    ];

    pub fn status(self) -> StatusCode {
        match self {
            Self::MalformedJson | Self::UnknownField | Self::InvalidQuery | Self::InvalidCursor => {
                StatusCode::BAD_REQUEST
            }
            Self::Unauthenticated | Self::InvalidCredentials | Self::TokenExpired | Self::InvalidSignature => {
                StatusCode::UNAUTHORIZED
            }
            Self::Forbidden | Self::ChannelInsecureRefused => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::MediaGone | Self::CursorExpired => StatusCode::GONE,
            Self::Stale
            | Self::EmailTaken
            | Self::SlugTaken
            | Self::ShortcutTaken
            | Self::AlreadyAssigned
            | Self::AgentAtCapacity
            | Self::DepartmentFull
            | Self::RootRequired
            | Self::LastAdmin
            | Self::ActiveConversationExists
            | Self::SameDepartment
            | Self::InvalidTransition
            | Self::IdempotencyInProgress
            | Self::AmbiguousChannel
            | Self::ChannelExists
            | Self::ContactExists
            | Self::MediaPending => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType | Self::MediaRefused => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Validation
            | Self::AgentUnavailable
            | Self::NotOnWhatsapp
            | Self::WindowClosed
            | Self::ContactOptedOut
            | Self::ContactBlocked
            | Self::AssigneeNotMember
            | Self::TemplateParameters
            | Self::IdempotencyKeyReused
            | Self::ChannelCannot => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimited | Self::LoginLocked => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::DatabaseUnavailable | Self::ShuttingDown => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// As on the wire: `invalid_cursor`.
    pub fn name(self) -> &'static str {
        self.texts().name
    }

    pub fn urn(self) -> String {
        format!("urn:wppconnector:problem:{}", self.name())
    }

    /// A few words, always English.
    pub fn title(self) -> &'static str {
        self.texts().title
    }

    /// One sentence for the person who reads it.
    pub fn detail(self, language: Language) -> &'static str {
        match language {
            Language::En => self.texts().en,
            Language::Pt => self.texts().pt,
        }
    }

    fn texts(self) -> Texts {
        texts(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_the_texts_is_the_name_on_the_wire() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name());
        }
    }

    #[test]
    fn every_code_is_listed_once_and_in_order() {
        for (position, code) in Code::ALL.into_iter().enumerate() {
            assert_eq!(code as usize, position);
        }
        assert_eq!(Code::ShuttingDown as usize + 1, Code::ALL.len());
    }

    #[test]
    fn every_code_speaks_both_languages() {
        for code in Code::ALL {
            assert_ne!(code.detail(Language::En), code.detail(Language::Pt), "{code:?}");
            assert!(code.detail(Language::En).ends_with('.') && code.detail(Language::Pt).ends_with('.'), "{code:?}");
        }
    }
}
