//! What META tells of a message template.

use entities::InboxEvent;
use jobs::Nudge;

use crate::channels::Known;
use crate::context::Context;
use crate::execute::JobError;
use crate::templates;

pub(super) async fn changed(
    context: &Context,
    known: &Known,
    event: &InboxEvent,
    name: &str,
    language: &str,
    status: &str,
) -> Result<(), JobError> {
    let deps = &context.deps;
    let (company, channel) = (event.company_id, event.channel_id);
    let now = deps.clock.now();
    let listed = deps.store.company(company).templates().find(channel, name, language).await?.is_some();
    // One that we have not seen comes with its text, for which the provider must be asked. Later the daily look brings it.
    if !listed && let Err(error) = templates::synchronise(context, known).await {
        tracing::info!(%channel, %error, "a new template could not be read");
    }
    let tx = deps.store.begin(company).await?;
    tx.templates().judged(channel, name, language, status, now).await?;
    tx.channels().announce(channel, now).await?;
    tx.inbox().done(event.id, None, now).await?;
    tx.commit().await?;
    deps.publish(Nudge::ChannelUpdated { id: channel }).await;
    deps.nudge_log().await;
    Ok(())
}
