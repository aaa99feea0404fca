//! The two crons. They only enqueue, only in the holder of the lease, and carry nothing that must be prompt.

use std::pin::Pin;
use std::str::FromStr as _;
use std::time::Duration;

use apalis_cron::CronScheduler;
use cron::Schedule;
use domain::clock::Time;
use futures_util::stream::{Stream, StreamExt as _, select};
use jobs::definitions::{SweepHeartbeats, Tick};
use tokio_util::sync::CancellationToken;

use crate::context::Context;
use crate::deps::Deps;
use crate::due;
use crate::handlers::look;
use crate::{leadership, rollups};

const LEASE: &str = "cron";
const HALF_MINUTE: &str = "0,30 * * * * *";
const MINUTE: &str = "0 * * * * *";
/// With the lease's 15 s: a dead holder is replaced within 20 s.
const RENEW_EVERY: Duration = Duration::from_secs(4);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Repair,
    Sweep,
}

type Ticks = Pin<Box<dyn Stream<Item = Due> + Send>>;

/// Enqueue until `stop`.
pub(crate) async fn run(context: Context, stop: CancellationToken) -> &'static str {
    let deps = context.deps.clone();
    let mut renew = tokio::time::interval(RENEW_EVERY);
    renew.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut ticks = schedules();
    let mut is_ours = false;
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = renew.tick() => {
                let now_ours = held(&deps).await;
                if now_ours != is_ours {
                    tracing::info!(instance = %deps.instance, holds = now_ours, "the cron changed hands");
                }
                is_ours = now_ours;
                if is_ours && let Err(error) = rollups::advance(&deps).await {
                    tracing::warn!(%error, "the hourly counters stay behind until the next look");
                }
            }
            due = ticks.next() => if let Some(due) = due {
                if due == Due::Sweep && let Err(error) = look(&context).await {
                    tracing::warn!(%error, "nobody could be looked for");
                }
                // Held at this very moment: two processes never enqueue the same tick.
                if held(&deps).await {
                    enqueue(&deps, due).await;
                }
            } else {
                // A tick out of range ends the schedule: begin it again.
                tokio::time::sleep(Duration::from_secs(1)).await;
                ticks = schedules();
            },
        }
    }
    if let Err(error) = leadership::release(&deps, LEASE).await {
        tracing::debug!(%error, "the cron lease runs out by itself");
    }
    "cron"
}

async fn held(deps: &Deps) -> bool {
    leadership::hold(deps, LEASE).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the cron lease could not be asked for");
        false
    })
}

async fn enqueue(deps: &Deps, due: Due) {
    let (minute, half) = place(deps.clock.now());
    tracing::debug!(?due, minute, half, "the cron enqueues");
    match due {
        Due::Repair => {
            deps.push(Tick { minute, half }).await;
            if let Err(error) = due::deadlines(deps).await {
                tracing::warn!(%error, "overdue deadlines could not be looked for");
            }
        }
        Due::Sweep => deps.push(SweepHeartbeats { minute }).await,
    }
}

/// Minutes since the epoch, and which half of the minute.
fn place(now: Time) -> (i64, u8) {
    let seconds = now.timestamp();
    (seconds.div_euclid(60), u8::from(seconds.rem_euclid(60) >= 30))
}

fn schedules() -> Ticks {
    Box::pin(select(schedule(HALF_MINUTE, Due::Repair), schedule(MINUTE, Due::Sweep)))
}

fn schedule(text: &str, due: Due) -> Ticks {
    match Schedule::from_str(text) {
        Ok(schedule) => {
            let ticks = CronScheduler::new(schedule).into_stream();
            Box::pin(ticks.take_while(|tick| std::future::ready(tick.is_ok())).map(move |_| due))
        }
        Err(error) => {
            tracing::error!(%error, text, "a cron schedule cannot be read");
            Box::pin(futures_util::stream::pending())
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn both_schedules_can_be_read() {
        assert!(Schedule::from_str(HALF_MINUTE).is_ok());
        assert!(Schedule::from_str(MINUTE).is_ok());
    }

    #[test]
    fn a_tick_is_named_by_its_minute_and_half() {
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        assert_eq!(place(at(120)), (2, 0));
        assert_eq!(place(at(150)), (2, 1));
    }
}
