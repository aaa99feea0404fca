//! Channels with their secrets opened, kept for a moment: a webhook burst must not decrypt them for each event.

use std::sync::Arc;
use std::time::Duration;

use domain::channel::ChannelSettings;
use domain::id::{ChannelId, CompanyId};
use entities::{Channel, Store, StoreError};
use jobs::Nudge;
use moka::sync::Cache;
use providers::{Addresses, ChannelAccess, ChannelFields, Credentials};
use tokio_util::sync::CancellationToken;

use crate::deps::{Deps, Endpoints};

/// A channel as its row was up to 30 s ago. What may not be old (status, gate) is read anew.
pub(crate) struct Known {
    pub(crate) row: Channel,
    pub(crate) access: ChannelAccess,
}

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Channels {
    known: Cache<ChannelId, Arc<Known>>,
    /// Whether a channel's server draws message ids.
    pub(crate) draws_ids: Cache<ChannelId, bool>,
}

impl Default for Channels {
    fn default() -> Self {
        let kept = Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(30));
        let drawn = Cache::builder().max_capacity(10_000).time_to_live(Duration::from_hours(1));
        Self { known: kept.build(), draws_ids: drawn.build() }
    }
}

impl Channels {
    /// The channel, or an error that nobody can mend by trying again when it is gone or its secrets are unreadable.
    pub(crate) async fn get(
        &self,
        store: &Store,
        endpoints: &Endpoints,
        company: CompanyId,
        id: ChannelId,
    ) -> Result<Arc<Known>, StoreError> {
        if let Some(known) = self.known.get(&id).filter(|known| known.row.company_id == company) {
            return Ok(known);
        }
        let scope = store.company(company);
        let row = scope.channels().find(id).await?.ok_or_else(|| StoreError::invalid("the channel does not exist"))?;
        let secrets = scope.channels().credentials(&row)?;
        let access = access(&row, &secrets, endpoints)?;
        let known = Arc::new(Known { row, access });
        self.known.insert(id, Arc::clone(&known));
        Ok(known)
    }

    fn forget(&self, id: ChannelId) {
        self.known.invalidate(&id);
        self.draws_ids.invalidate(&id);
    }

    /// Drop what changed, until `stop`.
    pub(crate) async fn listen(self, deps: Deps, stop: CancellationToken) {
        let mut nudges = deps.bus.subscribe();
        while let Some(Some(nudge)) = stop.run_until_cancelled(nudges.next()).await {
            match nudge {
                Nudge::ChannelUpdated { id } => self.forget(id),
                Nudge::Missed => {
                    self.known.invalidate_all();
                    self.draws_ids.invalidate_all();
                }
                _ => {}
            }
        }
    }
}

fn access(row: &Channel, secrets: &[u8], endpoints: &Endpoints) -> Result<ChannelAccess, StoreError> {
    let credentials: Credentials =
        serde_json::from_slice(secrets).map_err(|_| StoreError::invalid("the channel's secrets have another shape"))?;
    let fields = ChannelFields {
        id: row.id,
        provider: row.provider.0,
        external_key: &row.external_key,
        base_url: row.base_url.as_deref(),
        api_version: row.api_version.as_deref(),
        engine: row.engine.as_deref(),
        insecure_webhook: row.insecure_webhook,
    };
    let addresses = Addresses {
        meta: endpoints.meta.as_str(),
        waha: endpoints.waha.as_ref().map(url::Url::as_str),
        sandbox: endpoints.sandbox.as_str(),
    };
    ChannelAccess::assemble(fields, credentials, settings(row), addresses)
        .map_err(|error| StoreError::invalid(error.to_string()))
}

pub(crate) fn settings(row: &Channel) -> ChannelSettings {
    serde_json::from_value(row.settings.clone()).unwrap_or_default()
}
