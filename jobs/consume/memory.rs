//! A slot of the in-process backend.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Ended, Kind, Pulse};
use crate::queue::memory::Lane;

/// How long a dead job waits before it is offered to its callback again.
const AGAIN: Duration = Duration::from_secs(1);

/// How often an idle slot shows that it is alive.
const BEAT: Duration = Duration::from_secs(10);

pub(super) async fn work(lane: Arc<Lane>, kind: Kind, pulse: Pulse, stop: CancellationToken) -> Result<(), Ended> {
    loop {
        pulse.beat();
        let taken = tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(()),
            taken = tokio::time::timeout(BEAT, lane.take()) => taken,
        };
        let Ok(taken) = taken else { continue };
        let mut result = kind.executor.run(&taken.parcel.body).await;
        while let Err(unrecorded) = result {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(AGAIN) => {}
            }
            result = kind.executor.bury_again(unrecorded).await;
        }
    }
}
