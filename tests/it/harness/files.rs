use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use poem::http::{HeaderMap, StatusCode};
use poem::listener::TcpListener;
use poem::web::{Data, Path};
use poem::{Body, EndpointExt as _, Response, Route, Server, get, handler};
use tokio::time::Instant;

use super::process::free_port;
use super::wait::{PATIENCE, wait_until};

/// The smallest picture: one pixel.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

/// A WAHA server forgets a file three minutes after it came.
const WAHA_KEEPS: Duration = Duration::from_mins(3);

/// A host of files with every bad habit.
#[derive(Clone)]
pub(crate) struct FileServer {
    /// As `127.0.0.1:1234`.
    pub(crate) host: String,
    asked: Arc<AtomicUsize>,
    /// So often it has no time for a file that it does not give at once.
    refusals: usize,
    since: Instant,
    /// Keys that it was told.
    pub(crate) keys: Arc<Mutex<Vec<String>>>,
}

impl FileServer {
    pub(crate) async fn start() -> Self {
        Self::refusing(2).await
    }

    pub(crate) async fn refusing(refusals: usize) -> Self {
        let port = free_port();
        let host = format!("127.0.0.1:{port}");
        let server = Self { host, asked: Arc::default(), refusals, since: Instant::now(), keys: Arc::default() };
        let routes = Route::new().at("/:file", get(serve)).data(server.clone());
        tokio::spawn(Server::new(TcpListener::bind(("127.0.0.1", port))).run(routes));
        let address = ("127.0.0.1", port);
        wait_until("the file server", PATIENCE, async || tokio::net::TcpStream::connect(address).await.ok()).await;
        server
    }

    /// How often it was asked for a file that it does not give at once.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    pub(crate) fn url(&self, file: &str) -> String {
        format!("http://{}/{file}", self.host)
    }
}

#[handler]
fn serve(Data(server): Data<&FileServer>, headers: &HeaderMap, Path(file): Path<String>) -> Response {
    let key = headers.get("x-api-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    server.keys.lock().unwrap().extend(key);
    let png = || Response::builder().content_type("image/png");
    match file.as_str() {
        "brief.png" if server.since.elapsed() > WAHA_KEEPS => {
            Response::builder().status(StatusCode::NOT_FOUND).finish()
        }
        // At first nothing, then the file.
        "busy.png" | "brief.png" if server.asked.fetch_add(1, Ordering::Relaxed) < server.refusals => {
            Response::builder().status(StatusCode::SERVICE_UNAVAILABLE).finish()
        }
        "busy.png" | "brief.png" | "good.png" => png().body(PNG),
        "slow.png" => {
            let pieces = futures_util::stream::unfold(PNG, async |rest: &[u8]| {
                let (piece, rest) = rest.split_at(rest.len().min(7));
                tokio::time::sleep(Duration::from_millis(150)).await;
                (!piece.is_empty()).then(|| (Ok::<_, std::io::Error>(piece.to_vec()), rest))
            });
            png().body(Body::from_bytes_stream(pieces))
        }
        "inside.png" => redirect("http://10.1.2.3/secret.png"),
        "metadata.png" => redirect("http://169.254.169.254/latest/meta-data"),
        "again.png" => redirect("/good.png"),
        "endless.png" => redirect("/endless.png"),
        "typed.png" => Response::builder().content_type("text/html").body(PNG),
        "page.png" => png().body("<!DOCTYPE html><script>alert(1)</script>"),
        "big.png" => png().body([PNG, &vec![0; 3 * 1024 * 1024]].concat()),
        _ => Response::builder().status(StatusCode::NOT_FOUND).finish(),
    }
}

fn redirect(to: &str) -> Response {
    Response::builder().status(StatusCode::FOUND).header("location", to).finish()
}
