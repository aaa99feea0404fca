//! The first SIGTERM or SIGINT asks everything to end; the second, or the end of the grace, ends it.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// 128 + SIGTERM: what a shell calls "ended by a signal".
const BY_SIGNAL: i32 = 143;

/// Start to listen. The token is cancelled by the first signal; work that ends within `grace` ends in order.
pub fn listen(grace: Duration) -> CancellationToken {
    let stop = CancellationToken::new();
    let token = stop.clone();
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(terminate), Ok(interrupt)) => {
            tokio::spawn(watch(terminate, interrupt, token, grace));
        }
        (Err(error), _) | (_, Err(error)) => {
            tracing::warn!(%error, "signals cannot be heard, so they end the process at once");
        }
    }
    stop
}

async fn watch(mut terminate: Signal, mut interrupt: Signal, stop: CancellationToken, grace: Duration) {
    either(&mut terminate, &mut interrupt).await;
    tracing::info!(grace_seconds = grace.as_secs(), "stopping; a second signal ends the process at once");
    stop.cancel();

    // A part that hangs must not keep the process alive: leases run out and the rows are found by the others.
    tokio::select! {
        () = either(&mut terminate, &mut interrupt) => tracing::warn!("second signal, ending at once"),
        () = tokio::time::sleep(grace + Duration::from_secs(2)) => tracing::error!("the grace is over, ending with work in hand"),
    }
    std::process::exit(BY_SIGNAL);
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[tokio::test]
    async fn the_first_signal_asks_for_the_end_and_lets_work_finish() {
        let stop = listen(Duration::from_hours(1));
        assert!(!stop.is_cancelled());
        let own_id = std::process::id().to_string();
        Command::new("kill").args(["-TERM", &own_id]).status().unwrap();
        tokio::time::timeout(Duration::from_secs(10), stop.cancelled()).await.unwrap();
    }
}
