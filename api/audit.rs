//! The audit trail (SPEC 11.5): what succeeded is written in its own transaction, what was refused or failed afterwards.

use domain::id::CompanyId;
use entities::{AuditEntry, AuditOutcome, Scope, StoreError, Writing};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, EndpointExt as _, Request, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::auth::Principal;
use crate::context::{Asker, Context, Origin};
use crate::error::ApiError;
use crate::middleware::problem_of;
use crate::state::AppState;

/// What was done. The list is closed: reports are made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Login,
    LoginFailed,
    Logout,
    Register,
    Create,
    Update,
    Delete,
    Assign,
    Unassign,
    Transfer,
    Resolve,
    Reopen,
    Archive,
    Start,
    Send,
    Resend,
    StatusChange,
    ResetRequest,
    ResetResolve,
    Rotate,
    Export,
    Erase,
    Retry,
    Discard,
    Denied,
}

impl Action {
    pub fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::LoginFailed => "login_failed",
            Self::Logout => "logout",
            Self::Register => "register",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Assign => "assign",
            Self::Unassign => "unassign",
            Self::Transfer => "transfer",
            Self::Resolve => "resolve",
            Self::Reopen => "reopen",
            Self::Archive => "archive",
            Self::Start => "start",
            Self::Send => "send",
            Self::Resend => "resend",
            Self::StatusChange => "status_change",
            Self::ResetRequest => "reset_request",
            Self::ResetResolve => "reset_resolve",
            Self::Rotate => "rotate",
            Self::Export => "export",
            Self::Erase => "erase",
            Self::Retry => "retry",
            Self::Discard => "discard",
            Self::Denied => "denied",
        }
    }
}

/// To what. Singular, and closed as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    User,
    Conversation,
    Message,
    Department,
    Channel,
    Contact,
    Note,
    QuickReply,
    Tag,
    Settings,
    WebhookEndpoint,
    ApiKey,
    Job,
    Session,
}

impl Entity {
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Conversation => "conversation",
            Self::Message => "message",
            Self::Department => "department",
            Self::Channel => "channel",
            Self::Contact => "contact",
            Self::Note => "note",
            Self::QuickReply => "quick_reply",
            Self::Tag => "tag",
            Self::Settings => "settings",
            Self::WebhookEndpoint => "webhook_endpoint",
            Self::ApiKey => "api_key",
            Self::Job => "job",
            Self::Session => "session",
        }
    }

    /// What a path is about: `/api/users/:id/departments` is about a user.
    fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.trim_start_matches("/api/").split('/');
        Some(match parts.next()? {
            "auth" => Self::Session,
            "users" => Self::User,
            "departments" => Self::Department,
            "channels" | "sandbox" => Self::Channel,
            "conversations" if path.contains("/notes") => Self::Note,
            "conversations" => Self::Conversation,
            "messages" | "media" => Self::Message,
            "contacts" => Self::Contact,
            "quick-replies" => Self::QuickReply,
            "tags" => Self::Tag,
            "settings" => Self::Settings,
            "webhook-endpoints" => Self::WebhookEndpoint,
            "api-keys" => Self::ApiKey,
            // Reports on the company as a whole belong to those who watch its work.
            "jobs" | "audit" => Self::Job,
            _ => return None,
        })
    }
}

impl Origin {
    /// The entry of a request that did what it should, or did not.
    pub fn entry(
        &self,
        who: Option<&Principal>,
        action: Action,
        entity: Entity,
        id: Option<Uuid>,
        status: StatusCode,
    ) -> AuditEntry {
        let outcome = match status {
            StatusCode::FORBIDDEN => AuditOutcome::Denied,
            status if status.is_success() => AuditOutcome::Ok,
            _ => AuditOutcome::Failed,
        };
        AuditEntry {
            user: who.map(|who| who.user_id),
            actor_email: who.map(|who| who.email.clone()),
            action: action.name(),
            entity: entity.name(),
            entity_id: id,
            outcome,
            status: status.as_u16().into(),
            metadata: json!({"method": self.method.as_str(), "path": self.path}),
            ip_address: self.address.map(|address| address.0.to_string()),
            user_agent: self.user_agent.clone(),
            request_id: self.request_id.clone(),
        }
    }
}

/// Audit a change in its own transaction. `changed` names fields, never their values.
pub async fn audit(
    tx: &Scope<Writing>,
    cx: &Context,
    who: &Principal,
    action: Action,
    entity: Entity,
    id: Option<Uuid>,
    changed: &[&str],
) -> Result<(), StoreError> {
    let status = if action == Action::Create { StatusCode::CREATED } else { StatusCode::OK };
    let mut entry = cx.request.entry(Some(who), action, entity, id, status);
    if !changed.is_empty() {
        entry.metadata["changed"] = json!(changed);
    }
    tx.audit(entry, cx.clock.now()).await
}

