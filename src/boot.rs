//! One function a role: here the parts become a running program.

use std::path::Path;

use tokio_util::sync::CancellationToken;

use crate::cli::Role;
use crate::config::Config;

/// Run `role` until its work is done or `stop` is cancelled.
#[expect(clippy::unused_async, reason = "every role awaits")]
pub async fn run(role: Role, config: Config, stop: CancellationToken) -> anyhow::Result<()> {
    tracing::info!(profile = config.profile.name(), bind = %config.http.address(), "starting");
    drop(stop);
    Err(anyhow::anyhow!("the role `{}` is not built yet", role.name()))
}

/// Write the API's documents, or compare them with the files beside `check`.
pub fn openapi(check: Option<&Path>) -> anyhow::Result<()> {
    let what = check.map_or_else(String::new, |file| format!(" to compare with {}", file.display()));
    Err(anyhow::anyhow!("there is no API{what} yet"))
}
