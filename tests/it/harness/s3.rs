use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};

use super::api::client;
use super::process::free_port;
use super::wait::wait_until;

pub(crate) const BUCKET: &str = "attachments";

/// A server that speaks S3, in a process of its own and in memory: `moto`, as its lock file in tests/s3 names it.
pub(crate) struct S3Server {
    pub(crate) endpoint: String,
    client: reqwest::Client,
    _process: Child,
}

impl S3Server {
    pub(crate) async fn start() -> Self {
        let program = install().await;
        let port = free_port();
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).kill_on_drop(true);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the S3 server starts");
        let server = Self { endpoint: format!("http://127.0.0.1:{port}"), client: client(), _process: process };
        let bucket = format!("{}/{BUCKET}", server.endpoint);
        wait_until("a bucket", Duration::from_mins(1), async || {
            let made = server.client.put(&bucket).send().await.ok()?;
            made.status().is_success().then_some(())
        })
        .await;
        server
    }

    /// The keys of the bucket.
    pub(crate) async fn keys(&self) -> Vec<String> {
        let url = format!("{}/{BUCKET}?list-type=2", self.endpoint);
        let listing = self.client.get(url).send().await.expect("a listing").text().await.expect("text");
        let keys = listing.split("<Key>").skip(1);
        keys.filter_map(|rest| rest.split("</Key>").next().map(str::to_owned)).collect()
    }
}

/// The folder of its programs, where the script says it is installed.
async fn install() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/tool");
    let output = Command::new(script).arg("s3").stderr(Stdio::inherit()).output().await.expect("a shell");
    assert!(output.status.success(), "the S3 server is not installed");
    let folder = String::from_utf8(output.stdout).expect("a path");
    Path::new(folder.trim()).join("moto_server")
}
