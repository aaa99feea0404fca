//! One connection: the upgrade, and its life until somebody ends it.

mod commands;
mod end;
mod login;
mod replay;
mod session;
mod typing;
mod write;

use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use poem::http::{StatusCode, header};
use poem::web::websocket::{CloseCode, Message, WebSocket, WebSocketConfig, WebSocketStream};
use poem::{Endpoint, FromRequest as _, IntoResponse as _, Request, RequestBody, Response};

use super::hub::Hub;
use super::protocol::{Close, SUBPROTOCOL, bearer_of};
use crate::context::Origin;
use crate::error::Language;
use end::End;

/// What a client may send at once; more than [`super::protocol::MAX_FRAME`], so that a frame that is a little too large is read and
/// its sender told why it is closed.
const READ_LIMIT: usize = 256 * 1024;
const BUFFER: usize = 16 * 1024;
/// For the close frame to be written, and for the client to answer it.
const GOODBYE: Duration = Duration::from_secs(2);

/// The endpoint of `/ws`.
pub fn routes(hub: Hub) -> impl Endpoint<Output = Response> {
    poem::endpoint::make(move |request: Request| {
        let hub = hub.clone();
        async move { upgrade(hub, &request).await }
    })
}

async fn upgrade(hub: Hub, request: &Request) -> poem::Result<Response> {
    if !hub.deps().origins.allow_socket(request.header(header::ORIGIN), request.header(header::HOST)) {
        return Err(poem::Error::from_status(StatusCode::FORBIDDEN));
    }
    let hello = Hello {
        token: request.header(header::SEC_WEBSOCKET_PROTOCOL).and_then(bearer_of).map(str::to_owned),
        language: Language::accepted(request.header(header::ACCEPT_LANGUAGE)),
        origin: Origin::of(request),
    };
    let mut config = WebSocketConfig::default();
    config.max_message_size = Some(READ_LIMIT);
    config.max_frame_size = Some(READ_LIMIT);
    config.read_buffer_size = BUFFER;
    config.write_buffer_size = BUFFER;
    let socket = WebSocket::from_request(request, &mut RequestBody::default()).await?;
    let upgraded = socket.protocols([SUBPROTOCOL]).config(config).on_upgrade(move |stream| async move {
        let tracker = hub.tracker().clone();
        tracker.track_future(serve(hub, stream, hello)).await;
    });
    Ok(upgraded.into_response())
}

/// What the upgrade told of the client.
struct Hello {
    token: Option<String>,
    language: Language,
    /// For the audit trail.
    origin: Origin,
}

async fn serve(hub: Hub, stream: WebSocketStream, hello: Hello) {
    let (mut sink, mut frames) = stream.split();
    let stop = hub.stop().clone();
    let end = tokio::select! {
        biased;
        () = stop.cancelled() => End::Close(Close::Draining),
        end = session::run(&hub, &mut sink, &mut frames, hello) => end,
    };
    let End::Close(close) = end else { return };
    tracing::debug!(code = close.code(), "a socket is closed");
    let goodbye = async {
        sink.send(Message::close_with(CloseCode::from(close.code()), close.reason())).await?;
        // What the client still sends is read, else its system might drop our close frame together with the connection.
        while let Some(Ok(_)) = frames.next().await {}
        Ok::<_, std::io::Error>(())
    };
    let _ = tokio::time::timeout(GOODBYE, goodbye).await;
}

/// Shared by both directions of a session.
type Sink = futures_util::stream::SplitSink<WebSocketStream, Message>;
type Frames = futures_util::stream::SplitStream<WebSocketStream>;
type Line = Arc<super::hub::Line>;
