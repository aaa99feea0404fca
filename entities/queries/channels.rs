//! Channels. Secrets are sealed in `credentials_enc`; [`Channels::credentials`] opens them for the adapters.

use domain::channel::{ChannelStatus, NOBODY_NEW, ProviderKind};
use domain::clock::Time;
use domain::event::{Event, Room};
use domain::id::{ChannelId, CompanyId};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Set, TryInsertResult,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::channel;
use crate::{Channel, NewEvent, Text};

impl<M: Mode> System<M> {
    /// A channel by its id: webhook paths carry it before a company is known.
    pub async fn channel(&self, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        Ok(channel::Entity::find_by_id(id).one(&self.db()).await?)
    }

    /// Every channel that is not disabled and goes by this key at its provider: a session name may be used by several companies.
    pub async fn channels_by_key(
        &self,
        provider: ProviderKind,
        external_key: &str,
    ) -> Result<Vec<Channel>, StoreError> {
        self.channels_where(provider, channel::Column::ExternalKey.eq(external_key)).await
    }

    /// Every channel of a META business account.
    pub async fn channels_by_waba(&self, waba: &str) -> Result<Vec<Channel>, StoreError> {
        self.channels_where(ProviderKind::Meta, channel::Column::WabaId.eq(waba)).await
    }

    /// Every channel of a provider that is not disabled, for META's handshake on the shared path.
    pub async fn channels_of(&self, provider: ProviderKind) -> Result<Vec<Channel>, StoreError> {
        self.channels_where(provider, Expr::cust("1 = 1")).await
    }

    async fn channels_where(
        &self,
        provider: ProviderKind,
        condition: sea_orm::sea_query::SimpleExpr,
    ) -> Result<Vec<Channel>, StoreError> {
        let matching = channel::Entity::find()
            .filter(channel::Column::Provider.eq(Text(provider)))
            .filter(channel::Column::Status.ne(Text(ChannelStatus::Disabled)))
            .filter(condition)
            .order_by_asc(channel::Column::Id);
        Ok(matching.all(&self.db()).await?)
    }

    /// The secrets of a channel, as the JSON that was sealed.
    pub fn credentials(&self, channel: &Channel) -> Result<Vec<u8>, StoreError> {
        open(&self.cipher, channel)
    }
}

pub struct Channels<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn channels(&self) -> Channels<'_, M> {
        Channels(self)
    }
}

impl<M: Mode> Channels<'_, M> {
    fn all(&self) -> sea_orm::Select<channel::Entity> {
        channel::Entity::find().filter(channel::Column::CompanyId.eq(self.0.company))
    }

    /// All that there ever were: what they brought stays visible.
    pub async fn list(&self) -> Result<Vec<Channel>, StoreError> {
        Ok(self
            .all()
            .order_by_asc(channel::Column::CreatedAt)
            .order_by_asc(channel::Column::Id)
            .all(&self.0.db())
            .await?)
    }

    pub async fn find(&self, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        Ok(self.all().filter(channel::Column::Id.eq(id)).one(&self.0.db()).await?)
    }

    /// Those that were not taken away, the oldest first.
    pub async fn list_kept(&self) -> Result<Vec<Channel>, StoreError> {
        let mut rows = self.list().await?;
        rows.retain(Channel::is_kept);
        Ok(rows)
    }

    /// One that was not taken away.
    pub async fn find_kept(&self, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        Ok(self.find(id).await?.filter(Channel::is_kept))
    }

    /// The secrets of a channel, as the JSON that was sealed.
    pub fn credentials(&self, channel: &Channel) -> Result<Vec<u8>, StoreError> {
        open(&self.0.cipher, channel)
    }

    /// Seal secrets for the channel with this id.
    pub fn seal(&self, channel: ChannelId, credentials: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.0.cipher.seal(credentials, channel.as_bytes())
    }
}

