//! The pages inside the binary: `/` shows the way, `/sandbox` plays customers, `/agent` plays an agent. In a debug build they are read from the
//! folder at each request, so that a page can be worked on without a build.

use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, EndpointExt as _, IntoResponse as _, Request, Response, Route};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::{ApiError, Code};
use crate::middleware::PAGE_POLICY;

#[derive(RustEmbed)]
#[folder = "pages"]
#[allow_missing = true]
struct Files;

/// The pages that have an address of their own.
const PAGES: [&str; 3] = ["", "sandbox", "agent"];
/// What browsers ask for by themselves.
const ICON: &str = "/favicon.ico";
/// Where their scripts and styles are.
const FOLDER: &str = "/pages/";

/// Serves the embedded pages: `/agent` is `agent.html`, and `/pages/agent.js` is `agent.js`.
#[derive(Debug, Clone, Copy)]
pub struct Pages;

impl Pages {
    /// Put the pages, and what they load, among the routes.
    pub fn mount(self, routes: Route) -> Route {
        let named = PAGES.iter().filter(|page| !page.is_empty());
        let routes = named.fold(routes, |routes, page| routes.at(format!("/{page}"), self));
        routes.at(ICON, self).at(format!("{FOLDER}*file"), self)
    }

    /// Answer the bare address, which the endpoints' own route at `/` would take, in front of all routes.
    pub fn at_root<E: Endpoint + 'static>(self, routes: E) -> impl Endpoint<Output = Response> + 'static {
        routes.map_to_response().around(move |routes, request: Request| async move {
            if request.uri().path() == "/" { self.call(request).await } else { routes.call(request).await }
        })
    }
}

impl Endpoint for Pages {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(ApiError::new(Code::MethodNotAllowed).into());
        }
        let path = request.uri().path();
        let page = path.trim_matches('/');
        let found = match path.strip_prefix(FOLDER) {
            Some(file) => find(file),
            None if path == ICON => find("icon.svg"),
            None => find(&document(page)),
        };
        match found {
            Some((name, file)) => Ok(serve(&name, file, request.header(header::IF_NONE_MATCH))),
            None if PAGES.contains(&page) => Ok(absent(page)),
            None => Err(ApiError::not_found().into()),
        }
    }
}

/// The file of the page with this address.
fn document(page: &str) -> String {
    format!("{}.html", if page.is_empty() { "index" } else { page })
}

fn find(path: &str) -> Option<(String, EmbeddedFile)> {
    if path.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
        return None;
    }
    Files::get(path).map(|file| (path.to_owned(), file))
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

fn absent(page: &str) -> Response {
    format!("This build has no page `/{page}`. Put `{}` into api/pages and run `cargo build` again.\n", document(page))
        .with_content_type("text/plain; charset=utf-8")
        .with_status(StatusCode::NOT_FOUND)
        .into_response()
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
    async fn a_page_is_there_or_says_what_to_do() {
        let api = client(Pages.at_root(Pages.mount(Route::new())));
        for page in PAGES {
            let response = api.get(format!("/{page}")).send().await;
            response.assert_header("content-security-policy", PAGE_POLICY);
            if find(&document(page)).is_some() {
                response.assert_status_is_ok();
                response.assert_content_type("text/html; charset=utf-8");
            } else {
                response.assert_status(StatusCode::NOT_FOUND);
                assert!(response.0.into_body().into_string().await.unwrap().contains("cargo build"));
            }
        }
    }

    #[tokio::test]
    async fn what_a_page_loads_is_of_the_right_type() {
        let api = client(Pages.mount(Route::new()));
        for (path, kind) in [
            ("/pages/agent.js", "text/javascript; charset=utf-8"),
            ("/pages/pages.css", "text/css; charset=utf-8"),
            ("/favicon.ico", "image/svg+xml"),
        ] {
            let response = api.get(path).send().await;
            response.assert_status_is_ok();
            response.assert_content_type(kind);
            response.assert_header("content-security-policy", PAGE_POLICY);
        }
    }

    #[tokio::test]
    async fn nothing_outside_the_folder_is_served() {
        let api = client(Pages.mount(Route::new()));
        for path in [
            "/pages/missing.js",
            "/pages/..%2f..%2fCargo.toml",
            "/pages/../../Cargo.toml",
            "/pages//etc/passwd",
            "/agent/x",
        ] {
            assert_eq!(problem(api.get(path).send().await).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(find("../Cargo.toml").is_none() && find("/etc/passwd").is_none() && find(".gitkeep").is_none());
        assert_eq!(problem(api.post("/agent").send().await).await.0, StatusCode::METHOD_NOT_ALLOWED);
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
