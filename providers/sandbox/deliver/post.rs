//! Sealed webhooks on their way: in their lanes or free, and again until they are answered 200.

use std::sync::Arc;

use domain::id::ChannelId;
use tokio::sync::{mpsc, oneshot};

use super::super::control::DeliveryView;
use super::super::simulator::Core;
use super::{Job, Order, Sealed};

impl Core {
    pub(super) fn dispatch(self: &Arc<Self>, job: Job, order: Order) {
        let (id, copies) = (job.channel, job.copies.len() as u64);
        if self.with(id, |line| line.pending += copies).is_err() {
            return;
        }
        match order {
            Order::Free(delay) => {
                let core = Arc::clone(self);
                self.spawn(id, async move {
                    tokio::time::sleep(delay).await;
                    core.deliver(job).await;
                });
            }
            Order::Lane(lane) => {
                let Ok(sender) = self.with(id, |line| line.lanes.get(&lane).cloned()) else { return };
                let sender = sender.unwrap_or_else(|| self.open_lane(id, lane));
                // A closed lane belongs to a line that was reset: its webhooks are gone with it.
                let _ = sender.send(job);
            }
        }
    }

    /// A lane lives as long as its line.
    fn open_lane(self: &Arc<Self>, id: ChannelId, lane: String) -> mpsc::UnboundedSender<Job> {
        let (sender, mut jobs) = mpsc::unbounded_channel::<Job>();
        let kept = self.with(id, |line| line.lanes.entry(lane).or_insert_with(|| sender.clone()).clone());
        let kept = kept.unwrap_or_else(|_| sender.clone());
        if kept.same_channel(&sender) {
            let core = Arc::clone(self);
            self.spawn(id, async move {
                while let Some(job) = jobs.recv().await {
                    core.deliver(job).await;
                }
            });
        }
        kept
    }

    /// Make the first deliveries of a job, side by side, and leave the repetitions to tasks of their own.
    async fn deliver(self: &Arc<Self>, job: Job) {
        let id = job.channel;
        let mut running = Vec::new();
        for sealed in job.copies {
            let core = Arc::clone(self);
            let (done, first) = oneshot::channel();
            self.spawn(id, async move { core.post_until_answered(id, sealed, done).await });
            running.push(first);
        }
        for first in running {
            let _ = first.await;
        }
        for first in job.first {
            let _ = first.send(());
        }
    }

    async fn post_until_answered(&self, id: ChannelId, sealed: Sealed, first: oneshot::Sender<()>) {
        let delivery = self.with(id, |line| {
            let delivery = line.deliveries.back().map_or(1, |last| last.id + 1);
            line.record(DeliveryView {
                id: delivery,
                message_id: sealed.message_id.clone(),
                attempts: 0,
                last_status: None,
                answered: false,
            });
            delivery
        });
        let Ok(delivery) = delivery else { return };
        let mut first = Some(first);
        for attempt in 0..=self.config.retries {
            if attempt > 0 {
                tokio::time::sleep(self.config.retry_delay).await;
            }
            let status = self.post(&sealed, attempt).await;
            let answered = status == Some(200);
            let _ = self.with(id, |line| {
                if let Some(view) = line.delivery(delivery) {
                    view.attempts += 1;
                    view.last_status = status;
                    view.answered = answered;
                }
            });
            if let Some(first) = first.take() {
                let _ = first.send(());
            }
            if answered {
                break;
            }
        }
        let _ = self.with(id, |line| line.pending = line.pending.saturating_sub(1));
    }

    async fn post(&self, sealed: &Sealed, attempt: u32) -> Option<u16> {
        let headers = match &sealed.forged {
            Some((headers, forever)) if attempt == 0 || *forever => headers,
            _ => &sealed.headers,
        };
        self.post_bytes(&sealed.url, headers, sealed.body.clone()).await
    }

    /// Post bytes as they are; the status of the answer, if any came.
    pub(in super::super) async fn post_bytes(
        &self,
        url: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> Option<u16> {
        let mut request = self.client.post(url).timeout(self.config.webhook_timeout).body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.send().await.ok().map(|answer| answer.status().as_u16())
    }
}
