//! The simulated provider inside this process (SPEC 8.6): its dialects over HTTP. Off, its addresses do not exist.

use domain::channel::ProviderKind;
use poem::http::{HeaderName, HeaderValue, StatusCode};
use poem::{Endpoint, Request, Response, Route};
use providers::sandbox::{self, Address, SimChannel, Simulator};
use url::Url;

use crate::error::ApiError;
use crate::payload::read;
use crate::state::AppState;
use crate::webhooks::body;
use crate::webhooks::channels::{Ask, Channels, Known};

const DIALECTS: [&str; 3] = ["meta", "waha", "native"];
/// Bytes of one call; WAHA takes whole files inside.
const LIMIT: usize = 32 * 1024 * 1024;

/// The dialects' own routes, with their whole paths.
pub fn routes(state: AppState) -> Route {
    mount(Route::new(), state)
}

/// Put `/sandbox/meta`, `/sandbox/waha` and `/sandbox/native` among the routes, when there is a simulator. Must be called inside
/// the runtime: it listens on the bus.
pub fn mount(routes: Route, state: AppState) -> Route {
    let Some(simulator) = state.simulator else {
        return routes;
    };
    let channels = Channels::start(state.store, &state.bus, state.settings.clone());
    let own_url = state.settings.own_url.clone();
    DIALECTS.into_iter().fold(routes, |routes, dialect| {
        let server = Dialect { simulator: simulator.clone(), channels: channels.clone(), own_url: own_url.clone() };
        routes.at(format!("/sandbox/{dialect}/*call"), server)
    })
}

/// The simulated servers.
struct Dialect {
    simulator: Simulator,
    channels: Channels,
    own_url: String,
}

impl Endpoint for Dialect {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let (request, mut raw) = request.split();
        let uri = request.uri();
        let call = sandbox::Request {
            method: request.method().as_str().to_owned(),
            path: uri.path().to_owned(),
            query: uri.query().map(str::to_owned),
            headers: body::headers(&request),
            body: read(&request, &mut raw, LIMIT).await?.to_vec(),
        };
        self.introduce(&call).await?;
        Ok(answer(self.simulator.handle(call).await))
    }
}

impl Dialect {
    /// Make the channels known that the call may be for.
    async fn introduce(&self, call: &sandbox::Request) -> Result<(), ApiError> {
        let ask = match Simulator::address(call) {
            Some(Address::Session { session, .. }) => Ask::Key(ProviderKind::Waha, session),
            Some(Address::PhoneNumberId(number)) => Ask::Key(ProviderKind::Meta, number),
            Some(Address::Channel(id)) => Ask::Id(id),
            None => return Ok(()),
        };
        for known in self.channels.find(ask).await?.iter() {
            if let Some(channel) = simulated(known, &self.own_url) {
                self.simulator.ensure_channel(channel);
            }
        }
        Ok(())
    }
}

/// A channel as the simulator plays it; `None` when the channel's provider is a real one. META and WAHA channels are simulated
/// when their own base address is one of ours.
pub(crate) fn simulated(known: &Known, own_url: &str) -> Option<SimChannel> {
    let access = &known.access;
    let own_base = |dialect: &str| {
        let url = known.own_base_url.as_deref().and_then(|base| Url::parse(base).ok())?;
        url.path().trim_end_matches('/').ends_with(dialect).then_some(())
    };
    let (door, secret, token) = match access.provider {
        ProviderKind::Sandbox => ("sandbox", &access.credentials.hmac_key, None),
        ProviderKind::Meta => {
            own_base("/sandbox/meta")?;
            ("whatsapp", &access.credentials.app_secret, access.credentials.access_token.clone())
        }
        ProviderKind::Waha => {
            own_base("/sandbox/waha")?;
            ("waha", &access.credentials.hmac_key, access.credentials.api_key.clone())
        }
    };
    let base = own_url.trim_end_matches('/');
    Some(SimChannel {
        id: access.id,
        dialect: access.provider,
        external_key: access.external_key.clone(),
        phone: known.phone.clone(),
        waba_id: known.waba_id.clone(),
        engine: access.engine.clone(),
        webhook_url: Url::parse(&format!("{base}/webhooks/{door}/{}", access.id)).ok()?,
        signing_secret: secret.clone().filter(|secret| !secret.is_empty()),
        token,
    })
}

fn answer(said: sandbox::Response) -> Response {
    let mut response = Response::builder().body(said.body);
    response.set_status(StatusCode::from_u16(said.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    for (name, value) in said.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
