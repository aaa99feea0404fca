//! The repair pass: whatever a lost job, a died process or the time of day left to be done.

use std::collections::HashSet;

use attendance::{After, Attendance, Rearmed};
use domain::channel::{ChannelStatus, ProviderKind};
use domain::event::UnassignReason;
use domain::flow::{Input, Unassign};
use domain::id::{CompanyId, UserId};
use jobs::Envelope;
use jobs::definitions::{ProcessInbound, RouteConversation, RouteTrigger, SendOutbound, Tick};

use crate::context::Context;
use crate::execute::{JobError, persist};
use crate::{gate, leadership, retention, send, templates};

/// Rows removed of a kind in one slice; slices of one pass.
const SLICE: u32 = 500;
const SLICES: usize = 20;
/// Expired messages of one pass.
const EXPIRED: u32 = 200;
/// Whoever works on deadlines or on an erasure says so more often.
const ABANDONED: chrono::Duration = chrono::Duration::seconds(20);
/// How long an object may wait for its row.
const DAY: chrono::Duration = chrono::Duration::hours(24);

/// Each part for itself: one that fails does not keep the others from their work.
pub(crate) async fn tick(context: Context, envelope: Envelope<Tick>) -> Result<(), JobError> {
    report("expired messages", expire(&context).await);
    report("lost agents", lost_agents(&context).await);
    report("queues", queues(&context).await);
    report("queue notices", notices(&context).await);
    report("deadlines to count again", rearm(&context).await);
    report("removed channels", stranded(&context).await);
    // Ten minutes in an hour are looked at: META allows so many calls only.
    if envelope.payload.half == 0 && envelope.payload.minute % 5 == 0 {
        report("channels", channels(&context).await);
    }
    report("templates", templates::look(&context).await);
    report("erasures", erasures(&context).await);
    report("pruning", prune(&context).await);
    // Each process once an hour, until nothing is left to be done.
    if context.kept.get(&()).is_none() {
        report("what is kept too long", retention::run(&context).await);
    }
    if context.pruned_media.get(&()).is_none() {
        context.pruned_media.insert((), ());
        report("unreferenced objects", prune_media(&context).await);
    }
    context.deps.push(ProcessInbound {}).await;
    context.deps.push(SendOutbound {}).await;
    Ok(())
}

fn report(part: &'static str, result: Result<usize, JobError>) {
    match result {
        Ok(0) => {}
        Ok(repaired) => tracing::info!(part, repaired, "the repair pass found work"),
        Err(error) => tracing::warn!(part, %error, "a part of the repair pass failed"),
    }
}

/// Messages whose time is over on channels that do not send.
async fn expire(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    let tx = deps.store.begin_system().await?;
    let rows = tx.claim_expired_outbox(&deps.instance, EXPIRED, deps.clock.now()).await?;
    tx.commit().await?;
    let found = rows.len();
    for row in rows {
        send::expire(context, &row).await?;
    }
    Ok(found)
}

/// What agents hold who are away: a redistribution that was cut off.
async fn lost_agents(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    let lost = deps.store.system().lost_holders().await?;
    for (company, user) in &lost {
        if let Err(error) = give_back(context, *company, *user).await {
            tracing::warn!(%user, %error, "what an absent agent holds could not be given back");
        }
    }
    Ok(lost.len())
}

async fn give_back(context: &Context, company: CompanyId, user: UserId) -> Result<(), JobError> {
    let deps = &context.deps;
    for held in deps.store.company(company).conversations().held_by(user).await? {
        let after = persist(|| async {
            let tx = deps.store.begin(company).await?;
            let hand = Attendance::open(&tx, &deps.directory, held.id, deps.clock.now()).await?;
            let Some(mut hand) = hand.filter(|hand| hand.row.assigned_user_id == Some(user)) else {
                return Ok(After::default());
            };
            // They may have come back since the list was read.
            let holder = tx.agents().find(user).await?;
            if holder.is_some_and(|user| user.is_active && user.online_status.0 != domain::role::OnlineStatus::Offline)
            {
                return Ok(After::default());
            }
            hand.run(Input::Unassign(Unassign { reason: UnassignReason::AgentOffline }), "agent_lost").await?;
            let (_, after) = hand.finish().await?;
            tx.commit().await?;
            Ok(after)
        })
        .await?;
        deps.told(company, after).await;
    }
    Ok(())
}

/// Queues where somebody waits: an opening, or an agent whose coming was not noticed.
async fn queues(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    for (company, department_id) in deps.store.system().waiting_departments().await? {
        let job = RouteConversation { department_id, trigger: RouteTrigger::Tick };
        deps.push(Envelope::new(job).company(company)).await;
    }
    // Looking is the rule here, not a repair.
    Ok(0)
}

