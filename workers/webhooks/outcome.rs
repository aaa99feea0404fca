//! What came of an attempt: of the delivery, and of the endpoint.

use domain::clock::Time;
use domain::event::{Event, Room};
use domain::webhook::{Attempt, DeliveryState, EndpointStatus, retry_in, status_after};
use entities::{NewEvent, Text, WebhookDelivery, WebhookEndpoint};
use jobs::Job as _;
use jobs::definitions::DeliverWebhook;

use super::{Done, Sender, Stop};

/// What the log of deliveries says of an event that was pruned before anybody took it.
const EXPIRED: &str = "the event is older than the log";

impl Sender<'_> {
    pub(super) async fn record(&mut self, done: Done) -> Result<(), Stop> {
        let now = self.context.deps.clock.now();
        let Done { mut row, answer } = done;
        row.attempts += 1;
        row.last_status = answer.status.map(i32::from);
        row.last_error = answer.error;
        row.last_duration_ms = i32::try_from(answer.took.as_millis()).ok();
        row.response_excerpt = answer.excerpt;
        row.next_attempt_at = None;
        let retry_after = answer.retry_after.and_then(|after| chrono::Duration::from_std(after).ok());
        let attempts = u32::try_from(row.attempts).unwrap_or(u32::MAX);
        let again = || retry_in(attempts, retry_after, rand::random());
        let endpoint = &mut self.endpoint;
        match Attempt::of(answer.status) {
            Attempt::Taken => {
                row.state = Text(DeliveryState::Delivered);
                row.delivered_at = Some(now);
                // Who took one while another found nobody there is not well yet: the oldest tells.
                if self.oldest_down.is_none() {
                    endpoint.status = Text(EndpointStatus::Active);
                    endpoint.failing_since = None;
                    endpoint.next_at = None;
                }
            }
            Attempt::Refused => {
                match again() {
                    Some(delay) => row.next_attempt_at = Some(now + delay),
                    None => row.state = Text(DeliveryState::Skipped),
                }
                // Somebody is there, if not for this one.
                if self.oldest_down.is_none() {
                    endpoint.next_at = None;
                }
                failed(endpoint, now);
            }
            Attempt::Down => {
                let is_oldest = self.oldest_down.as_ref().is_none_or(|oldest| row.event_seq < *oldest);
                let delay = again();
                if delay.is_none() {
                    row.state = Text(DeliveryState::Failed);
                }
                if is_oldest {
                    // After its last attempt the next one takes its place at once.
                    endpoint.next_at = Some(now + delay.unwrap_or_default());
                    self.oldest_down = Some(row.event_seq.clone());
                }
                failed(endpoint, now);
            }
            Attempt::Gone => endpoint.status = Text(EndpointStatus::Disabled),
        }
        self.write(row, now).await
    }

    /// The log has the event no more: nobody can be sent it.
    pub(super) async fn expired(&mut self, mut row: WebhookDelivery) -> Result<(), Stop> {
        row.state = Text(DeliveryState::Failed);
        row.last_error = Some(EXPIRED.to_owned());
        let now = self.context.deps.clock.now();
        self.write(row, now).await
    }

    async fn write(&self, row: WebhookDelivery, now: Time) -> Result<(), Stop> {
        let deps = &self.context.deps;
        let tx = deps.store.begin(self.company).await?;
        let Some(before) = tx.webhooks().lock_leased(self.endpoint.id, self.endpoint.lease_token).await? else {
            return Err(Stop::Lost);
        };
        tx.webhooks().record(row, now).await?;
        let ours = &self.endpoint;
        let was = (before.status, before.failing_since, before.next_at);
        if was != (ours.status, ours.failing_since, ours.next_at) {
            tx.webhooks().note(ours, now).await?;
        }
        let is_worse = matches!(ours.status.0, EndpointStatus::Failing | EndpointStatus::Disabled);
        let alerts = is_worse && before.status != ours.status;
        if alerts {
            let event = Event::JobDead { queue: DeliverWebhook::NAME.to_owned(), id: ours.id.to_string() };
            let audience = vec![Room::Admins(self.company)];
            tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], now).await?;
        }
        tx.commit().await?;
        if alerts {
            tracing::warn!(endpoint_id = %ours.id, status = ?ours.status.0, "a webhook endpoint takes nothing");
            deps.nudge_log().await;
        }
        Ok(())
    }
}

fn failed(endpoint: &mut WebhookEndpoint, now: Time) {
    let since = *endpoint.failing_since.get_or_insert(now);
    endpoint.status = Text(status_after(since, now));
}
