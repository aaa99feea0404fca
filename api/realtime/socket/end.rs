//! How a connection ends, and what of a client's messages ends it.

use std::io;

use poem::web::websocket::Message;

use crate::realtime::protocol::{Close, MAX_FRAME};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The client went away, or fell silent.
    Gone,
    Close(Close),
}

/// What a message of the client means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Text(String),
    /// A sign of life and no more.
    Alive,
}

pub(super) fn heard(message: Option<io::Result<Message>>) -> Result<Heard, End> {
    match message {
        Some(Ok(Message::Text(text))) if text.len() > MAX_FRAME => Err(End::Close(Close::FrameTooLarge)),
        Some(Ok(Message::Binary(bytes))) if bytes.len() > MAX_FRAME => Err(End::Close(Close::FrameTooLarge)),
        Some(Ok(Message::Text(text))) => Ok(Heard::Text(text)),
        Some(Ok(Message::Binary(_))) => Err(End::Close(Close::Malformed)),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(Heard::Alive),
        Some(Ok(Message::Close(_))) | None => Err(End::Gone),
        Some(Err(error)) => Err(broken(&error)),
    }
}

/// The protocol's own errors come as texts: poem keeps the library's type to itself.
fn broken(error: &io::Error) -> End {
    let text = error.to_string();
    if text.contains("Space limit exceeded") {
        End::Close(Close::FrameTooLarge)
    } else if text.contains("UTF-8") {
        End::Close(Close::Malformed)
    } else {
        End::Gone
    }
}
