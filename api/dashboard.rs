//! The pages inside the binary, built by Vite into `dashboard/dist`: the dashboard, one page for all its addresses, and `/sandbox`, the phones
//! of simulated customers. In a debug build they are read from the folder at each request, so that a page can be worked on without a build.

use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, EndpointExt as _, IntoResponse as _, Request, Response, Route};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::{ApiError, Code};
use crate::middleware::PAGE_POLICY;

#[derive(RustEmbed)]
#[folder = "../dashboard/dist"]
#[allow_missing = true]
struct Files;

const DASHBOARD: &str = "index.html";
const PHONES: &str = "sandbox.html";
/// Where the phones are.
const SANDBOX: &str = "/sandbox";
/// What the build leaves in the document where the nonce of an answer belongs.
const NONCE: &str = "__CSP_NONCE__";
/// Files with the hash of their content in their name.
const HASHED: &str = "assets/";
const ADDRESSES: [&str; 3] = ["/login", "/dashboard", "/dashboard/*rest"];
const FILES: [&str; 5] = ["/assets/*file", "/emoji/*file", "/theme.js", "/favicon.svg", ICON];
/// What browsers ask for by themselves.
const ICON: &str = "/favicon.ico";

/// Serves the pages, or, when they were not built, what to run.
#[derive(Debug, Clone, Copy)]
pub struct Pages;

impl Pages {
    /// Put the pages, and what they load, among the routes; the phones only where there is a simulator to play on.
    pub fn mount(self, routes: Route, with_phones: bool) -> Route {
        let routes = ADDRESSES.iter().chain(&FILES).fold(routes, |routes, path| routes.at(*path, self));
        if with_phones { routes.at(SANDBOX, self) } else { routes }
    }

    /// Answer the bare address, which the endpoints' own route at `/` would take, in front of all routes. The dashboard leads on from there.
    pub fn at_root<E: Endpoint + 'static>(self, routes: E) -> impl Endpoint<Output = Response> + 'static {
        routes.map_to_response().around(move |routes, request: Request| async move {
            if request.uri().path() == "/" { self.call(request).await } else { routes.call(request).await }
        })
    }

    /// A page with its policy; none when it was not built.
    fn document(name: &str) -> Option<Response> {
        let file = Files::get(name)?;
        let nonce = hex::encode(rand::random::<[u8; 16]>());
        let html = String::from_utf8_lossy(&file.data).replace(NONCE, &nonce);
        let mut response = html.with_content_type("text/html; charset=utf-8").into_response();
        // The nonce lets libraries put a style element into the page, and nobody who injects one can know it.
        let policy = format!("{PAGE_POLICY}; style-src 'self' 'nonce-{nonce}'");
        let headers = response.headers_mut();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Some(response)
    }
}

impl Endpoint for Pages {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(ApiError::new(Code::MethodNotAllowed).into());
        }
        let path = request.uri().path();
        let document = match path {
            "/" | "/login" | "/dashboard" => Some(DASHBOARD),
            SANDBOX => Some(PHONES),
            _ if path.starts_with("/dashboard/") => Some(DASHBOARD),
            _ => None,
        };
        match document {
            Some(name) => Ok(Self::document(name).unwrap_or_else(absent)),
            None if path == ICON => file(&request, "favicon.svg").ok_or_else(|| ApiError::not_found().into()),
            None => file(&request, path.trim_start_matches('/')).ok_or_else(|| ApiError::not_found().into()),
        }
    }
}

/// A file in the smallest form that the browser takes.
fn file(request: &Request, path: &str) -> Option<Response> {
    if path.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
        return None;
    }
    let accepted = request.header(header::ACCEPT_ENCODING).unwrap_or_default();
    let (found, encoding) = smallest(path, accepted)?;
    let mut response = serve(path, found, request.header(header::IF_NONE_MATCH));
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if path.starts_with(HASHED) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    }
    Some(response)
}

