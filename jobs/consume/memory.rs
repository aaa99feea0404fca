//! A slot of the in-process backend.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Ended, Kind, Pulse};
use crate::queue::memory::Lane;

/// How long a dead job waits before it is offered to its callback again.
const AGAIN: Duration = Duration::from_secs(1);

pub(super) async fn work(lane: Arc<Lane>, kind: Kind, pulse: Pulse, stop: CancellationToken) -> Result<(), Ended> {
    loop {
        pulse.beat();
        let taken = tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(()),
            taken = lane.take() => taken,
        };
        // A dead job that cannot be recorded is run again: there is nowhere to keep it, and handlers allow it.
        while kind.executor.run(&taken.parcel.body).await.is_err() {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(AGAIN) => {}
            }
        }
    }
}
