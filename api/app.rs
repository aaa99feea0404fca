//! The whole API as one endpoint: the list of its parts, and what stands in front of them.

use poem::{Endpoint, EndpointExt as _, Response};
use poem_openapi::OpenApi;

use crate::audit;
use crate::dashboard::Pages;
use crate::docs;
use crate::endpoints::{
    ApiKeysApi, AuditApi, AuthApi, BoardApi, BulkApi, ChannelsApi, ContactsApi, ConversationCommandsApi,
    ConversationMarks, ConversationsApi, DepartmentsApi, EventsApi, GivenUpApi, HealthApi, JobsApi, Liveness, MediaApi,
    MessagesApi, MetricsApi, NotesApi, OpsApi, PasswordResetsApi, QuickRepliesApi, SandboxApi, SessionApi, SettingsApi,
    StartApi, TagsApi, TemplatesApi, UsersApi, WebhookEndpointsApi,
};
use crate::metrics;
use crate::middleware::Front;
use crate::realtime::{self, Hub};
use crate::sandbox;
use crate::state::AppState;
use crate::webhooks;

/// Every operation, by area. The document is made of this list, so what is not here does not exist.
pub fn endpoints() -> impl OpenApi + 'static {
    let system = (Liveness, HealthApi);
    let people = (AuthApi, UsersApi, PasswordResetsApi, DepartmentsApi);
    let attendance =
        (ConversationsApi, ConversationCommandsApi, ConversationMarks, NotesApi, BulkApi, (MessagesApi, MediaApi));
    let customers = (ContactsApi, StartApi);
    let numbers = (ChannelsApi, SessionApi, TemplatesApi, SandboxApi);
    let operations = (JobsApi, GivenUpApi, AuditApi, OpsApi, (MetricsApi, BoardApi));
    let integrators = (ApiKeysApi, WebhookEndpointsApi, EventsApi);
    let company = (SettingsApi, QuickRepliesApi, TagsApi);
    (system, people, attendance, numbers, operations, (integrators, company, customers))
}

/// The API, its document and its pages behind `front`, with the sockets of `hub`.
pub fn app(state: AppState, front: &Front, hub: Hub) -> impl Endpoint<Output = Response> + use<> {
    let public_url = state.settings.public_url.clone();
    let routes = docs::routes(move || docs::service(endpoints(), Some(&public_url)));
    let routes = Pages.mount(routes, state.simulator.is_some());
    let routes = metrics::mount(routes, state.clone(), Some(hub.clone()));
    let routes = webhooks::mount(routes, state.clone());
    let routes = sandbox::mount(routes, state.clone());
    let routes = Pages.at_root(routes.at("/ws", realtime::routes(hub)));
    let auth = state.auth.clone();
    let guarded = front.clone().guard(audit::watch(routes.data(auth).data(state.clone()), state.clone()));
    audit::watch_refusals(guarded, front, state)
}
