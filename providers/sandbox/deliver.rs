//! Posting webhooks: sealed in the dialect's envelope, really signed, and again until they are answered 200.

use std::sync::Arc;
use std::time::Duration;

use domain::channel::ProviderKind;
use domain::id::{ChannelId, new_id};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};

use super::channel::SimChannel;
use super::control::DeliveryView;
use super::faults::{Forgery, draw};
use super::sign::{SANDBOX_SIGNATURE, hmac_sha256, hmac_sha512};
use super::simulator::Core;
use super::{meta, native, waha};

/// One element of a webhook, before its envelope.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    Meta(meta::Element),
    Waha { event: &'static str, payload: Value },
    Native(super::event::NativeBody),
}

/// In which order the webhooks of one call go out.
#[derive(Debug, Clone)]
pub(super) enum Order {
    /// After what was posted before in this lane.
    Lane(String),
    /// At once, after this long.
    Free(Duration),
}

/// A piece that waits for company.
pub(super) struct Batched {
    pub(super) channel: SimChannel,
    pub(super) piece: Piece,
    pub(super) message_id: Option<String>,
    pub(super) first: oneshot::Sender<()>,
}

/// A webhook ready to leave: equal bytes each time it is posted.
#[derive(Clone)]
pub(super) struct Sealed {
    url: String,
    headers: Vec<(&'static str, String)>,
    /// The headers of the first delivery when it is forged.
    forged: Option<(Vec<(&'static str, String)>, bool)>,
    body: Vec<u8>,
    message_id: Option<String>,
}

/// Webhooks that go out together.
pub(super) struct Job {
    channel: ChannelId,
    copies: Vec<Sealed>,
    first: Vec<oneshot::Sender<()>>,
}

impl Core {
    /// Post one piece. What is returned resolves when its first delivery was answered, or failed.
    pub(super) fn emit(
        self: &Arc<Self>,
        id: ChannelId,
        who: &str,
        text: &str,
        message_id: Option<&str>,
        piece: Piece,
        order: Order,
    ) -> oneshot::Receiver<()> {
        let (first, answered) = oneshot::channel();
        let planned = self.with(id, |line| {
            let batch = line.faults.fires("batch", |f| &mut f.batch, who, text);
            let reorder = line.faults.fires("reorder", |f| &mut f.reorder, who, text);
            let reorder = reorder.map(|fault| {
                let longest = fault.within_ms.unwrap_or(1500);
                line.next_delivery += 1;
                let part = draw(line.faults.faults.seed, "reorder-delay", who, line.next_delivery);
                Duration::from_millis(longest).mul_f64(part)
            });
            let duplicate = line.faults.fires("duplicateWebhook", |f| &mut f.duplicate_webhook, who, text);
            let wrong = line.faults.fires("wrongSignature", |f| &mut f.wrong_signature, who, text);
            (line.channel.clone(), batch, reorder, duplicate, wrong)
        });
        let Ok((channel, batch, reorder, duplicate, wrong)) = planned else { return answered };
        if channel.dialect == ProviderKind::Meta
            && let Some(home) = self.batch_home(&channel, batch.is_some())
        {
            let batched = Batched { channel, piece, message_id: message_id.map(str::to_owned), first };
            self.gather(home, batched);
            return answered;
        }
        let order = reorder.map_or(order, Order::Free);
        let forgery = wrong.map(|fault| (fault.kind, fault.forever));
        let sealed = self.seal(&channel, vec![(channel.clone(), piece.clone())], message_id, forgery);
        let copies = duplicate.as_ref().map_or(1, |fault| fault.k.max(2));
        let mut all = vec![sealed.clone()];
        for _ in 1..copies {
            let fresh = duplicate.as_ref().is_some_and(|fault| fault.new_delivery_id);
            all.push(if fresh {
                self.seal(&channel, vec![(channel.clone(), piece.clone())], message_id, forgery)
            } else {
                sealed.clone()
            });
        }
        self.dispatch(Job { channel: id, copies: all, first: vec![first] }, order);
        answered
    }

    /// Which channel's batch this piece travels in: its own, or that of a channel which names it.
    fn batch_home(&self, channel: &SimChannel, own: bool) -> Option<ChannelId> {
        if own {
            return Some(channel.id);
        }
        let lines = self.lines();
        let mut hosts = lines.values();
        let host = hosts.find(|line| {
            line.channel.dialect == ProviderKind::Meta
                && line.faults.faults.batch.as_ref().is_some_and(|batch| batch.other_channel == Some(channel.id))
        });
        host.map(|line| line.channel.id)
    }

    /// Put a piece into a batch; the batch leaves when it is full, or after a short while.
    fn gather(self: &Arc<Self>, home: ChannelId, batched: Batched) {
        let state = self.with(home, |line| {
            line.batch.push(batched);
            let n = line.faults.faults.batch.as_ref().map_or(2, |batch| batch.n.max(2));
            (line.batch.len(), n as usize)
        });
        let Ok((gathered, wanted)) = state else { return };
        if gathered >= wanted {
            self.leave(home);
        } else if gathered == 1 {
            let core = Arc::clone(self);
            self.spawn(home, async move {
                tokio::time::sleep(Duration::from_millis(250)).await;
                core.leave(home);
            });
        }
    }

    fn leave(self: &Arc<Self>, home: ChannelId) {
        let Ok((channel, batch)) = self.with(home, |line| (line.channel.clone(), std::mem::take(&mut line.batch)))
        else {
            return;
        };
        if batch.is_empty() {
            return;
        }
        let message_id = batch.first().and_then(|batched| batched.message_id.clone());
        let (pieces, first) = batch.into_iter().map(|one| ((one.channel, one.piece), one.first)).unzip();
        let sealed = self.seal(&channel, pieces, message_id.as_deref(), None);
        self.dispatch(Job { channel: home, copies: vec![sealed], first }, Order::Free(Duration::ZERO));
    }

    /// Close the envelope over pieces, sign it, and note that it is on its way.
    fn seal(
        &self,
        channel: &SimChannel,
        pieces: Vec<(SimChannel, Piece)>,
        message_id: Option<&str>,
        forgery: Option<(Forgery, bool)>,
    ) -> Sealed {
        let now = self.clock.now();
        let body = match channel.dialect {
            ProviderKind::Meta => meta::envelope(pieces),
            ProviderKind::Waha => waha::envelope(channel, pieces, now),
            ProviderKind::Sandbox => native::envelope(channel, pieces, now),
        };
        let mut fixed = vec![("content-type", "application/json".to_owned())];
        if channel.dialect == ProviderKind::Waha {
            fixed.push(("user-agent", format!("WAHA/{}", waha::VERSION)));
            fixed.push(("x-webhook-request-id", new_id().simple().to_string()));
            fixed.push(("x-webhook-timestamp", now.timestamp_millis().to_string()));
        }
        let secret = channel.signing_secret.as_deref();
        let right = [fixed.clone(), secret.map_or_else(Vec::new, |secret| signature(channel, secret, &body))].concat();
        let forged = forgery.map(|(kind, forever)| ([fixed, forged(channel, kind, &body)].concat(), forever));
        Sealed {
            url: channel.webhook_url.to_string(),
            headers: right,
            forged,
            body,
            message_id: message_id.map(str::to_owned),
        }
    }

    fn dispatch(self: &Arc<Self>, job: Job, order: Order) {
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
    pub(super) async fn post_bytes(&self, url: &str, headers: &[(&str, String)], body: Vec<u8>) -> Option<u16> {
        let mut request = self.client.post(url).timeout(self.config.webhook_timeout).body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.send().await.ok().map(|answer| answer.status().as_u16())
    }
}

/// The dialect's signature headers.
pub(super) fn signature(channel: &SimChannel, secret: &str, body: &[u8]) -> Vec<(&'static str, String)> {
    match channel.dialect {
        ProviderKind::Meta => vec![("x-hub-signature-256", format!("sha256={}", hmac_sha256(secret, body)))],
        ProviderKind::Waha => {
            vec![("x-webhook-hmac", hmac_sha512(secret, body)), ("x-webhook-hmac-algorithm", "sha512".to_owned())]
        }
        ProviderKind::Sandbox => vec![(SANDBOX_SIGNATURE, hmac_sha256(secret, body))],
    }
}

/// The same headers, wrong.
fn forged(channel: &SimChannel, kind: Forgery, body: &[u8]) -> Vec<(&'static str, String)> {
    let secret = channel.signing_secret.as_deref().unwrap_or_default();
    match kind {
        Forgery::Missing => Vec::new(),
        Forgery::OtherSecret => signature(channel, &format!("not {secret}"), body),
        Forgery::Truncated => {
            let mut headers = signature(channel, secret, body);
            if let Some((_, value)) = headers.first_mut() {
                value.truncate(value.len() / 2);
            }
            headers
        }
        Forgery::Reserialised => {
            let spaced = serde_json::from_slice::<Value>(body).and_then(|json| serde_json::to_vec_pretty(&json));
            signature(channel, secret, &spaced.unwrap_or_default())
        }
    }
}
