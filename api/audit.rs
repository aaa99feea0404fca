//! The audit trail (SPEC 11.5): what succeeded is written in its own transaction, what was refused or failed afterwards.

mod refusals;
mod words;

use domain::id::CompanyId;
use entities::{AuditEntry, AuditOutcome, Scope, StoreError, Writing};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, EndpointExt as _, Request, Response};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) use self::refusals::watch as watch_refusals;
use self::words::attempted;
pub use self::words::{Action, Entity};
use crate::auth::Actor;
use crate::context::{Asker, Context, Origin};
use crate::error::ApiError;
use crate::middleware::problem_of;
use crate::state::AppState;

impl Origin {
    /// The entry of a request that did what it should, or did not.
    pub fn entry(
        &self,
        who: Option<&dyn Actor>,
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
            user: who.and_then(Actor::user_id),
            api_key: who.and_then(Actor::key_id),
            actor_email: who.and_then(Actor::user).map(|user| user.email.clone()),
            action: action.into(),
            entity: entity.into(),
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
    who: &dyn Actor,
    action: Action,
    entity: Entity,
    id: Option<Uuid>,
    changed: &[&str],
) -> Result<(), StoreError> {
    let status = match action {
        Action::Create | Action::Register | Action::Resend | Action::Start => StatusCode::CREATED,
        Action::Delete | Action::Logout | Action::Retry | Action::Discard => StatusCode::NO_CONTENT,
        _ => StatusCode::OK,
    };
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
            let who = asker.who().map(|who| who as &dyn Actor);
            match result {
                Ok(response) if response.status().is_success() || response.status().is_informational() => Ok(response),
                Ok(response) => {
                    record(&state, who, origin, &path, response.status(), None).await;
                    Ok(response)
                }
                Err(error) => {
                    let error: ApiError = problem_of(error);
                    let status = error.code().status();
                    record(&state, who, origin, &path, status, Some(error.code().name())).await;
                    Err(error.into())
                }
            }
        }
    })
}

async fn record(
    state: &AppState,
    who: Option<&dyn Actor>,
    origin: Origin,
    path: &str,
    status: StatusCode,
    code: Option<&'static str>,
) {
    // Those are counted: see `refusals`.
    if status == StatusCode::TOO_MANY_REQUESTS {
        return;
    }
    let denied = status == StatusCode::FORBIDDEN;
    let reads = matches!(origin.method, Method::GET | Method::HEAD | Method::OPTIONS);
    // Marks an agent makes while reading are excluded, and looks at what would be: those attempt no change.
    let last = path.rsplit('/').next().unwrap_or_default();
    let excluded = ["read", "unread", "pin", "preview", "render", "route-preview"].contains(&last);
    if !denied && (reads || excluded) || status == StatusCode::NOT_MODIFIED {
        return;
    }
    if who.is_none() && is_elsewhere(path, status) {
        return;
    }
    let Some(entity) = Entity::of_path(path) else { return };
    let id = path.split('/').find_map(|part| Uuid::parse_str(part).ok());
    let stranger = who.is_none() && status == StatusCode::UNAUTHORIZED;
    let action = if denied || stranger { Action::Denied } else { attempted(&origin.method, path) };
    let mut entry = origin.entry(who, action, entity, id, status);
    if stranger {
        entry.outcome = AuditOutcome::Denied;
    }
    entry.metadata["code"] = code.map_or(Value::Null, Value::from);
    audit_alone(state, who.map(Actor::company_id), entry).await;
}

/// What nobody known asked for and needs no entry: a path that does not exist, and the failed login, which wrote its own.
fn is_elsewhere(path: &str, status: StatusCode) -> bool {
    let login = path == "/api/auth/login" && status == StatusCode::UNAUTHORIZED;
    login || matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)
}

/// Ids out, so that the same operation always reads the same.
pub(crate) fn template(path: &str) -> String {
    let is_id = |part: &str| Uuid::parse_str(part).is_ok() || part.parse::<i64>().is_ok();
    let part = |part: &str| if is_id(part) { ":id".to_owned() } else { part.to_owned() };
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
        assert_eq!(attempted(&Method::DELETE, &format!("/api/contacts/{id}")), Action::Erase);
        assert_eq!(attempted(&Method::POST, "/api/conversations"), Action::Start);
        assert_eq!(template(&format!("/api/users/{id}/departments")), "/api/users/:id/departments");
    }
}
