//! Read the command line and the settings, then hand over to [`wppconnector::boot`].

use std::process::ExitCode;

use clap::Parser as _;
use tokio_util::sync::CancellationToken;
use wppconnector::cli::{Cli, Role};
use wppconnector::{boot, config, shutdown, telemetry};

/// What a shell sees when the command line or a setting is wrong.
const USAGE: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let role = Cli::parse().role();
    let Role::Openapi { check } = role else { return Box::pin(serve(role)).await };
    // The document depends on no setting, so that a build machine needs none.
    finish(boot::openapi(check.as_deref()))
}

async fn serve(role: Role) -> ExitCode {
    let config = match config::load(role.default_port()) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(USAGE);
        }
    };
    telemetry::start(&config.log);
    let stop = if role.serves() { shutdown::listen(config.shutdown_grace) } else { CancellationToken::new() };
    finish(Box::pin(boot::run(role, config, stop)).await)
}

fn finish(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
