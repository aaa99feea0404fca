//! The message templates of a channel, read anew from its provider.

use chrono::Duration;
use domain::id::{ChannelId, CompanyId};
use entities::Template;
use futures_util::future::join_all;

use crate::channels::Known;
use crate::context::Context;
use crate::execute::{JobError, persist};

const DAY: Duration = Duration::hours(24);
/// After a look that failed, or was cut off.
const AGAIN: Duration = Duration::minutes(30);
/// Channels of one pass: each is a call or a few.
const AT_ONCE: u64 = 8;

/// Read anew what was last read a day ago. Returns how many channels were looked at.
pub(crate) async fn look(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    let now = deps.clock.now();
    let tx = deps.store.begin_system().await?;
    let due = tx.claim_template_syncs(AT_ONCE, now, now + AGAIN).await?;
    tx.commit().await?;
    join_all(due.iter().map(async |(company, channel)| {
        if let Err(error) = again(context, *company, *channel).await {
            tracing::info!(%channel, %error, "the templates of a channel could not be read");
        }
    }))
    .await;
    Ok(due.len())
}

async fn again(context: &Context, company: CompanyId, channel: ChannelId) -> Result<(), JobError> {
    synchronise(context, &*context.channel(company, channel).await?).await
}

/// Put what the provider tells now in the place of what was told before. A channel without an account has none.
pub(crate) async fn synchronise(context: &Context, known: &Known) -> Result<(), JobError> {
    let deps = &context.deps;
    let row = &known.row;
    let Some(account) = &row.waba_id else { return Ok(()) };
    let told = deps.providers.of(row.provider.0).templates(&known.access, account).await;
    let told = told.map_err(|failure| {
        JobError::Fatal(format!("the provider refused to list its templates: {:?}", failure.class))
    })?;
    let now = deps.clock.now();
    let rows: Vec<Template> =
        told.unwrap_or_default().into_iter().map(|told| Template::told(row.company_id, row.id, told, now)).collect();
    persist(|| async {
        let tx = deps.store.begin(row.company_id).await?;
        if tx.channels().lock_kept(row.id).await?.is_none() {
            return Ok(());
        }
        tx.templates().replace(row.id, rows.clone()).await?;
        // Those that began together must not stay together for ever.
        let apart = Duration::minutes(rand::random_range(0..60));
        tx.channels().sync_at(row.id, deps.clock.now() + DAY + apart).await?;
        Ok(tx.commit().await?)
    })
    .await
}