fn smallest(path: &str, accepted: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let takes =
        |name: &str| accepted.split(',').any(|each| each.split(';').next().is_some_and(|each| each.trim() == name));
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        if takes(encoding)
            && let Some(found) = Files::get(&format!("{path}.{ending}"))
        {
            return Some((found, Some(encoding)));
        }
    }
    Files::get(path).map(|found| (found, None))
}

fn absent() -> Response {
    "This build has no dashboard. In the folder dashboard run `npm ci && npm run build`, then `cargo build` again.\n"
        .with_content_type("text/plain; charset=utf-8")
        .with_status(StatusCode::NOT_FOUND)
        .into_response()
}

fn serve(name: &str, file: EmbeddedFile, known: Option<&str>) -> Response {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let mut response = if known == Some(tag.as_str()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        file.data.into_owned().with_content_type(content_type(name)).into_response()
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{client, problem};

    #[tokio::test]
    async fn every_address_is_its_page_or_says_what_to_run() {
        let api = client(Pages.at_root(Pages.mount(Route::new(), true)));
        for path in [
            "/",
            "/login",
            "/dashboard",
            "/dashboard/c/01990000-0000-7000-8000-000000000000",
            "/dashboard/users",
            "/sandbox",
        ] {
            let response = api.get(path).send().await;
            if Files::get(if path == SANDBOX { PHONES } else { DASHBOARD }).is_none() {
                response.assert_status(StatusCode::NOT_FOUND);
                assert!(response.0.into_body().into_string().await.unwrap().contains("npm run build"));
                continue;
            }
            response.assert_status_is_ok();
            response.assert_header("cache-control", "no-store");
            let policy = response.0.header(header::CONTENT_SECURITY_POLICY).unwrap().to_owned();
            let html = response.0.into_body().into_string().await.unwrap();
            let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
            assert!(html.contains(nonce) && !html.contains(NONCE));
            assert!(!policy.contains("unsafe"));
        }
    }

    #[tokio::test]
    async fn a_hashed_file_is_kept_for_ever_and_sent_small() {
        let api = client(Pages.at_root(Pages.mount(Route::new(), true)));
        let Some(name) = Files::iter().find(|name| name.starts_with(HASHED) && name.ends_with(".js")) else { return };
        let plain = api.get(format!("/{name}")).send().await;
        plain.assert_status_is_ok();
        plain.assert_content_type("text/javascript; charset=utf-8");
        plain.assert_header("cache-control", "public, max-age=31536000, immutable");
        if Files::get(&format!("{name}.br")).is_some() {
            let small = api.get(format!("/{name}")).header("accept-encoding", "gzip, deflate, br").send().await;
            small.assert_header("content-encoding", "br");
            small.assert_content_type("text/javascript; charset=utf-8");
        }
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found() {
        let api = client(Pages.at_root(Pages.mount(Route::new(), true)));
        for path in [
            "/assets/missing.js",
            "/assets/../index.html",
            "/emoji/.hidden",
            "/assets//index.html",
            "/agent",
            "/sandbox/x",
        ] {
            assert_eq!(problem(api.get(path).send().await).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(problem(api.post("/dashboard").send().await).await.0, StatusCode::METHOD_NOT_ALLOWED);
    }

    #[tokio::test]
    async fn without_a_simulator_there_are_no_phones() {
        let api = client(Pages.at_root(Pages.mount(Route::new(), false)));
        assert_eq!(problem(api.get("/sandbox").send().await).await.0, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_file_that_the_browser_has_is_not_sent_again() {
        let file = || EmbeddedFile {
            data: b"body {}".as_slice().into(),
            metadata: rust_embed::Metadata::__rust_embed_new([7; 32], None, None),
        };
        let first = serve("style.css", file(), None);
        assert_eq!(first.content_type(), Some("text/css; charset=utf-8"));
        let tag = first.header("etag").unwrap().to_owned();
        assert_eq!(serve("style.css", file(), Some(&tag)).status(), StatusCode::NOT_MODIFIED);
    }
}
