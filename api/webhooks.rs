//! The receiver of provider webhooks (SPEC 8.1): signed bytes in, rows of the inbox out. What they mean is found out later, by
//! the workers.

pub mod body;
pub(crate) mod channels;
pub mod decide;
pub mod handshake;
mod receive;
mod traffic;

pub use decide::{Answer, Candidate, Decision, Entrance, Place, decide};
pub use handshake::Handshake;

use std::sync::Arc;

use domain::channel::ProviderKind;
use poem::http::Method;
use poem::{Endpoint, Request, Response, Route};
use uuid::Uuid;

use crate::error::{ApiError, Code};
use crate::state::AppState;
use receive::Hooks;

/// Where each provider posts. With the channel's id behind it, the address says which channel is meant.
const SHARED: [(&str, ProviderKind); 2] =
    [("/webhooks/waha", ProviderKind::Waha), ("/webhooks/whatsapp", ProviderKind::Meta)];
const SANDBOX: &str = "/webhooks/sandbox/:channelId";

/// The receiver's own routes, with their whole paths: nest them without stripping, or use [`mount`]. Call it once a process,
/// inside the runtime: it listens on the bus.
pub fn routes(state: AppState) -> Route {
    mount(Route::new(), state)
}

/// Put the receiver among the routes.
pub fn mount(routes: Route, state: AppState) -> Route {
    let hooks = Arc::new(Hooks::start(state));
    let gate = |provider| Gate { hooks: Arc::clone(&hooks), provider };
    let routes = SHARED.into_iter().fold(routes, |routes, (path, provider)| {
        routes.at(path, gate(provider)).at(format!("{path}/:channelId"), gate(provider))
    });
    routes.at(SANDBOX, gate(ProviderKind::Sandbox))
}

/// One address.
struct Gate {
    hooks: Arc<Hooks>,
    provider: ProviderKind,
}

impl Endpoint for Gate {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let (request, mut body) = request.split();
        let path_id = match request.raw_path_param("channelId") {
            Some(id) => Some(Uuid::try_parse(id).map_err(|_| ApiError::not_found())?),
            None => None,
        };
        let answered = match *request.method() {
            Method::POST => self.hooks.timed(self.provider, path_id, &request, &mut body).await,
            Method::GET if self.provider == ProviderKind::Meta => self.hooks.handshake(path_id, &request).await,
            _ => Err(Code::MethodNotAllowed.into()),
        };
        Ok(answered?)
    }
}
