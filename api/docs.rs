//! The API's document: made from the code, shown at `/docs`, served at `/openapi.json`, and written to `openapi/` by the
//! command line.

mod beside;
mod finish;

use std::sync::LazyLock;

use poem::endpoint::make_sync;
use poem::http::header;
use poem::web::Html;
use poem::{IntoResponse as _, Route};
use poem_openapi::{LicenseObject, OpenApi, OpenApiService};
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::realtime::protocol;

/// Swagger UI is one page with its script and style inside, so it gets its own policy; nothing from elsewhere here either.
const POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'self'";

/// The service of a set of endpoints. `public_url` is shown as the server; without it the document is the same everywhere, and
/// its server is whoever served it.
pub fn service<T: OpenApi>(endpoints: T, public_url: Option<&str>) -> OpenApiService<T, ()> {
    let service = OpenApiService::new(endpoints, "WPPConnector", env!("CARGO_PKG_VERSION"))
        .description("Customer service over WhatsApp for many companies: menu bot, fair queues, live dashboard.")
        .license(LicenseObject::new("MIT").url("https://opensource.org/license/mit"));
    service.server(public_url.unwrap_or("/"))
}

/// The document as it is committed: indented, with its keys in order, ending in a line break.
pub fn document<T: OpenApi>(endpoints: T) -> String {
    serde_json::to_string_pretty(&spec(&service(endpoints, None))).unwrap_or_default() + "\n"
}

fn spec<T: OpenApi>(service: &OpenApiService<T, ()>) -> Value {
    let mut spec = serde_json::from_str(&service.spec()).unwrap_or_default();
    beside::add(&mut spec);
    finish::finish(&mut spec);
    spec
}

/// The JSON schema of every event of the log and every other frame of the socket, from the types that are written and read, as it is
/// committed.
pub fn events_schema() -> String {
    let mut written = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut read = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    let frames = [
        written.subschema_for::<domain::event::Event>(),
        written.subschema_for::<protocol::ControlFrame<'_>>(),
        written.subschema_for::<protocol::AnswerFrame<'_>>(),
        read.subschema_for::<protocol::Spoken>(),
    ];
    let mut definitions = written.take_definitions(true);
    for (name, shape) in read.take_definitions(true) {
        let known = definitions.entry(name.clone()).or_insert_with(|| shape.clone());
        assert!(*known == shape, "`{name}` is read in one shape and written in another");
    }
    let schema = schemars::json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frame",
        "description": "Whatever is said on the socket. `Event` is a change of the log, as webhooks carry it too.",
        "anyOf": frames,
        "$defs": definitions,
    });
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// The endpoints with their document beside them. Few ask for it, so that it is made when it is asked for first.
pub fn routes<T: OpenApi + 'static>(
    service: impl Fn() -> OpenApiService<T, ()> + Clone + Send + Sync + 'static,
) -> Route {
    let endpoints = service();
    let documented = service.clone();
    let document = LazyLock::new(move || spec(&documented()).to_string());
    let html = LazyLock::new(move || service().swagger_ui_html());
    let page = make_sync(move |_| Html(html.clone()).with_header(header::CONTENT_SECURITY_POLICY, POLICY));
    Route::new()
        .at("/openapi.json", make_sync(move |_| document.clone().with_content_type("application/json").into_response()))
        .nest("/docs", Route::new().at("/", page))
        .nest("/", endpoints)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::endpoints::Liveness;
    use crate::testing::{client, problem};

    #[tokio::test]
    async fn the_document_and_its_page_are_beside_the_endpoints() {
        let api = client(routes(|| service(Liveness, Some("http://localhost:4000"))));
        let spec = api.get("/openapi.json").send().await;
        spec.assert_content_type("application/json");
        let spec: Value = serde_json::from_str(&spec.0.into_body().into_string().await.unwrap()).unwrap();
        assert_eq!(spec["paths"]["/healthz"]["get"]["operationId"], "getLiveness");
        assert_eq!(spec["servers"], json!([{"url": "http://localhost:4000"}]));

        for path in ["/docs", "/docs/"] {
            let page = api.get(path).send().await;
            page.assert_status_is_ok();
            page.assert_header("content-security-policy", POLICY);
        }
        api.get("/healthz").send().await.assert_json(json!({"status": "ok"})).await;
        assert_eq!(problem(api.get("/nothing").send().await).await.1["code"], "not_found");
    }

    #[test]
    fn the_committed_document_is_the_same_each_time() {
        let document = document(Liveness);
        assert_eq!(document, super::document(Liveness));
        assert!(document.ends_with("}\n"));
    }

    #[test]
    fn the_schema_of_events_has_every_other_frame_of_the_socket() {
        let schema: Value = serde_json::from_str(&events_schema()).unwrap();
        let frames = |name: &str| -> Vec<String> {
            let variants = schema["$defs"][name]["oneOf"].as_array().unwrap();
            variants.iter().map(|frame| frame["properties"]["event"]["const"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(frames("ControlFrame"), ["ready", "seq", "resync", "left-conversation", "typing", "viewers"]);
        assert_eq!(frames("AnswerFrame"), ["ok", "error"]);
        let asked = ["auth", "join-company", "join-conversation", "leave-conversation", "agent-status", "heartbeat"];
        assert_eq!(frames("ClientFrame"), [&asked[..], &["typing"]].concat());
        assert!(frames("Event").contains(&"message-received".to_owned()));
    }
}
