//! The sender of webhooks: who may send to an endpoint, what the log has for it, and what came of each attempt. Whoever holds the
//! lease writes; every write compares the lease's token.

use domain::clock::Time;
use domain::id::{CompanyId, ConversationId};
use domain::seq::Seq;
use domain::webhook::{DeliveryState, EndpointStatus, webhook_id};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::NotSet, ColumnTrait as _, EntityTrait as _, FromQueryResult,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set,
};
use uuid::Uuid;

use super::events::LoggedEvent;
use super::webhooks::Webhooks;
use crate::error::StoreError;
use crate::scope::{Mode, Single, Writing};
use crate::system::System;
use crate::tables::{event, webhook_delivery, webhook_endpoint};
use crate::{Text, WebhookDelivery, WebhookEndpoint};

const AT_WORK: [Text<EndpointStatus>; 2] = [Text(EndpointStatus::Active), Text(EndpointStatus::Failing)];

/// Endpoints with something to do: events that they have no rows of, or rows that are due. Neither is looked at while they wait for
/// their next attempt.
const NUDGE: &str = "UPDATE webhook_endpoints SET nudged_at = $1 WHERE id IN (
     SELECT w.id FROM webhook_endpoints w
     WHERE w.status IN ('ACTIVE', 'FAILING') AND (w.next_at IS NULL OR w.next_at <= $1)
       AND (w.lease_until IS NULL OR w.lease_until < $1) AND (w.nudged_at IS NULL OR w.nudged_at < $2)
       AND ((SELECT /*place*/ FROM events e WHERE e.company_id = w.company_id
             ORDER BY e.epoch DESC, e.tx DESC, e.id DESC LIMIT 1) > w.\"cursor\"
         OR EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.endpoint_id = w.id AND d.state = 'PENDING'
                    AND (d.next_attempt_at IS NULL OR d.next_attempt_at <= $1)))
     LIMIT $3 /*lock of w*/)
 RETURNING company_id, id";

#[derive(FromQueryResult)]
struct Due {
    company_id: CompanyId,
    id: Uuid,
}

impl System<Writing> {
    /// Endpoints that somebody should send to.
    pub async fn nudge_endpoints(&self, now: Time) -> Result<Vec<(CompanyId, Uuid)>, StoreError> {
        let rows = Due::find_by_statement(self.statement(NUDGE, now)).all(&self.db()).await?;
        Ok(rows.into_iter().map(|row| (row.company_id, row.id)).collect())
    }
}

impl System<Single> {
    /// Keep an endpoint's lease. `false` = it is another's, or was taken back.
    pub async fn renew_endpoint(&self, id: Uuid, token: i32, until: Time) -> Result<bool, StoreError> {
        let renewed = webhook_endpoint::Entity::update_many()
            .col_expr(webhook_endpoint::Column::LeaseUntil, Expr::value(Some(until)))
            .filter(webhook_endpoint::Column::Id.eq(id))
            .filter(webhook_endpoint::Column::LeaseToken.eq(token));
        Ok(renewed.exec(&self.db()).await?.rows_affected == 1)
    }

    /// Give an endpoint back: the next scan may find more to do.
    pub async fn release_endpoint(&self, id: Uuid, token: i32) -> Result<(), StoreError> {
        webhook_endpoint::Entity::update_many()
            .col_expr(webhook_endpoint::Column::LeaseUntil, Expr::value(None::<Time>))
            .col_expr(webhook_endpoint::Column::NudgedAt, Expr::value(None::<Time>))
            .filter(webhook_endpoint::Column::Id.eq(id))
            .filter(webhook_endpoint::Column::LeaseToken.eq(token))
            .exec(&self.db())
            .await?;
        Ok(())
    }
}

impl<M: Mode> Webhooks<'_, M> {
    /// What may be sent to an endpoint now, in the order of the log.
    pub async fn due(&self, endpoint: Uuid, now: Time, limit: u64) -> Result<Vec<WebhookDelivery>, StoreError> {
        use webhook_delivery::Column;

        let rows = self
            .rows()
            .filter(Column::EndpointId.eq(endpoint))
            .filter(Column::State.eq(Text(DeliveryState::Pending)))
            .filter(Column::NextAttemptAt.is_null().or(Column::NextAttemptAt.lte(now)));
        Ok(rows.order_by_asc(Column::EventSeq).limit(limit).all(&self.0.db()).await?)
    }

    /// The events at these places that the log still has.
    pub async fn events_at(&self, places: &[Seq]) -> Result<Vec<LoggedEvent>, StoreError> {
        let rows = event::Entity::find()
            .filter(event::Column::CompanyId.eq(self.0.company))
            .filter(event::Column::Id.is_in(places.iter().map(|place| place.id)))
            .all(&self.0.db())
            .await?;
        Ok(rows.into_iter().map(LoggedEvent::from).collect())
    }
}

