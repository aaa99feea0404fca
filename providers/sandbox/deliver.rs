//! Webhooks in the making: gathered, sealed in the dialect's envelope and really signed, each fault in its place.

mod post;
mod signature;

use std::sync::Arc;
use std::time::Duration;

use domain::channel::ProviderKind;
use domain::id::{ChannelId, new_id};
use serde_json::Value;
use tokio::sync::oneshot;

use self::signature::forged;
pub(super) use self::signature::signature;
use super::channel::SimChannel;
use super::faults::{Forgery, draw};
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
            if line.faults.fires("loseWebhook", |f| &mut f.lose_webhook, who, text).is_some() {
                return None;
            }
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
            Some((line.channel.clone(), batch, reorder, duplicate, wrong))
        });
        let Ok(Some((channel, batch, reorder, duplicate, wrong))) = planned else { return answered };
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
}
