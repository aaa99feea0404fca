//! How fast a channel may send, and how fast to one person.

use std::time::Duration;

use domain::channel::ProviderKind;
use entities::{Channel, OutboxRow};
use jobs::{Bucket, Refused};

use crate::context::Context;

/// META: 45 at once to one person, then one in six seconds.
const PAIR: Bucket = Bucket { capacity: 45.0, per_second: 1.0 / 6.0 };

/// Who has to wait.
pub(super) enum Wait {
    Channel(Duration),
    Message(Duration),
}

/// Take the tokens of one send. Buckets that cannot be reached stop nobody.
pub(super) async fn take(context: &Context, channel: &Channel, row: &OutboxRow) -> Result<(), Wait> {
    let rate = &context.deps.rate;
    // The channel's first: a row that waits for its channel comes back often, and must not use up its pair's few tokens.
    let (key, bucket) = of_channel(context, channel);
    match rate.take(&key, &bucket, 1).await {
        Err(Refused::RetryAfter(wait)) => return Err(Wait::Channel(wait)),
        Err(Refused::Unreachable(error)) => {
            tracing::debug!(%error, "the rate buckets cannot be reached; the provider's own limit holds");
        }
        Ok(()) => {}
    }
    if channel.provider == ProviderKind::Meta {
        let key = format!("pair:{}:{}", row.channel_id, row.contact_id);
        if let Err(Refused::RetryAfter(wait)) = rate.take(&key, &PAIR, 1).await {
            return Err(Wait::Message(wait));
        }
    }
    Ok(())
}

/// META counts what customers write against the same rate.
pub(crate) async fn count_inbound(context: &Context, channel: &Channel) {
    if channel.provider != ProviderKind::Meta {
        return;
    }
    let (key, bucket) = of_channel(context, channel);
    if let Err(error) = context.deps.rate.spend(&key, &bucket, 1).await {
        tracing::debug!(%error, "a customer's message could not be counted");
    }
}

fn of_channel(context: &Context, channel: &Channel) -> (String, Bucket) {
    let per_second = f64::from(channel.max_per_second.max(1));
    // A channel that was told to slow down goes at half its speed for a minute.
    let per_second = if context.slowed.contains_key(&channel.id) { per_second / 2.0 } else { per_second };
    (format!("channel:{}", channel.id), Bucket { capacity: per_second.max(1.0), per_second })
}
