//! What an endpoint knows of the request besides its parameters, and the state it works with.

use std::ops::Deref;

use poem::http::{Method, header};
use poem::{FromRequest, Request, RequestBody};

use crate::audit::template;
use crate::auth::Who;
use crate::error::ApiError;
use crate::middleware::{ClientAddress, RequestId};
use crate::state::AppState;

/// Reads like the [`AppState`]. Needs no part of the body, so it may stand anywhere among the parameters.
#[derive(Clone)]
pub struct Context {
    state: AppState,
    pub request: Origin,
}

/// Where a request came from: what the audit trail keeps of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub request_id: String,
    /// The client's address, as far as the proxies can be believed.
    pub address: Option<ClientAddress>,
    pub user_agent: Option<String>,
    pub method: Method,
    /// The template, as `/api/users/:id`.
    pub path: String,
}

impl Origin {
    pub(crate) fn of(request: &Request) -> Self {
        Self {
            request_id: request.data::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
            address: request.data::<ClientAddress>().copied(),
            user_agent: request.header(header::USER_AGENT).map(|agent| agent.chars().take(300).collect()),
            method: request.method().clone(),
            path: template(request.uri().path()),
        }
    }
}

impl Deref for Context {
    type Target = AppState;

    fn deref(&self) -> &AppState {
        &self.state
    }
}

impl<'a> FromRequest<'a> for Context {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> poem::Result<Self> {
        let state: &AppState = request.data().ok_or_else(|| ApiError::internal("the routes were given no AppState"))?;
        Ok(Self { state: state.clone(), request: Origin::of(request) })
    }
}

/// Filled in once it is known who asks: for what is written about a request after its answer.
#[derive(Clone, Default)]
pub(crate) struct Asker(std::sync::Arc<std::sync::OnceLock<Who>>);

impl Asker {
    pub(crate) fn is(&self, who: &Who) {
        // The first to know is right: one request has one asker.
        let _known = self.0.set(who.clone());
    }

    pub(crate) fn who(&self) -> Option<&Who> {
        self.0.get()
    }
}
