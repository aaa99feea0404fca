use domain::deadline::Deadline;
use jobs::Envelope;
use jobs::definitions::CheckTimeout;

use crate::context::Context;
use crate::execute::JobError;

/// Run one deadline, if the conversation still has it.
pub(crate) async fn check_timeout(context: Context, envelope: Envelope<CheckTimeout>) -> Result<(), JobError> {
    let deps = &context.deps;
    let job = envelope.payload;
    let company = envelope.company.ok_or_else(|| JobError::Fatal("the job names no company".to_owned()))?;
    let deadline = Deadline { kind: job.kind, at: job.timeout_at };
    let tx = deps.store.begin(company).await?;
    let after =
        Box::pin(attendance::run_deadline(&tx, &deps.directory, job.conversation_id, deadline, deps.clock.now()))
            .await?;
    tx.commit().await?;
    deps.told(company, after).await;
    Ok(())
}
