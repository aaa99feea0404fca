//! The API's document: made from the code, shown at `/docs`, served at `/openapi.json`, and written to `openapi/` by the
//! command line.

use poem::endpoint::make_sync;
use poem::http::{HeaderValue, header};
use poem::{EndpointExt as _, IntoResponse as _, Route};
use poem_openapi::{OpenApi, OpenApiService};
use serde_json::Value;

/// Swagger UI is one page with its script and style inside, so it gets its own policy; nothing from elsewhere here either.
const POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'self'";

/// The service of a set of endpoints. `public_url` is shown as the server; without it the document is the same everywhere.
pub fn service<T: OpenApi>(endpoints: T, public_url: Option<&str>) -> OpenApiService<T, ()> {
    let service = OpenApiService::new(endpoints, "WPPConnector", env!("CARGO_PKG_VERSION"))
        .description("Customer service over WhatsApp for many companies: menu bot, fair queues, live dashboard.");
    match public_url {
        Some(url) => service.server(url),
        None => service,
    }
}

/// The document as it is committed: indented, with its keys in order, ending in a line break.
pub fn document<T: OpenApi>(endpoints: T) -> String {
    let spec: Value = serde_json::from_str(&service(endpoints, None).spec()).unwrap_or_default();
    serde_json::to_string_pretty(&spec).unwrap_or_default() + "\n"
}

/// The JSON schema of every event of the log, from the types that write them, as it is committed.
pub fn events_schema() -> String {
    let schema = schemars::schema_for!(domain::event::Event);
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// The endpoints with their document beside them.
pub fn routes<T: OpenApi + 'static>(service: OpenApiService<T, ()>) -> Route {
    let spec = service.spec();
    let page = service.swagger_ui().map_to_response().after(|result| async {
        result.map(|mut response| {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
            response
        })
    });
    Route::new()
        .at("/openapi.json", make_sync(move |_| spec.clone().with_content_type("application/json").into_response()))
        .nest("/docs", page)
        .nest("/", service)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::endpoints::Liveness;
    use crate::testing::{client, problem};

    #[tokio::test]
    async fn the_document_and_its_page_are_beside_the_endpoints() {
        let api = client(routes(service(Liveness, Some("http://localhost:4000"))));
        let spec = api.get("/openapi.json").send().await;
        spec.assert_content_type("application/json");
        let spec: Value = serde_json::from_str(&spec.0.into_body().into_string().await.unwrap()).unwrap();
        assert_eq!(spec["paths"]["/healthz"]["get"]["operationId"], "getLiveness");
        assert_eq!(spec["servers"], json!([{"url": "http://localhost:4000"}]));

        let page = api.get("/docs").send().await;
        page.assert_status_is_ok();
        page.assert_header("content-security-policy", POLICY);
        api.get("/healthz").send().await.assert_json(json!({"status": "ok"})).await;
        assert_eq!(problem(api.get("/nothing").send().await).await.1["code"], "not_found");
    }

    #[test]
    fn the_committed_document_is_the_same_each_time() {
        let document = document(Liveness);
        assert_eq!(document, super::document(Liveness));
        assert!(document.ends_with("}\n"));
    }
}
