//! What META says of a number or of the account behind it.

use domain::channel::ChannelStatus;
use domain::event::{Event, Room};
use domain::inbound::{AccountNews, Verdict};
use entities::{AuditEntry, AuditOutcome, InboxEvent, NewEvent};
use jobs::Nudge;
use serde_json::json;

use super::done;
use crate::channels::Known;
use crate::context::Context;
use crate::execute::JobError;
use crate::gate::{self, Cause};

/// The cause of alerts and of closings, as the class of META's refusals is called.
const CODE: &str = "account";

pub(super) async fn told(
    context: &Context,
    known: &Known,
    event: &InboxEvent,
    news: &AccountNews,
) -> Result<(), JobError> {
    let deps = &context.deps;
    let (company, channel) = (event.company_id, event.channel_id);
    // Such news comes to every channel of the account.
    if news
        .phone
        .as_deref()
        .is_some_and(|digits| known.row.phone.as_deref().map(|own| own.trim_start_matches('+')) != Some(digits))
    {
        return done(context, event, None).await;
    }
    weigh(context, known, news).await?;
    let now = deps.clock.now();
    let tx = deps.store.begin(company).await?;
    tx.channels().rate(channel, news.quality.as_deref(), news.messaging_limit.as_deref(), now).await?;
    tx.channels().announce(channel, now).await?;
    let alert = (channel, news.event.clone());
    if news.verdict == Verdict::Warned && !context.alerted.contains_key(&alert) {
        context.alerted.insert(alert, ());
        let (code, detail) = (CODE.to_owned(), Some(news.event.clone()));
        let event = Event::ChannelAlert { channel_id: channel, code, detail };
        let audience = vec![Room::Supervisors(company)];
        tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], now).await?;
    }
    tx.audit(entry(event, news), now).await?;
    tx.inbox().done(event.id, None, now).await?;
    tx.commit().await?;
    deps.publish(Nudge::ChannelUpdated { id: channel }).await;
    deps.nudge_log().await;
    Ok(())
}

/// Open or close the channel's gate as the news says.
async fn weigh(context: &Context, known: &Known, news: &AccountNews) -> Result<(), JobError> {
    let (company, channel) = (known.row.company_id, known.row.id);
    let cause = Cause { code: CODE, detail: Some(&news.event) };
    match news.verdict {
        Verdict::Closed => {
            let from = [ChannelStatus::Active, ChannelStatus::Degraded];
            gate::close(context, company, channel, &from, ChannelStatus::Stopped, cause).await
        }
        Verdict::Restricted => {
            gate::close(context, company, channel, &[ChannelStatus::Active], ChannelStatus::Degraded, cause).await
        }
        Verdict::Lifted => {
            let provider = context.deps.providers.of(known.row.provider.0);
            // Should it not answer now, the repair pass asks again.
            if provider.check(&known.access).await.is_ok_and(|report| report.works) {
                let from = [ChannelStatus::Degraded, ChannelStatus::Stopped];
                gate::open(context, company, channel, &from).await?;
            }
            Ok(())
        }
        Verdict::Warned | Verdict::Unchanged => Ok(()),
    }
}

/// Nobody of the company did it, so the trail says what was told instead of who did it.
fn entry(event: &InboxEvent, news: &AccountNews) -> AuditEntry {
    AuditEntry {
        user: None,
        api_key: None,
        actor_email: None,
        action: "status_change",
        entity: "channel",
        entity_id: Some(event.channel_id),
        outcome: AuditOutcome::Ok,
        status: 200,
        metadata: json!({
            "by": "META", "event": news.event, "quality": news.quality, "messagingLimit": news.messaging_limit,
        }),
        ip_address: None,
        user_agent: None,
        request_id: format!("inbox-{}", event.id),
    }
}
