//! Endpoints of integrators and what is on its way to them, as people see and change them. The sender's part is in `webhook_deliveries`.

use chrono::Duration;
use domain::clock::Time;
use domain::id::CompanyId;
use domain::seq::Seq;
use domain::webhook::{DeliveryState, EndpointStatus};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, Set,
};
use uuid::Uuid;

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{event, webhook_delivery, webhook_endpoint};
use crate::{Text, WebhookDelivery, WebhookEndpoint};

/// After a rotation the secret before is signed with as well, for so long.
const BOTH: Duration = Duration::hours(24);

pub struct Webhooks<'a, M>(pub(crate) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn webhooks(&self) -> Webhooks<'_, M> {
        Webhooks(self)
    }
}

impl<M: Mode> Webhooks<'_, M> {
    pub(super) fn all(&self) -> Select<webhook_endpoint::Entity> {
        webhook_endpoint::Entity::find().filter(webhook_endpoint::Column::CompanyId.eq(self.0.company))
    }

    pub(super) fn rows(&self) -> Select<webhook_delivery::Entity> {
        webhook_delivery::Entity::find().filter(webhook_delivery::Column::CompanyId.eq(self.0.company))
    }

    /// The oldest first.
    pub async fn list(&self, limit: u64) -> Result<Vec<WebhookEndpoint>, StoreError> {
        Ok(self.all().order_by_asc(webhook_endpoint::Column::Id).limit(limit).all(&self.0.db()).await?)
    }

    pub async fn find(&self, id: Uuid) -> Result<Option<WebhookEndpoint>, StoreError> {
        Ok(self.all().filter(webhook_endpoint::Column::Id.eq(id)).one(&self.0.db()).await?)
    }

    /// What is or was on its way to an endpoint, the newest event first; `before` is the last of the page before.
    pub async fn deliveries(
        &self,
        endpoint: Uuid,
        state: Option<DeliveryState>,
        before: Option<&str>,
        limit: u64,
    ) -> Result<Vec<WebhookDelivery>, StoreError> {
        use webhook_delivery::Column;

        let mut rows = self.rows().filter(Column::EndpointId.eq(endpoint));
        if let Some(state) = state {
            rows = rows.filter(Column::State.eq(Text(state)));
        }
        if let Some(before) = before {
            rows = rows.filter(Column::EventSeq.lt(before));
        }
        Ok(rows.order_by_desc(Column::EventSeq).limit(limit).all(&self.0.db()).await?)
    }

    /// Encrypt a signing key for an endpoint.
    pub fn seal(&self, endpoint: Uuid, key: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.0.cipher.seal(key, endpoint.as_bytes())
    }

    /// The keys to sign with now: the present one, and for a day after a rotation the one before.
    pub fn keys(&self, endpoint: &WebhookEndpoint, now: Time) -> Result<Vec<Vec<u8>>, StoreError> {
        let open = |sealed: &[u8]| self.0.cipher.open(sealed, endpoint.id.as_bytes());
        let mut keys = vec![open(&endpoint.secret_enc)?];
        let previous = endpoint.previous_secret_enc.as_ref();
        if let Some(previous) = previous.filter(|_| endpoint.previous_until.is_some_and(|until| until > now)) {
            keys.push(open(previous)?);
        }
        Ok(keys)
    }

    /// The earliest place of an event that occurred at `since` or later.
    pub async fn first_event_since(&self, since: Time) -> Result<Option<Seq>, StoreError> {
        use event::Column;

        let first = event::Entity::find()
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::OccurredAt.gte(since))
            .order_by_asc(Column::OccurredAt)
            .order_by_asc(Column::Id)
            .one(&self.0.db())
            .await?;
        Ok(first.map(|event| Seq { epoch: event.epoch, tx: event.tx, id: event.id }))
    }
}

impl Webhooks<'_, Writing> {
    pub async fn insert(&self, row: WebhookEndpoint) -> Result<(), StoreError> {
        let row = WebhookEndpoint { company_id: self.0.company, ..row };
        webhook_endpoint::Entity::insert(row.into_active_model().reset_all())
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(())
    }

    /// Lock an endpoint until this transaction ends, so that the row may be written as a whole.
    pub async fn lock(&self, id: Uuid) -> Result<Option<WebhookEndpoint>, StoreError> {
        let row = self.all().filter(webhook_endpoint::Column::Id.eq(id)).lock(LockType::NoKeyUpdate);
        Ok(row.one(&self.0.db()).await?)
    }

    /// Write an endpoint that this transaction has locked; its version moves on.
    pub async fn save(&self, row: WebhookEndpoint, now: Time) -> Result<WebhookEndpoint, StoreError> {
        let version = row.version + 1;
        let mut row = row.into_active_model().reset_all();
        row.version = Set(version);
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }

    /// Remove an endpoint with its deliveries. `false` = there is none.
    pub async fn delete(&self, id: Uuid) -> Result<bool, StoreError> {
        let gone = webhook_endpoint::Entity::delete_many()
            .filter(webhook_endpoint::Column::CompanyId.eq(self.0.company))
            .filter(webhook_endpoint::Column::Id.eq(id));
        Ok(gone.exec(&self.0.db()).await?.rows_affected == 1)
    }

    /// Forget what was made of every event after `place`, so that it is all sent again. The caller has locked the endpoint and saves
    /// it.
    pub async fn rewind(&self, endpoint: &mut WebhookEndpoint, place: Seq) -> Result<(), StoreError> {
        let place = place.to_string();
        webhook_delivery::Entity::delete_many()
            .filter(webhook_delivery::Column::CompanyId.eq(self.0.company))
            .filter(webhook_delivery::Column::EndpointId.eq(endpoint.id))
            .filter(webhook_delivery::Column::EventSeq.gt(place.as_str()))
            .exec(&self.0.db())
            .await?;
        if place < endpoint.cursor {
            endpoint.cursor = place;
        }
        endpoint.fence();
        Ok(())
    }
}

impl WebhookEndpoint {
    /// A new endpoint, which hears of what happens after `cursor`.
    pub fn new(id: Uuid, company: CompanyId, url: String, secret_enc: Vec<u8>, cursor: Seq, now: Time) -> Self {
        Self {
            id,
            company_id: company,
            url,
            secret_enc,
            previous_secret_enc: None,
            previous_until: None,
            event_filter: serde_json::json!(["*"]),
            cursor: cursor.to_string(),
            status: Text(EndpointStatus::Active),
            failing_since: None,
            next_at: None,
            nudged_at: None,
            lease_until: None,
            lease_token: 0,
            description: None,
            version: 0,
            created_at: now,
            updated_at: now,
        }
    }

    /// The names of the events that it wants; `*` = all.
    pub fn filter(&self) -> Vec<String> {
        serde_json::from_value(self.event_filter.clone()).unwrap_or_default()
    }

    /// Sign with another key from now on, and with both for a day.
    pub fn rotate(&mut self, secret_enc: Vec<u8>, now: Time) {
        self.previous_secret_enc = Some(std::mem::replace(&mut self.secret_enc, secret_enc));
        self.previous_until = Some(now + BOTH);
        self.fence();
    }

    /// Work again as if nothing had failed.
    pub fn resume(&mut self) {
        self.status = Text(EndpointStatus::Active);
        self.failing_since = None;
        self.next_at = None;
        self.fence();
    }

    /// Whoever is sending by an older state of this row must not write any more.
    pub fn fence(&mut self) {
        self.lease_token += 1;
        self.lease_until = None;
        self.nudged_at = None;
    }
}
