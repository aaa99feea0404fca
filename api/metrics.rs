//! `/metrics` for Prometheus: how much waits and since when, read from the rows at each scrape, so that every process tells the same;
//! and what this process itself did since its start (`jobs::Figures`). Nothing in it names a company or a person.

use entities::Gauge;
use jobs::Depth;
use poem::http::header;
use poem::{Endpoint, Request, Response, Route};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge as Value;
use prometheus_client::registry::Registry;

use crate::endpoints::ops;
use crate::error::{ApiError, Code};
use crate::realtime::Hub;
use crate::state::AppState;

const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Labels = Vec<(&'static str, String)>;

/// Put `/metrics` among the routes. It asks for `OPS_TOKEN`, as all operations of the installation do.
pub(crate) fn mount(routes: Route, state: AppState, hub: Option<Hub>) -> Route {
    routes.at("/metrics", Scrape(state, hub))
}

/// With the sockets of this process, if it has any.
struct Scrape(AppState, Option<Hub>);

impl Endpoint for Scrape {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        ops::admit(&self.0, &request)?;
        let now = self.0.clock.now();
        let gauges = self.0.store.system().gauges(now).await.map_err(ApiError::from)?;
        let failed = |error| ApiError::new(Code::Internal).caused_by(error);
        // A queue that does not answer is itself a finding; the rows are told all the same.
        let depths = self.0.queue.depths().await.unwrap_or_default();
        let mut registry = Registry::with_prefix("wppconnector");
        self.0.queue.figures().register(&mut registry);
        if let Some(hub) = &self.1 {
            let sockets: Value = Value::default();
            sockets.set(i64::try_from(hub.sockets()).unwrap_or(i64::MAX));
            registry.register("sockets", "Sockets of this process that are signed in and open", sockets);
        }
        let text = text(registry, &gauges, &depths, now).map_err(failed)?;
        Ok(Response::builder().header(header::CONTENT_TYPE, CONTENT_TYPE).body(text))
    }
}

fn text(
    mut registry: Registry,
    gauges: &[Gauge],
    depths: &[Depth],
    now: domain::clock::Time,
) -> Result<String, std::fmt::Error> {
    let (rows, oldest, jobs) = (family(), family(), family());
    registry.register("waiting", "Rows that wait, by kind", rows.clone());
    registry.register("oldest_seconds", "Seconds since the oldest of them began to wait", oldest.clone());
    registry.register("queue_jobs", "Jobs in each queue", jobs.clone());
    for gauge in gauges {
        let labels: Labels = vec![("kind", gauge.name.clone()), ("state", gauge.label.to_lowercase())];
        rows.get_or_create(&labels).set(gauge.count);
        let seconds = gauge.oldest.map_or(0, |oldest| (now - oldest).num_seconds().max(0));
        oldest.get_or_create(&labels).set(seconds);
    }
    for depth in depths {
        for (state, count) in [("waiting", depth.waiting), ("in_flight", depth.inflight)] {
            let labels: Labels = vec![("queue", depth.queue.to_owned()), ("state", state.to_owned())];
            jobs.get_or_create(&labels).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}

fn family() -> Family<Labels, Value> {
    Family::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_told_by_kind_with_its_age() {
        let now = domain::clock::Clock::system().now();
        let oldest = Some(now - chrono::Duration::seconds(90));
        let gauges = [Gauge { name: "outbox".into(), label: "QUEUED".into(), count: 3, oldest }];
        let depths = [Depth { queue: "tick", waiting: 2, inflight: 1 }];
        let text = text(Registry::with_prefix("wppconnector"), &gauges, &depths, now).unwrap();
        for line in [
            "wppconnector_waiting{kind=\"outbox\",state=\"queued\"} 3",
            "wppconnector_oldest_seconds{kind=\"outbox\",state=\"queued\"} 90",
            "wppconnector_queue_jobs{queue=\"tick\",state=\"waiting\"} 2",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        assert!(text.ends_with("# EOF\n"));
    }
}
