//! Reactions, edits and revocations: changes of a message that is here already, or soon will be.

use attendance::{Amendment, CUSTOMER};
use domain::clock::Time;
use domain::identity::Identity;
use entities::InboxEvent;

use super::wait;
use crate::context::Context;
use crate::execute::JobError;

pub(super) async fn reaction(
    context: &Context,
    event: &InboxEvent,
    target: &str,
    actor: &Identity,
    emoji: Option<String>,
    at: Time,
) -> Result<(), JobError> {
    tracing::trace!(kind = ?actor.kind, "a reaction");
    // In a chat of two, whoever reacts through the provider's events is the customer.
    let amendment = Amendment::Reaction { actor: CUSTOMER.to_owned(), emoji, at };
    apply(context, event, target, amendment).await
}

pub(super) async fn apply(
    context: &Context,
    event: &InboxEvent,
    target: &str,
    amendment: Amendment,
) -> Result<(), JobError> {
    let deps = &context.deps;
    let found = deps.store.company(event.company_id).messages().on_channel(event.channel_id, target).await?;
    let Some(message) = found else { return wait(context, event).await };
    let tx = deps.store.begin(event.company_id).await?;
    let now = deps.clock.now();
    let after = Box::pin(attendance::amend(&tx, &deps.directory, message.id, amendment, now)).await?;
    if !tx.inbox().done(event.id, Some(message.id), now).await? {
        tx.rollback().await?;
        return Ok(());
    }
    tx.commit().await?;
    deps.told(event.company_id, after).await;
    Ok(())
}
