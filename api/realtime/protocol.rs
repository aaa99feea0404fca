//! Frames `{event, data, seq?, id?}` and close codes (SPEC 4.1, 4.3, 4.4).

mod client;
mod server;

pub(crate) use client::Spoken;
pub use client::{ClientFrame, Command, MAX_FRAME, Malformed, Refusal, parse};
pub use server::{AnswerFrame, ControlFrame, Ready, ResyncReason, ServerFrame, TypingSource, Viewer};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Under which a client waits for an answer. It is echoed: a text or a number, not a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum FrameId {
    Text(String),
    Number(serde_json::Number),
}

/// Why the server ends a connection; the client decides by the number whether to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Close {
    Internal = 1011,
    /// A frame that is none, or something before `auth`.
    Malformed = 4400,
    /// Bad, expired or revoked token; also at the second of its `exp`.
    Unauthenticated = 4401,
    /// User or company deactivated.
    Deactivated = 4403,
    /// No `auth` within five seconds.
    AuthTimeout = 4408,
    FrameTooLarge = 4413,
    TooFast = 4429,
    Draining = 4503,
}

impl Close {
    pub fn code(self) -> u16 {
        self as u16
    }

    /// For the close frame; people read it in the browser's console.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Internal => "internal error",
            Self::Malformed => "malformed frame",
            Self::Unauthenticated => "sign in again",
            Self::Deactivated => "deactivated",
            Self::AuthTimeout => "no auth within 5 s",
            Self::FrameTooLarge => "frame too large",
            Self::TooFast => "too many frames",
            Self::Draining => "server draining",
        }
    }
}

/// The subprotocol that we answer.
pub const SUBPROTOCOL: &str = "wpc.v1";

/// The token in `Sec-WebSocket-Protocol: wpc.v1, bearer.<jwt>`.
pub fn bearer_of(protocols: &str) -> Option<&str> {
    let mut offered = protocols.split(',').map(str::trim);
    let spoken = offered.clone().any(|protocol| protocol == SUBPROTOCOL);
    offered.find_map(|protocol| protocol.strip_prefix("bearer.")).filter(|_| spoken)
}

#[cfg(test)]
mod tests;
