use attendance::Drained;
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
    while given < MOST && changed < RESTARTS {
        let drained = persist(|| async {
            let tx = deps.store.begin(company).await?;
            let now = deps.clock.now();
            let drained = attendance::drain_one(&tx, &deps.directory, department_id, name(trigger), now).await?;
            // A decision that nobody can be served is worth keeping; a changed queue is not.
            if drained != Drained::Changed {
                tx.commit().await?;
            }
            Ok(drained)
        })
        .await?;
        match drained {
            Drained::Assigned(after) => {
                given += 1;
                deps.told(company, after).await;
            }
            Drained::Changed => changed += 1,
            Drained::Nothing => return Ok(()),
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
