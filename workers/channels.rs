//! Channels with their secrets opened, kept for a moment: a webhook burst must not decrypt them for each event.

use std::sync::Arc;
use std::time::Duration;

use domain::channel::{ChannelSettings, ProviderKind};
use domain::id::{ChannelId, CompanyId};
use entities::{Channel, Store, StoreError};
use jobs::Nudge;
use moka::sync::Cache;
use providers::{ChannelAccess, Credentials};
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
    let own = row.base_url.as_deref().map(str::parse).transpose();
    let own = own.map_err(|_| StoreError::invalid("the channel's base_url is no URL"))?;
    let fallback = || match row.provider.0 {
        ProviderKind::Meta => Some(endpoints.meta.clone()),
        ProviderKind::Waha => endpoints.waha.clone(),
        ProviderKind::Sandbox => Some(endpoints.sandbox.clone()),
    };
    let base_url = own.or_else(fallback).ok_or_else(|| StoreError::invalid("the channel has no base_url"))?;
    Ok(ChannelAccess {
        id: row.id,
        provider: row.provider.0,
        external_key: row.external_key.clone(),
        base_url,
        api_version: row.api_version.clone(),
        engine: row.engine.clone(),
        credentials,
        settings: settings(row),
        insecure_webhook: row.insecure_webhook,
    })
}

pub(crate) fn settings(row: &Channel) -> ChannelSettings {
    serde_json::from_value(row.settings.clone()).unwrap_or_default()
}