impl Webhooks<'_, Writing> {
    /// Take an endpoint to send to it. `None` = somebody else is, or nothing is to be sent there now.
    pub async fn claim(&self, id: Uuid, until: Time, now: Time) -> Result<Option<WebhookEndpoint>, StoreError> {
        use webhook_endpoint::Column;

        let claimed = webhook_endpoint::Entity::update_many()
            .col_expr(Column::LeaseUntil, Expr::value(Some(until)))
            .col_expr(Column::LeaseToken, Expr::col(Column::LeaseToken).add(1))
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::Id.eq(id))
            .filter(Column::Status.is_in(AT_WORK))
            .filter(Column::NextAt.is_null().or(Column::NextAt.lte(now)))
            .filter(Column::LeaseUntil.is_null().or(Column::LeaseUntil.lt(now)));
        Ok(claimed.exec_with_returning(&self.0.db()).await?.into_iter().next())
    }

    /// Lock an endpoint that the caller leased. `None` = it is theirs no more.
    pub async fn lock_leased(&self, id: Uuid, token: i32) -> Result<Option<WebhookEndpoint>, StoreError> {
        let row = self
            .all()
            .filter(webhook_endpoint::Column::Id.eq(id))
            .filter(webhook_endpoint::Column::LeaseToken.eq(token))
            .lock(LockType::NoKeyUpdate);
        Ok(row.one(&self.0.db()).await?)
    }

    /// Write down what is to be sent of a stretch of the log, and that the endpoint has it up to `place`.
    pub async fn gather(
        &self,
        endpoint: &WebhookEndpoint,
        events: &[(Seq, Option<ConversationId>)],
        place: Seq,
        now: Time,
    ) -> Result<(), StoreError> {
        if !events.is_empty() {
            let rows = events.iter().map(|(seq, conversation)| webhook_delivery::ActiveModel {
                id: NotSet,
                company_id: Set(self.0.company),
                endpoint_id: Set(endpoint.id),
                event_seq: Set(seq.to_string()),
                webhook_id: Set(webhook_id(*seq)),
                conversation_id: Set(*conversation),
                state: Set(Text(DeliveryState::Pending)),
                attempts: Set(0),
                next_attempt_at: Set(None),
                last_status: Set(None),
                last_error: Set(None),
                last_duration_ms: Set(None),
                response_excerpt: Set(None),
                delivered_at: Set(None),
                created_at: Set(now),
                updated_at: Set(now),
            });
            webhook_delivery::Entity::insert_many(rows)
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .try_insert()
                .exec_without_returning(&self.0.db())
                .await?;
        }
        webhook_endpoint::Entity::update_many()
            .col_expr(webhook_endpoint::Column::Cursor, Expr::value(place.to_string()))
            .filter(webhook_endpoint::Column::Id.eq(endpoint.id))
            .filter(webhook_endpoint::Column::LeaseToken.eq(endpoint.lease_token))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    /// Write what came of an attempt. The caller has locked the endpoint.
    pub async fn record(&self, row: WebhookDelivery, now: Time) -> Result<(), StoreError> {
        let mut row = row.into_active_model().reset_all();
        row.updated_at = Set(now);
        // Replayed meanwhile, it is another row.
        match row.update(&self.0.db()).await {
            Ok(_) | Err(sea_orm::DbErr::RecordNotUpdated) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Write how an endpoint fares, leaving alone what people change.
    pub async fn note(&self, row: &WebhookEndpoint, now: Time) -> Result<(), StoreError> {
        use webhook_endpoint::Column;

        webhook_endpoint::Entity::update_many()
            .col_expr(Column::Status, Expr::value(row.status))
            .col_expr(Column::FailingSince, Expr::value(row.failing_since))
            .col_expr(Column::NextAt, Expr::value(row.next_at))
            .col_expr(Column::UpdatedAt, Expr::value(now))
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::Id.eq(row.id))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }
}
