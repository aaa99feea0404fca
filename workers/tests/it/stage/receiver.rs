//! The provider's server and the address for its webhooks, on one port.

use domain::channel::InboxState;
use domain::id::CompanyId;
use entities::Arrival;
use jobs::Envelope;
use jobs::definitions::{ApplyStatus, ProcessInbound};
use providers::sandbox::{Request, Response, Simulator};
use providers::{ChannelAccess, Signature};
use workers::Deps;

use crate::http;

pub(super) fn serve(
    listener: tokio::net::TcpListener,
    deps: Deps,
    simulator: Simulator,
    access: ChannelAccess,
    company: CompanyId,
) {
    http::serve(listener, move |request: Request| {
        let (deps, simulator, access) = (deps.clone(), simulator.clone(), access.clone());
        async move {
            if request.path.starts_with("/webhooks/") {
                return receive(&deps, &access, company, &request).await;
            }
            simulator.handle(request).await
        }
    });
}

/// The webhook receiver in a few lines: verify, split, store, push.
async fn receive(deps: &Deps, access: &ChannelAccess, company: CompanyId, request: &Request) -> Response {
    let provider = deps.providers.of(access.provider);
    if provider.verify(access, &request.headers, &request.body) != Signature::Valid {
        return http::status(401);
    }
    let arrivals: Vec<Arrival> = provider
        .split(&request.headers, &request.body)
        .unwrap()
        .into_iter()
        .map(|element| Arrival {
            company,
            channel: access.id,
            kind: element.kind,
            external_id: element.external_id,
            lane_key: element.lane.map(|lane| format!("{}:{lane}", access.id)),
            body: element.body,
            state: InboxState::Pending,
        })
        .collect();
    let tx = deps.store.begin_system().await.unwrap();
    tx.receive(&arrivals, deps.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    deps.push(ProcessInbound {}).await;
    deps.push(Envelope::new(ApplyStatus { channel_id: access.id }).company(company)).await;
    http::status(200)
}
