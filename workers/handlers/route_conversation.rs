use attendance::{Drained, Look};
use jobs::Envelope;
use jobs::definitions::{RouteConversation, RouteTrigger};

use crate::context::Context;
use crate::execute::{JobError, persist};

/// Conversations given away in one job, and how often a queue may change under it before the job is pushed again.
const MOST: usize = 20;
const RESTARTS: usize = 5;

/// Give waiting conversations to agents with room, one a transaction.
pub(crate) async fn route_conversation(
    context: Context,
    envelope: Envelope<RouteConversation>,
) -> Result<(), JobError> {
    let deps = &context.deps;
    let company = envelope.company.ok_or_else(|| JobError::Fatal("the job names no company".to_owned()))?;
    let RouteConversation { department_id, trigger } = envelope.payload;
    let (mut given, mut changed) = (0, 0);
    // The last is looked at; those before it wait for what comes of it, and `seen` has nobody for whom it was asked.
    let start = Look { department: department_id, before: None };
    let (mut looks, mut seen) = (vec![start], Vec::new());
    while given < MOST && changed < RESTARTS {
        let Some(look) = looks.last().copied() else { return Ok(()) };
        let skip: Vec<_> = looks.iter().map(|look| look.department).chain(seen.iter().copied()).collect();
        let drained = persist(|| async {
            let tx = deps.store.begin(company).await?;
            let now = deps.clock.now();
            let drained = attendance::drain_one(&tx, &deps.directory, look, &skip, name(trigger), now).await?;
            // A decision that nobody can be served is worth keeping; a changed queue is not.
            if matches!(drained, Drained::Assigned(_) | Drained::Nothing) {
                tx.commit().await?;
            }
            Ok(drained)
        })
        .await?;
        match drained {
            Drained::Assigned(after) => {
                given += 1;
                (looks, seen) = (vec![start], Vec::new());
                deps.told(company, after).await;
            }
            Drained::Changed => changed += 1,
            Drained::Elsewhere(look) => looks.push(look),
            Drained::Nothing => seen.extend(looks.pop().map(|look| look.department)),
        }
    }
    deps.push(Envelope::new(RouteConversation { department_id, trigger }).company(company)).await;
    Ok(())
}

fn name(trigger: RouteTrigger) -> &'static str {
    match trigger {
        RouteTrigger::New => "new",
        RouteTrigger::Freed => "freed",
        RouteTrigger::AgentOnline => "agent_online",
        RouteTrigger::Opened => "opened",
        RouteTrigger::Transfer => "transfer",
        RouteTrigger::Timeout => "timeout",
        RouteTrigger::Tick => "tick",
        RouteTrigger::Other => "other",
    }
}
