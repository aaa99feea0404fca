//! When an idle worker looks again: at once after a push, and every second in case the news was lost.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use ::redis::Client;
use apalis::prelude::{PollSnapshot, PollStrategy};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::Notify;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::attended::Attended;
use crate::connection;

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

/// Turn the wake-ups of a queue into `arrivals`, for ever. A new subscription counts as one: nobody listened before.
pub(super) async fn listen(client: Client, queue: &'static str, arrivals: Arc<Notify>) {
    connection::listen(client, format!("{queue}:wake"), |_| arrivals.notify_one()).await;
}
