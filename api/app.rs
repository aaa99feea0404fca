//! The whole API as one endpoint: the list of its parts, and what stands in front of them.

use poem::{Endpoint, EndpointExt as _, Response};
use poem_openapi::OpenApi;

use crate::audit;
use crate::dashboard::Pages;
use crate::docs;
use crate::endpoints::{AuthApi, ChannelsApi, DepartmentsApi, HealthApi, Liveness, UsersApi};
use crate::middleware::Front;
use crate::state::AppState;

/// Every operation, by area. The document is made of this list, so what is not here does not exist.
pub fn endpoints() -> impl OpenApi + 'static {
    let system = (Liveness, HealthApi);
    let people = (AuthApi, UsersApi, DepartmentsApi);
    let numbers = ChannelsApi;
    (system, people, numbers)
}

/// The API, its document and its pages behind `front`.
pub fn app(state: AppState, front: Front) -> impl Endpoint<Output = Response> {
    let service = docs::service(endpoints(), Some(&state.settings.public_url));
    let routes = Pages.mount(docs::routes(service));
    let auth = state.auth.clone();
    front.guard(audit::watch(routes.data(auth).data(state.clone()), state))
}
