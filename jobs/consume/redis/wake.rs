//! When an idle worker looks again: at once after a push, and every second in case the news was lost.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use ::redis::Client;
use apalis::prelude::{PollSnapshot, PollStrategy};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::sync::Notify;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::attended::Attended;

/// How late a job may be whose wake-up was lost.
const LOOK: Duration = Duration::from_secs(1);

/// The poll strategy of one worker.
pub(super) struct Wake {
    arrivals: Arc<Notify>,
    next: BoxFuture<'static, ()>,
    look: Interval,
    attended: Attended,
}

impl Wake {
    pub(super) fn new(arrivals: Arc<Notify>, attended: Attended) -> Self {
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { next: next(&arrivals), arrivals, look, attended }
    }
}

fn next(arrivals: &Arc<Notify>) -> BoxFuture<'static, ()> {
    Arc::clone(arrivals).notified_owned().boxed()
}

impl PollStrategy for Wake {
    /// Polls both sources until they are pending: only then do they hold this waker, and nothing gets lost.
    fn poll_drive(&mut self, cx: &mut Context<'_>, _: &PollSnapshot) -> Poll<Option<()>> {
        let mut woken = false;
        while self.next.as_mut().poll(cx).is_ready() {
            self.next = next(&self.arrivals);
            self.attended.job_arrived();
            woken = true;
        }
        while Pin::new(&mut self.look).poll_tick(cx).is_ready() {
            woken = true;
        }
        if woken { Poll::Ready(Some(())) } else { Poll::Pending }
    }
}

/// Turn the wake-ups of a queue into `arrivals`, for ever.
pub(super) async fn listen(client: Client, queue: &'static str, arrivals: Arc<Notify>) {
    loop {
        match tokio::time::timeout(Duration::from_secs(2), client.get_async_pubsub()).await {
            Ok(Ok(mut pubsub)) => {
                if pubsub.subscribe(format!("{queue}:wake")).await.is_ok() {
                    arrivals.notify_one(); // for what came while nobody listened
                    let mut messages = pubsub.on_message();
                    while messages.next().await.is_some() {
                        arrivals.notify_one();
                    }
                }
                tracing::debug!(queue, "the wake-ups of a queue broke off");
            }
            Ok(Err(error)) => tracing::debug!(queue, %error, "no wake-ups for a queue"),
            Err(_) => tracing::debug!(queue, "no wake-ups for a queue: Redis does not answer"),
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
