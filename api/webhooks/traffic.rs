//! What the receiver notes beside its rows: when a channel was last heard of, and how many webhooks were for nobody.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::Duration;
use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId};
use entities::StoreError;

use crate::state::AppState;

const EVERY: Duration = Duration::seconds(30);
const WARN_EVERY: Duration = Duration::minutes(1);

/// Writes `last_event_at`, at most every 30 s for each channel.
#[derive(Default)]
pub(super) struct Traffic {
    noted: Mutex<HashMap<ChannelId, Time>>,
}

impl Traffic {
    /// A webhook of this channel was stored. Never delays the answer.
    pub(super) fn saw(&self, state: &AppState, company: CompanyId, channel: ChannelId) {
        let now = state.clock.now();
        if !self.is_due(channel, now) {
            return;
        }
        let store = state.webhook_store.clone();
        tokio::spawn(async move {
            let note = async {
                let scope = store.begin(company).await?;
                scope.channels().saw_traffic(channel, true, now).await?;
                scope.commit().await
            };
            if let Err(error) = note.await as Result<(), StoreError> {
                tracing::debug!(channel_id = %channel, %error, "the time of a webhook was not noted");
            }
        });
    }

    fn is_due(&self, channel: ChannelId, now: Time) -> bool {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        match noted.get(&channel) {
            Some(last) if now < *last + EVERY => false,
            _ => {
                noted.insert(channel, now);
                true
            }
        }
    }
}

/// Counts webhooks of sessions and numbers that are nobody's, and warns about them once a minute.
#[derive(Default)]
pub(super) struct Strangers {
    seen: Mutex<HashMap<ProviderKind, Seen>>,
}

#[derive(Default)]
struct Seen {
    count: u64,
    warned_at: Option<Time>,
}

impl Strangers {
    pub(super) fn saw(&self, provider: ProviderKind, now: Time) {
        if let Some(count) = self.due(provider, now) {
            tracing::warn!(?provider, count, "webhooks came for a session or number that no channel has");
        }
    }

    /// How many came since the last warning, when it is time for one.
    fn due(&self, provider: ProviderKind, now: Time) -> Option<u64> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.entry(provider).or_default();
        seen.count += 1;
        if seen.warned_at.is_some_and(|at| now < at + WARN_EVERY) {
            return None;
        }
        seen.warned_at = Some(now);
        Some(std::mem::take(&mut seen.count))
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::Clock;
    use domain::id::new_id;

    use super::*;

    #[test]
    fn a_channel_is_noted_every_half_minute() {
        let (traffic, channel, now) = (Traffic::default(), new_id(), Clock::system().now());
        let due = |seconds| traffic.is_due(channel, now + Duration::seconds(seconds));
        assert_eq!([0, 1, 29, 30, 31].map(due), [true, false, false, true, false]);
        assert!(traffic.is_due(new_id(), now), "each channel has its own half minute");
    }

    #[test]
    fn strangers_are_warned_of_once_a_minute_with_their_number() {
        let (strangers, now) = (Strangers::default(), Clock::system().now());
        let due = |seconds| strangers.due(ProviderKind::Waha, now + Duration::seconds(seconds));
        assert_eq!([0, 10, 59, 60].map(due), [Some(1), None, None, Some(3)]);
    }
}