impl Channels<'_, Writing> {
    pub async fn insert(&self, row: Channel) -> Result<Channel, StoreError> {
        Ok(row.into_active_model().reset_all().insert(&self.0.db()).await?)
    }

    /// Add a channel. `false` = the company has this number at this provider already.
    pub async fn add(&self, row: &Channel) -> Result<bool, StoreError> {
        let inserted = channel::Entity::insert(row.clone().into_active_model().reset_all())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
    }

    /// Lock a channel until this transaction ends, so that the row may be written as a whole.
    pub async fn lock(&self, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        Ok(self.all().filter(channel::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(&self.0.db()).await?)
    }

    /// The same for a channel that was not taken away.
    pub async fn lock_kept(&self, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        Ok(self.lock(id).await?.filter(Channel::is_kept))
    }

    /// Log that a channel changed, as it is now, for supervisors.
    pub async fn announce(&self, id: ChannelId, now: Time) -> Result<(), StoreError> {
        let row = self.find(id).await?.ok_or_else(|| StoreError::invalid("a channel that is not there has changed"))?;
        let event = Event::ChannelUpdated { id, channel: Box::new(row.view()) };
        let audience = vec![Room::Supervisors(self.0.company)];
        self.0.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], now).await
    }

    /// Take the default's mark from whichever channel has it.
    pub async fn clear_default(&self, now: Time) -> Result<(), StoreError> {
        channel::Entity::update_many()
            .col_expr(channel::Column::IsDefault, Expr::value(false))
            .col_expr(channel::Column::Version, Expr::col(channel::Column::Version).add(1))
            .col_expr(channel::Column::UpdatedAt, Expr::value(now))
            .filter(channel::Column::CompanyId.eq(self.0.company))
            .filter(channel::Column::IsDefault.eq(true))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// Write a channel that was read in this transaction; its version moves on.
    pub async fn save(&self, row: Channel, now: Time) -> Result<Channel, StoreError> {
        let version = row.version + 1;
        let mut row = row.into_active_model().reset_all();
        row.version = Set(version);
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }

    /// Move a channel between working and not, whoever was first. `false` = it was not in `from` any more.
    pub async fn set_status(
        &self,
        id: ChannelId,
        from: &[ChannelStatus],
        to: ChannelStatus,
        reason: Option<&str>,
        now: Time,
    ) -> Result<bool, StoreError> {
        let moved = channel::Entity::update_many()
            .col_expr(channel::Column::Status, Expr::value(Text(to)))
            .col_expr(channel::Column::StatusReason, Expr::value(reason.map(str::to_owned)))
            .col_expr(channel::Column::Version, Expr::col(channel::Column::Version).add(1))
            .col_expr(channel::Column::UpdatedAt, Expr::value(now))
            .filter(channel::Column::CompanyId.eq(self.0.company))
            .filter(channel::Column::Id.eq(id))
            .filter(channel::Column::Status.is_in(from.iter().map(|status| Text(*status))));
        Ok(moved.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// Hold every send of a channel until `at`; `None` opens the gate.
    pub async fn send_after(&self, id: ChannelId, at: Option<Time>) -> Result<(), StoreError> {
        channel::Entity::update_many()
            .col_expr(channel::Column::SendAfter, Expr::value(at))
            .filter(channel::Column::CompanyId.eq(self.0.company))
            .filter(channel::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// Take the one send that a failing channel is allowed each 30 s. `false` = it is taken.
    pub async fn take_half_open(&self, id: ChannelId, until: Time, now: Time) -> Result<bool, StoreError> {
        let free = channel::Column::SendAfter.is_null().or(channel::Column::SendAfter.lte(now));
        let taken = channel::Entity::update_many()
            .col_expr(channel::Column::SendAfter, Expr::value(Some(until)))
            .filter(channel::Column::CompanyId.eq(self.0.company))
            .filter(channel::Column::Id.eq(id))
            .filter(channel::Column::Status.eq(Text(ChannelStatus::Degraded)))
            .filter(free);
        Ok(taken.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// A webhook came, or a message went: written at most every 30 s per process, without touching the version.
    pub async fn saw_traffic(&self, id: ChannelId, inbound: bool, now: Time) -> Result<(), StoreError> {
        let column = if inbound { channel::Column::LastEventAt } else { channel::Column::LastSentAt };
        channel::Entity::update_many()
            .col_expr(column, Expr::value(Some(now)))
            .filter(channel::Column::CompanyId.eq(self.0.company))
            .filter(channel::Column::Id.eq(id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }
}

fn open(cipher: &crate::cipher::Cipher, channel: &Channel) -> Result<Vec<u8>, StoreError> {
    cipher.open(&channel.credentials_enc, channel.id.as_bytes())
}

impl Channel {
    /// `false` = somebody took it away; it is kept for what it brought.
    pub fn is_kept(&self) -> bool {
        self.status != ChannelStatus::Disabled
    }

    /// Its provider lets it write only to whom it knows.
    pub fn takes_nobody_new(&self) -> bool {
        self.status == ChannelStatus::Degraded && self.status_reason.as_deref() == Some(NOBODY_NEW)
    }

    /// A new channel with the defaults of SPEC 2: PENDING, nothing known of its provider but the key.
    pub fn new(id: ChannelId, company: CompanyId, provider: ProviderKind, external_key: String, now: Time) -> Self {
        let max_per_second = match provider {
            ProviderKind::Meta => 80,
            ProviderKind::Waha => 5,
            ProviderKind::Sandbox => 1000,
        };
        Self {
            id,
            company_id: company,
            name: "WhatsApp".to_owned(),
            provider: Text(provider),
            external_key,
            phone: None,
            base_url: None,
            api_version: None,
            waba_id: None,
            credentials_enc: Vec::new(),
            insecure_webhook: false,
            status: Text(ChannelStatus::Pending),
            status_reason: None,
            engine: None,
            send_after: None,
            last_event_at: None,
            last_sent_at: None,
            next_poll_at: None,
            polled_to: None,
            nudged_at: None,
            quality: None,
            messaging_limit: None,
            next_sync_at: None,
            is_default: false,
            max_per_second,
            settings: serde_json::Value::Object(serde_json::Map::new()),
            version: 0,
            created_at: now,
            updated_at: now,
        }
    }
}
