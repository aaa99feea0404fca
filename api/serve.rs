//! Listening: the whole API, or the health of a process of workers, until the process is asked to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use poem::listener::TcpListener;
use poem::{Endpoint, EndpointExt as _, Route, Server};
use tokio_util::sync::CancellationToken;

use crate::app::app;
use crate::docs;
use crate::endpoints::{HealthApi, Liveness};
use crate::middleware::Front;
use crate::state::AppState;

/// Serve everything at `address`. After `stop`, requests in hand have `grace` to finish.
pub async fn serve(
    state: AppState,
    front: Front,
    address: SocketAddr,
    stop: CancellationToken,
    grace: Duration,
) -> io::Result<()> {
    listen(app(state, front, stop.clone()), address, stop, grace).await
}

/// Serve `/healthz` and `/readyz` only.
pub async fn serve_health(state: AppState, address: SocketAddr, stop: CancellationToken) -> io::Result<()> {
    let routes = Route::new().nest("/", docs::service((Liveness, HealthApi), None));
    listen(routes.data(state), address, stop, Duration::ZERO).await
}

async fn listen<E>(endpoint: E, address: SocketAddr, stop: CancellationToken, grace: Duration) -> io::Result<()>
where
    E: Endpoint + 'static,
{
    let server = Server::new(TcpListener::bind(address)).name("wppconnector");
    server.run_with_graceful_shutdown(endpoint, stop.cancelled_owned(), Some(grace)).await
}
