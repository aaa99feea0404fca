//! The whole API as one endpoint: the list of its parts, and what stands in front of them.

use poem::{Endpoint, EndpointExt as _, Response};
use poem_openapi::OpenApi;
use tokio_util::sync::CancellationToken;

use crate::audit;
use crate::dashboard::Pages;
use crate::docs;
use crate::endpoints::{
    AuditApi, AuthApi, ChannelsApi, ConversationCommandsApi, ConversationsApi, DepartmentsApi, HealthApi, JobsApi,
    Liveness, MessagesApi, OpsApi, SandboxApi, UsersApi,
};
use crate::middleware::Front;
use crate::realtime::{self, Hub};
use crate::sandbox;
use crate::state::AppState;
use crate::webhooks;

/// Every operation, by area. The document is made of this list, so what is not here does not exist.
pub fn endpoints() -> impl OpenApi + 'static {
    let system = (Liveness, HealthApi);
    let people = (AuthApi, UsersApi, DepartmentsApi);
    let attendance = (ConversationsApi, ConversationCommandsApi, MessagesApi);
    let numbers = (ChannelsApi, SandboxApi);
    let operations = (JobsApi, AuditApi, OpsApi);
    (system, people, attendance, numbers, operations)
}

/// The API, its document and its pages behind `front`.
///
/// Sockets are closed when `stop` is cancelled.
pub fn app(state: AppState, front: Front, stop: CancellationToken) -> impl Endpoint<Output = Response> {
    let service = docs::service(endpoints(), Some(&state.settings.public_url));
    let routes = Pages.mount(docs::routes(service));
    let routes = webhooks::mount(routes, state.clone());
    let routes = sandbox::mount(routes, state.clone());
    let hub = Hub::start(realtime::Deps::new(&state, front.origins.clone()), stop);
    let routes = Pages.at_root(routes.at("/ws", realtime::routes(hub)));
    let auth = state.auth.clone();
    front.guard(audit::watch(routes.data(auth).data(state.clone()), state))
}
