//! The channels that webhooks may be for, with their secrets open: cached for half a minute, and dropped as soon as a channel
//! changes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::channel::{ChannelStatus, ProviderKind};
use domain::id::{ChannelId, CompanyId};
use entities::{Channel, Reading, Store, StoreError, System};
use jobs::{Bus, Nudge};
use moka::future::Cache;
use providers::{Addresses, ChannelAccess, Credentials};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::channels;
use crate::state::ApiSettings;

const KEEP: Duration = Duration::from_secs(30);
const ENTRIES: u64 = 20_000;

/// The address of a channel that has none.
const NOWHERE: &str = "http://channel-without-address.invalid";

/// A channel that is not disabled.
pub(crate) struct Known {
    pub(crate) access: ChannelAccess,
    pub(crate) company_id: CompanyId,
    pub(crate) company_is_active: bool,
    pub(crate) waba_id: Option<String>,
    pub(crate) phone: Option<String>,
    /// The channel's own base address, as it was set.
    pub(crate) own_base_url: Option<String>,
    /// Its secrets could not be opened: nothing verifies, and nothing unsigned is taken either.
    pub(crate) is_sealed: bool,
}

/// How channels are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Ask {
    Id(ChannelId),
    Key(ProviderKind, String),
    Waba(String),
    All(ProviderKind),
}

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Channels {
    store: Store,
    settings: Arc<ApiSettings>,
    /// The first part of a key is the generation: whatever was asked for before a change is never found after it, even when
    /// its answer arrives late.
    cache: Cache<(u64, Ask), Arc<[Arc<Known>]>>,
    generation: Arc<AtomicU64>,
    _ends: Arc<DropGuard>,
}

impl Channels {
    /// Listens on the bus until the last clone is dropped. Must be called inside a runtime.
    pub(crate) fn start(store: Store, bus: &Bus, settings: Arc<ApiSettings>) -> Self {
        let ended = CancellationToken::new();
        let generation = Arc::new(AtomicU64::new(0));
        let (mut nudges, newest) = (bus.subscribe(), Arc::clone(&generation));
        tokio::spawn(ended.clone().run_until_cancelled_owned(async move {
            while let Some(nudge) = nudges.next().await {
                if matches!(nudge, Nudge::ChannelUpdated { .. } | Nudge::Missed) {
                    newest.fetch_add(1, Ordering::Release);
                }
            }
        }));
        let cache = Cache::builder().max_capacity(ENTRIES).time_to_live(KEEP).build();
        Self { store, settings, cache, generation, _ends: Arc::new(ended.drop_guard()) }
    }

    /// The channels, in the order of their making. Requests that ask the same at once share one read.
    pub(crate) async fn find(&self, ask: Ask) -> Result<Arc<[Arc<Known>]>, StoreError> {
        let key = (self.generation.load(Ordering::Acquire), ask.clone());
        match self.cache.get(&key).await {
            Some(known) => Ok(known),
            None => self.cache.try_get_with(key, self.load(ask)).await.map_err(|error: Arc<StoreError>| again(&error)),
        }
    }

    pub(crate) async fn by_id(&self, id: ChannelId) -> Result<Option<Arc<Known>>, StoreError> {
        Ok(self.find(Ask::Id(id)).await?.first().cloned())
    }

    async fn load(&self, ask: Ask) -> Result<Arc<[Arc<Known>]>, StoreError> {
        let system = self.store.system();
        let rows = match ask {
            Ask::Id(id) => {
                let found = system.channel(id).await?;
                found.into_iter().filter(|channel| channel.status.0 != ChannelStatus::Disabled).collect()
            }
            Ask::Key(provider, key) => system.channels_by_key(provider, &key).await?,
            Ask::Waba(waba) => system.channels_by_waba(&waba).await?,
            Ask::All(provider) => system.channels_of(provider).await?,
        };
        let mut known = Vec::with_capacity(rows.len());
        for row in rows {
            let company = self.store.company(row.company_id).find_company().await?;
            let is_active = company.is_some_and(|company| company.is_active);
            known.extend(Known::new(&system, &row, is_active, &self.settings).map(Arc::new));
        }
        Ok(known.into())
    }
}

impl Known {
    /// `None` when what was stored as the channel's address is none, which no request can bring about.
    pub(crate) fn new(
        system: &System<Reading>,
        row: &Channel,
        company_is_active: bool,
        settings: &ApiSettings,
    ) -> Option<Self> {
        let opened = credentials(system, row);
        if opened.is_none() {
            tracing::error!(channel_id = %row.id, "the secrets of channel {} cannot be opened: no webhook of it verifies", row.id);
        }
        // A webhook is verified without calling anybody, so a channel needs no address for it.
        let usual = channels::addresses(settings);
        let addresses = Addresses { waha: usual.waha.or(Some(NOWHERE)), ..usual };
        let is_sealed = opened.is_none();
        let access = channels::assemble(row, opened.unwrap_or_default(), addresses);
        Some(Self {
            is_sealed,
            access: access.inspect_err(|error| tracing::error!(channel_id = %row.id, "{error}")).ok()?,
            company_id: row.company_id,
            company_is_active,
            waba_id: row.waba_id.clone(),
            phone: row.phone.clone(),
            own_base_url: row.base_url.clone(),
        })
    }
}

/// The secrets of a channel; `None` when they cannot be opened or read.
fn credentials(system: &System<Reading>, row: &Channel) -> Option<Credentials> {
    serde_json::from_slice(&system.credentials(row).ok()?).ok()
}

/// A failure that several requests share, told to each of them.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Contended(error) => StoreError::Contended(error.clone()),
        StoreError::Unreachable(error) => StoreError::Unreachable(error.clone()),
        StoreError::Duplicate(what) => StoreError::Duplicate(what.clone()),
        StoreError::Invalid { what, source } => StoreError::Invalid { what: what.clone(), source: source.clone() },
    }
}
