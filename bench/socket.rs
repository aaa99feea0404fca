//! A browser's socket that notes when messages reach it. It gives sign of life, so its user stays ONLINE.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::board::{Board, Effect};
use crate::http::Api;
use crate::webhook::MARK;

const HEARTBEAT: Duration = Duration::from_secs(30);

/// Ends with its value, or when the server closes it.
pub(crate) struct Socket(JoinHandle<()>);

impl Socket {
    /// Connect, and log in as `user`. Messages are noted on `board`, if there is one.
    pub(crate) async fn open(user: &Api, board: Option<Arc<Board>>) -> anyhow::Result<Self> {
        let mut request = format!("ws://{}/ws", user.address).into_client_request()?;
        request.headers_mut().insert("origin", format!("http://{}", user.address).parse()?);
        let (mut stream, _) = connect_async(request).await.context("no socket")?;
        let auth = json!({"event": "auth", "data": {"token": user.token}});
        stream.send(Message::text(auth.to_string())).await?;
        let first = stream.next().await.context("the socket was closed")??.into_text()?;
        ensure!(first.contains("\"ready\""), "the socket was not opened: {first}");
        Ok(Self(tokio::spawn(async move {
            let mut beat = tokio::time::interval(HEARTBEAT);
            loop {
                tokio::select! {
                    _ = beat.tick() => {
                        if stream.send(Message::text(r#"{"event":"heartbeat"}"#)).await.is_err() { return }
                    }
                    frame = stream.next() => {
                        let at = Instant::now();
                        match (frame, &board) {
                            (Some(Ok(Message::Text(text))), Some(board)) => {
                                if let Some(number) = message(&text) { board.seen(number, Effect::Socket, at); }
                            }
                            (Some(Ok(_)), _) => {}
                            (Some(Err(_)) | None, _) => return,
                        }
                    }
                }
            }
        })))
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.0.is_finished()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The number of the message that a frame brings. The JSON is not parsed, so that reading costs next to nothing.
fn message(frame: &str) -> Option<usize> {
    if !frame.contains(r#""message-received""#) {
        return None;
    }
    let after = &frame[frame.find(MARK)? + MARK.len()..];
    let digits = after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len());
    after[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_received_message_of_ours_has_a_number() {
        assert_eq!(message(r#"{"event":"message-received","data":{"message":{"content":"bench-42"}}}"#), Some(42));
        assert_eq!(message(r#"{"event":"message-received","data":{"message":{"content":"Oi"}}}"#), None);
        assert_eq!(message(r#"{"event":"message-sent","data":{"message":{"content":"bench-42"}}}"#), None);
    }
}
