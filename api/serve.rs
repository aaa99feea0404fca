//! Listening: the whole API, or the health of a process of workers, until the process is asked to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use poem::listener::TcpAcceptor;
use poem::{Endpoint, EndpointExt as _, Route, Server};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app::app;
use crate::docs;
use crate::endpoints::{HealthApi, Liveness};
use crate::metrics;
use crate::middleware::Front;
use crate::realtime::{self, Hub};
use crate::state::AppState;

/// Take the address. From now on callers wait for [`serve`] instead of being refused: whoever else starts in this process may
/// already talk to it, as sends to the simulator do.
pub async fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Serve everything at `listener`. After `stop`, requests in hand have `grace` to finish, and sockets to take their leave.
pub async fn serve(
    state: AppState,
    front: Front,
    listener: TcpListener,
    stop: CancellationToken,
    grace: Duration,
) -> io::Result<()> {
    let hub = Hub::start(realtime::Deps::new(&state, front.origins.clone()), stop.clone());
    let served = listen(app(state, &front, hub.clone()), listener, stop.clone(), grace).await;
    // The server counts no connection that was upgraded, and a server that failed leaves its sockets open.
    stop.cancel();
    let _ = tokio::time::timeout(grace, hub.drained()).await;
    served
}

/// Serve `/healthz`, `/readyz` and `/metrics` only.
pub async fn serve_health(state: AppState, listener: TcpListener, stop: CancellationToken) -> io::Result<()> {
    let routes = metrics::mount(Route::new(), state.clone(), None);
    let routes = routes.nest("/", docs::service((Liveness, HealthApi), None));
    listen(routes.data(state), listener, stop, Duration::ZERO).await
}

async fn listen<E>(endpoint: E, listener: TcpListener, stop: CancellationToken, grace: Duration) -> io::Result<()>
where
    E: Endpoint + 'static,
{
    let server = Server::new_with_acceptor(TcpAcceptor::from_tokio(listener)?).name("wppconnector");
    server.run_with_graceful_shutdown(endpoint, stop.cancelled_owned(), Some(grace)).await
}
