use jobs::Envelope;
use jobs::definitions::DeliverWebhook;

use crate::context::Context;
use crate::execute::JobError;
use crate::webhooks;

/// Send an endpoint what the log has for it, if nobody else does.
pub(crate) async fn deliver_webhook(context: Context, envelope: Envelope<DeliverWebhook>) -> Result<(), JobError> {
    let company = envelope.company.ok_or_else(|| JobError::Fatal("the job names no company".to_owned()))?;
    webhooks::run(&context, company, envelope.payload.endpoint_id).await
}
