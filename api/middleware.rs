//! What stands between the wire and every endpoint, outermost first: request id, log line, security headers, CORS, problems
//! (errors and panics become `application/problem+json`), rate limit.

pub mod client;
pub mod cors;
mod headers;
mod problems;
pub(crate) mod rate;
mod request_id;

use std::sync::Arc;
use std::time::Instant;

use poem::http::{HeaderValue, header};
use poem::{Endpoint, EndpointExt as _, Request, Response};

pub use client::{ClientAddress, TrustedProxies};
pub use cors::Origins;
pub(crate) use headers::PAGE_POLICY;
pub use problems::problem_of;
pub use rate::Identify;
pub(crate) use rate::{Charge, bearer};
pub use request_id::RequestId;

use crate::error::Language;
use crate::limits::Limiter;
use crate::payload::Link;

/// What the front needs to know.
#[derive(Clone)]
pub struct Front {
    pub origins: Origins,
    pub proxies: TrustedProxies,
    /// `PUBLIC_URL` is https: send HSTS even when no proxy says so.
    pub https: bool,
    pub limiter: Arc<Limiter>,
    /// Who a bearer is, for the rate limit only.
    pub identify: Arc<dyn Identify>,
}

impl Front {
    /// Put everything in front of the routes. No error leaves this endpoint: each is an answer.
    pub fn guard<E: Endpoint + 'static>(self, routes: E) -> impl Endpoint<Output = Response> {
        let front = Arc::new(self);
        routes.map_to_response().around(move |routes, request| {
            let front = front.clone();
            async move { Ok(front.handle(routes, request).await) }
        })
    }

    async fn handle<E: Endpoint<Output = Response>>(&self, routes: Arc<E>, mut request: Request) -> Response {
        let started = Instant::now();
        let id = RequestId::of(&request);
        let client = self.proxies.client_of(&request);
        let language = Language::accepted(request.header(header::ACCEPT_LANGUAGE));
        let https = self.https || self.proxies.is_https(&request);
        let origin = request.header(header::ORIGIN).map(ToOwned::to_owned);
        let method = request.method().clone();
        let uri = request.uri().clone();
        request.set_data(id.clone());
        request.set_data(client);
        request.set_data(language);

        let mut response = if let Some(response) = self.origins.preflight(&request) {
            response
        } else {
            let mut response = self.serve(routes, request, client, &id, language).await;
            self.origins.mark(origin.as_deref(), response.headers_mut());
            response
        };
        let cursor = response.header(crate::payload::NEXT_CURSOR).map(ToOwned::to_owned);
        let headers = response.headers_mut();
        if let Some(cursor) = cursor
            && let Ok(link) = HeaderValue::from_str(&Link::next(uri.path(), uri.query(), &cursor))
        {
            headers.insert(header::LINK, link);
        }
        if let Ok(value) = HeaderValue::from_str(&id.0) {
            headers.insert(request_id::HEADER, value);
        }
        headers::secure(uri.path(), https, headers);
        // The path carries ids only; queries hold names and phones, and are left out like addresses and bodies.
        tracing::info!(
            request_id = %id.0,
            method = %method,
            path = uri.path(),
            status = response.status().as_u16(),
            ms = started.elapsed().as_millis(),
            "request"
        );
        response
    }

    async fn serve<E: Endpoint<Output = Response>>(
        &self,
        routes: Arc<E>,
        mut request: Request,
        client: ClientAddress,
        id: &RequestId,
        language: Language,
    ) -> Response {
        match rate::admit(&self.limiter, &*self.identify, &mut request, client) {
            Ok(charge) => {
                let mut response = match crate::query::unreadable_key(&request) {
                    Some(error) => error.response(language, &id.0),
                    None => problems::answer(routes, request, id, language).await,
                };
                rate::describe(charge.verdict().as_ref(), response.headers_mut());
                response
            }
            Err((error, verdict)) => {
                let mut response = error.response(language, &id.0);
                rate::describe(Some(&verdict), response.headers_mut());
                response
            }
        }
    }
}

#[cfg(test)]
mod tests;
