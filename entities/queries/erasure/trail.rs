//! Where traces of a person are that no column leads to: what providers posted, and jobs that were given up.

use std::collections::{HashMap, HashSet};

use domain::channel::InboxState;
use domain::clock::Time;
use domain::id::ChannelId;
use domain::identity::IdentityKind;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Erasure, nothing};
use crate::error::StoreError;
use crate::queries::inbox::Inbox;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{contact, dead_job, inbox_event, lane};
use crate::{Lane, Text};

/// Under this name a contact that is being erased keeps its [`Trail`]: its addresses are gone by then, and a process that goes on with
/// the erasure needs them.
pub(super) const TRAIL: &str = "erasing";

/// Where traces of a person may still be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trail {
    /// As providers write their addresses.
    pub(super) names: Vec<String>,
    /// The newest event of the inbox when it began: whoever comes later is somebody new.
    pub(super) up_to: i64,
}

impl Erasure<'_, Writing> {
    async fn trail(&self) -> Result<Trail, StoreError> {
        let kept = contact::Entity::find_by_id(self.contact)
            .select_only()
            .column(contact::Column::Attributes)
            .filter(contact::Column::CompanyId.eq(self.scope.company))
            .into_tuple::<Value>();
        let mut kept = kept.one(&self.scope.db()).await?.unwrap_or_default();
        Ok(serde_json::from_value(kept[TRAIL].take()).unwrap_or_default())
    }

    /// What providers posted, among the `span` events after `from`: the bodies go, the rows stay for the sake of second copies. `None`
    /// in place of the next place = it was the last.
    pub async fn inbox(&self, from: i64, span: i64, now: Time) -> Result<(u64, Option<i64>), StoreError> {
        use inbox_event::Column;

        let db = self.scope.db();
        let trail = self.trail().await?;
        let to = Ord::min(trail.up_to, from.saturating_add(span));
        let named = |name: &String| {
            let like = format!("%{name}%");
            Condition::any().add(Column::LaneKey.like(like.clone())).add(Column::ExternalId.like(like))
        };
        let own = trail.names.iter().map(named).fold(Condition::any(), Condition::add);
        let rows = inbox_event::Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::ExternalId)
            .filter(Column::CompanyId.eq(self.scope.company))
            .filter(Column::Id.gt(from))
            .filter(Column::Id.lte(to))
            .filter(own.add(Column::MessageId.in_subquery(self.messages())))
            .filter(Expr::cust("external_id NOT LIKE 'erased:%'"))
            .into_tuple::<(i64, String)>();
        let rows = rows.all(&db).await?;
        let count = rows.len() as u64;
        for (id, external_id) in rows {
            inbox_event::Entity::update_many()
                .col_expr(Column::ExternalId, Expr::value(veiled(&external_id)))
                .col_expr(Column::LaneKey, Expr::value(Option::<String>::None))
                .col_expr(Column::Body, Expr::value(Vec::<u8>::new()))
                .col_expr(Column::State, Expr::value(Text(InboxState::Done)))
                .col_expr(Column::Error, Expr::value(Option::<String>::None))
                .col_expr(Column::UpdatedAt, Expr::value(now))
                .filter(Column::CompanyId.eq(self.scope.company))
                .filter(Column::Id.eq(id))
                .exec(&db)
                .await?;
        }
        Ok((count, (to < trail.up_to).then_some(to)))
    }

    /// Jobs that were given up over this person, among the next `span` after `from`: nobody can try them again. `None` in place of the
    /// next place = it was the last.
    pub async fn dead_jobs(&self, from: Uuid, span: u64, now: Time) -> Result<(u64, Option<Uuid>), StoreError> {
        use dead_job::Column;

        let db = self.scope.db();
        let page = dead_job::Entity::find()
            .filter(Column::CompanyId.eq(self.scope.company))
            .filter(Column::Id.gt(from))
            .order_by_asc(Column::Id)
            .limit(span)
            .all(&db)
            .await?;
        let Some(last) = page.last().map(|job| job.id) else { return Ok((0, None)) };
        let (names, about) = (self.trail().await?.names, self.about().await?);
        let own = |job: &dead_job::Model| {
            let all = format!("{} {} {}", job.key, job.payload, job.last_error);
            names.iter().chain(&about).any(|name| all.contains(name.as_str()))
        };
        let ids: Vec<_> = page.iter().filter(|job| own(job)).map(|job| job.id).collect();
        let blank = dead_job::Entity::update_many()
            .col_expr(Column::Payload, Expr::value(nothing()))
            .col_expr(Column::Key, Expr::value(""))
            .col_expr(Column::LastError, Expr::value(""))
            .col_expr(Column::ResolvedAt, Expr::value(now))
            .col_expr(Column::Resolution, Expr::value("erased"))
            .col_expr(Column::UpdatedAt, Expr::value(now))
            .filter(Column::Id.is_in(ids));
        Ok((blank.exec(&db).await?.rows_affected, Some(last)))
    }
}