/// Waiting customers who were not told that they wait.
async fn notices(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    let mut told = 0;
    for (company, conversation) in deps.store.system().untold_queued().await? {
        let rules = deps.directory.company(&deps.store.company(company)).await?;
        if !rules.rules.settings.queue_notice.enabled {
            continue;
        }
        let after = persist(|| async {
            let tx = deps.store.begin(company).await?;
            let after = attendance::notice_queue(&tx, &deps.directory, conversation, deps.clock.now()).await?;
            if after.send {
                tx.commit().await?;
            }
            Ok(after)
        })
        .await?;
        if after.send {
            told += 1;
            deps.told(company, after).await;
        }
    }
    Ok(told)
}

/// Deadlines whose minutes changed, where whoever changed them was cut off.
async fn rearm(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    let mut counted = 0;
    for (company, department) in deps.store.system().rearmings(deps.clock.now() - ABANDONED).await? {
        loop {
            let next = persist(|| async {
                let tx = deps.store.begin(company).await?;
                let rearmed = attendance::rearm_next(&tx, &deps.directory, department, deps.clock.now()).await?;
                if !matches!(rearmed, Rearmed::Lost) {
                    tx.commit().await?;
                }
                Ok(rearmed)
            });
            let Rearmed::One(after) = next.await? else { break };
            counted += 1;
            deps.told(company, after).await;
        }
    }
    Ok(counted)
}

/// What is going on on channels that were taken away.
async fn stranded(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    let stranded = deps.store.system().stranded().await?;
    for (company, conversation) in &stranded {
        let after = persist(|| async {
            let tx = deps.store.begin(*company).await?;
            let after = attendance::retire(&tx, &deps.directory, *conversation, None, deps.clock.now()).await?;
            tx.commit().await?;
            Ok(after)
        });
        deps.told(*company, after.await?).await;
    }
    Ok(stranded.len())
}

/// Erasures that a crash cut off.
async fn erasures(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    let begun = deps.store.system().erasing(deps.clock.now() - ABANDONED).await?;
    for (company, contact) in &begun {
        let remove = |key: String| async move { deps.media.delete(&key).await.map_err(|error| trouble(&error)) };
        let mut receipt = attendance::Receipt::new();
        attendance::finish_erasing(&deps.store, &deps.clock, *company, *contact, &mut receipt, remove).await?;
        tracing::info!(%company, %contact, ?receipt, "an erasure that was cut off is over");
    }
    Ok(begun.len())
}

/// META channels that do not work: their phone node tells when they do again.
async fn channels(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    let mut opened = 0;
    for row in deps.store.system().channels_of(ProviderKind::Meta).await? {
        if row.status == ChannelStatus::Active || row.status == ChannelStatus::Pending {
            continue;
        }
        let known = context.channel(row.company_id, row.id).await?;
        if let Ok(report) = deps.providers.of(ProviderKind::Meta).check(&known.access).await
            && report.works
        {
            let from = [ChannelStatus::Degraded, ChannelStatus::Stopped];
            gate::open(context, row.company_id, row.id, &from).await?;
            opened += 1;
        }
    }
    Ok(opened)
}

async fn prune(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    for _ in 0..SLICES {
        let tx = deps.store.begin_system().await?;
        let pruned = tx.prune(&deps.retention, deps.clock.now(), SLICE).await?;
        tx.commit().await?;
        if pruned < u64::from(SLICE) {
            break;
        }
    }
    Ok(0)
}

fn trouble(error: &media::MediaError) -> JobError {
    JobError::Fatal(error.to_string())
}

/// Who prunes the store has this lease, and an hour long nobody prunes it again: the whole of it is listed for that.
const PRUNES_MEDIA: &str = "prune-media";

/// Objects that no row refers to a day after they were made: uploads whose message was refused by a process that died over it.
async fn prune_media(context: &Context) -> Result<usize, JobError> {
    let deps = &context.deps;
    if !leadership::hold_for(deps, PRUNES_MEDIA, chrono::Duration::hours(1)).await? {
        return Ok(0);
    }
    let now = deps.clock.now();
    deps.media.sweep(DAY.to_std().unwrap_or_default()).await.map_err(|error| trouble(&error))?;
    let old = deps.media.older(now - DAY, now).await.map_err(|error| trouble(&error))?;
    let keys: Vec<String> = old.into_iter().map(|object| object.key).collect();
    let mut deleted = 0;
    for keys in keys.chunks(SLICE as usize) {
        let kept: HashSet<String> = deps.store.system().kept_objects(keys).await?.into_iter().collect();
        for key in keys.iter().filter(|key| !kept.contains(*key)) {
            deps.media.delete(key).await.map_err(|error| trouble(&error))?;
            deleted += 1;
        }
    }
    Ok(deleted)
}