/// Write an entry that belongs to no transaction. Best effort: the answer is not held up by it.
pub async fn audit_alone(state: &AppState, company: Option<CompanyId>, entry: AuditEntry) {
    let written = async {
        let tx = state.store.begin_system().await?;
        tx.audit(company, entry, state.clock.now()).await?;
        tx.commit().await
    };
    if let Err(error) = written.await {
        tracing::warn!(%error, "an audit entry could not be written");
    }
}

/// Audit what is refused or fails, around all routes.
pub(crate) fn watch<E: Endpoint + 'static>(routes: E, state: AppState) -> impl Endpoint<Output = Response> {
    routes.map_to_response().around(move |routes, mut request: Request| {
        let state = state.clone();
        async move {
            let asker = Asker::default();
            request.set_data(asker.clone());
            let origin = Origin::of(&request);
            let path = request.uri().path().to_owned();
            let result = routes.call(request).await;
            let Some(principal) = asker.principal() else { return result };
            match result {
                Ok(response) if response.status().is_success() || response.status().is_informational() => Ok(response),
                Ok(response) => {
                    record(&state, principal, origin, &path, response.status(), None).await;
                    Ok(response)
                }
                Err(error) => {
                    let error: ApiError = problem_of(error);
                    let status = error.code().status();
                    record(&state, principal, origin, &path, status, Some(error.code().name())).await;
                    Err(error.into())
                }
            }
        }
    })
}

async fn record(
    state: &AppState,
    who: &Principal,
    mut origin: Origin,
    path: &str,
    status: StatusCode,
    code: Option<&'static str>,
) {
    let denied = status == StatusCode::FORBIDDEN;
    let reads = matches!(origin.method, Method::GET | Method::HEAD | Method::OPTIONS);
    // Marks an agent makes while reading are excluded, and so is what never reached the rules.
    let last = path.rsplit('/').next().unwrap_or_default();
    let excluded = ["read", "unread", "pin"].contains(&last);
    if !denied && (reads || excluded) || matches!(status.as_u16(), 304 | 401 | 404 | 405 | 429) {
        return;
    }
    let Some(entity) = Entity::of_path(path) else { return };
    let id = path.split('/').find_map(|part| Uuid::parse_str(part).ok());
    let action = if denied { Action::Denied } else { attempted(&origin.method, path) };
    origin.path = template(path);
    let mut entry = origin.entry(Some(who), action, entity, id, status);
    entry.metadata["code"] = code.map_or(Value::Null, Value::from);
    audit_alone(state, Some(who.company_id), entry).await;
}

fn attempted(method: &Method, path: &str) -> Action {
    match path.rsplit('/').next().unwrap_or_default() {
        "assign" => Action::Assign,
        "unassign" => Action::Unassign,
        "transfer" => Action::Transfer,
        "resolve" => Action::Resolve,
        "start" => Action::Start,
        "status" => Action::StatusChange,
        "register" => Action::Register,
        "logout" => Action::Logout,
        "resend" => Action::Resend,
        "retry" => Action::Retry,
        "discard" => Action::Discard,
        "rotate-secret" => Action::Rotate,
        last if last.starts_with("send") => Action::Send,
        _ => match *method {
            Method::POST => Action::Create,
            Method::DELETE => Action::Delete,
            _ => Action::Update,
        },
    }
}

/// Ids out, so that the same operation always reads the same.
fn template(path: &str) -> String {
    let part = |part: &str| if Uuid::parse_str(part).is_ok() { ":id".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_its_entity_and_a_failed_call_what_it_attempted() {
        let id = domain::id::new_id();
        assert_eq!(Entity::of_path(&format!("/api/users/{id}")), Some(Entity::User));
        assert_eq!(Entity::of_path(&format!("/api/conversations/{id}/notes/{id}")), Some(Entity::Note));
        assert_eq!(Entity::of_path("/webhooks/waha"), None);
        assert_eq!(attempted(&Method::POST, &format!("/api/conversations/{id}/assign")), Action::Assign);
        assert_eq!(attempted(&Method::POST, "/api/messages/send-media"), Action::Send);
        assert_eq!(attempted(&Method::PATCH, "/api/users/me"), Action::Update);
        assert_eq!(template(&format!("/api/users/{id}/departments")), "/api/users/:id/departments");
    }
}