/// In place of a provider's id that names its sender: a second copy is still known by it.
fn veiled(external_id: &str) -> String {
    format!("erased:{}", hex::encode(Sha256::digest(external_id)))
}

impl<M: Mode> Scope<M> {
    /// Those of these ids under which an event came before of somebody who was erased since.
    pub async fn of_erased<'a>(
        &self,
        channel: ChannelId,
        external_ids: impl IntoIterator<Item = &'a str>,
    ) -> Result<HashSet<&'a str>, StoreError> {
        let by_veil: HashMap<String, &str> = external_ids.into_iter().map(|id| (veiled(id), id)).collect();
        if by_veil.is_empty() {
            return Ok(HashSet::new());
        }
        let known = inbox_event::Entity::find()
            .select_only()
            .column(inbox_event::Column::ExternalId)
            .filter(inbox_event::Column::CompanyId.eq(self.company))
            .filter(inbox_event::Column::ChannelId.eq(channel))
            .filter(inbox_event::Column::ExternalId.is_in(by_veil.keys()))
            .into_tuple::<String>();
        let known = known.all(&self.db()).await?;
        Ok(known.iter().filter_map(|veil| by_veil.get(veil).copied()).collect())
    }
}

impl Inbox<'_, Writing> {
    /// Second copies of what an erased person wrote, or of news about it: their rows go, because the first one's is known by its digest
    /// and these name the person.
    pub async fn forget(&self, events: &[i64]) -> Result<(), StoreError> {
        if events.is_empty() {
            return Ok(());
        }
        inbox_event::Entity::delete_many()
            .filter(inbox_event::Column::CompanyId.eq(self.0.company))
            .filter(inbox_event::Column::Id.is_in(events.iter().copied()))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// The lane of an erased person goes as well, if nobody bumped it since `bumps` was read. `false` = there is more in it.
    pub async fn forget_lane(&self, lane: &Lane, bumps: i32) -> Result<bool, StoreError> {
        let gone = lane::Entity::delete_many()
            .filter(lane::Column::CompanyId.eq(self.0.company))
            .filter(lane::Column::Key.eq(lane.key.as_str()))
            .filter(lane::Column::LeaseToken.eq(lane.lease_token))
            .filter(lane::Column::Bumps.eq(bumps));
        Ok(gone.exec(&self.0.db()).await?.rows_affected == 1)
    }
}

/// As providers write an address in the names of lanes and events: a phone by its digits, with and without what was made of it.
pub(super) fn raw_names(identity: &crate::ContactIdentity) -> Vec<String> {
    match identity.kind.0 {
        IdentityKind::Phone => {
            [&identity.value, &identity.canonical].map(|phone| phone.trim_start_matches('+').to_owned()).to_vec()
        }
        IdentityKind::WahaLid | IdentityKind::MetaBsuid => vec![identity.value.clone()],
    }
}
