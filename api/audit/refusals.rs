//! Who is told to wait is written down once a minute and address, with how often: a write for each refusal would be a gift to whoever
//! causes them. What a process refused in its last minute is lost with it.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::id::UserId;
use entities::AuditEntry;
use poem::http::{Method, StatusCode};
use poem::{Endpoint, EndpointExt as _, Request, Response};
use serde_json::json;

use super::{Action, Entity, audit_alone};
use crate::context::Origin;
use crate::middleware::{Front, bearer};
use crate::state::AppState;

/// Addresses that are told apart within a minute; beyond them they are one.
const MOST: usize = 1_000;
const MINUTE: Duration = Duration::from_mins(1);

type Who = (Option<IpAddr>, Option<UserId>);

/// The first refusal of a minute, and how many there were.
struct Counted {
    entry: AuditEntry,
    count: u64,
}

#[derive(Clone)]
struct Refusals {
    state: AppState,
    counts: Arc<Mutex<HashMap<Who, Counted>>>,
}

/// Count the mutating calls that `endpoint` refuses with 429.
pub(crate) fn watch<E>(endpoint: E, front: &Front, state: AppState) -> impl Endpoint<Output = Response> + use<E>
where
    E: Endpoint<Output = Response> + 'static,
{
    let refusals = Refusals { state, counts: Arc::default() };
    let (proxies, identify) = (front.proxies.clone(), front.identify.clone());
    endpoint.around(move |endpoint, mut request: Request| {
        let (refusals, proxies, identify) = (refusals.clone(), proxies.clone(), identify.clone());
        async move {
            if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
                return endpoint.call(request).await;
            }
            let address = proxies.client_of(&request);
            let user = bearer(&request).and_then(|token| identify.principal(token)).and_then(|id| id.parse().ok());
            request.set_data(address);
            let mut origin = Origin::of(&request);
            let response = endpoint.call(request).await?;
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                response.header("x-request-id").unwrap_or_default().clone_into(&mut origin.request_id);
                refusals.count(&origin, user);
            }
            Ok(response)
        }
    })
}

impl Refusals {
    fn count(&self, origin: &Origin, user: Option<UserId>) {
        let Some(entity) = Entity::of_path(&origin.path) else { return };
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = counts.is_empty();
        let mut who = (origin.address.map(|address| address.0), user);
        if counts.len() >= MOST && !counts.contains_key(&who) {
            who = (None, None);
        }
        match counts.entry(who) {
            Slot::Occupied(mut known) => known.get_mut().count += 1,
            Slot::Vacant(place) => {
                let mut entry = origin.entry(None, Action::Denied, entity, None, StatusCode::TOO_MANY_REQUESTS);
                entry.outcome = entities::AuditOutcome::Denied;
                entry.user = who.1;
                entry.ip_address = who.0.map(|address| address.to_string());
                place.insert(Counted { entry, count: 1 });
            }
        }
        drop(counts);
        if is_first {
            let refusals = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(MINUTE).await;
                refusals.write().await;
            });
        }
    }

    async fn write(&self) {
        let counts = std::mem::take(&mut *self.counts.lock().unwrap_or_else(PoisonError::into_inner));
        for Counted { mut entry, count } in counts.into_values() {
            entry.metadata["code"] = json!("rate_limited");
            entry.metadata["count"] = json!(count);
            let account = match entry.user {
                Some(user) => self.state.store.system().account(user).await.ok().flatten(),
                None => None,
            };
            entry.actor_email = account.as_ref().map(|account| account.user.email.clone());
            audit_alone(&self.state, account.map(|account| account.user.company_id), entry).await;
        }
    }
}
