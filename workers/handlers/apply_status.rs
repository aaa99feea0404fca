use jobs::Envelope;
use jobs::definitions::ApplyStatus;

use crate::context::Context;
use crate::execute::JobError;

pub(crate) async fn apply_status(_: Context, _: Envelope<ApplyStatus>) -> Result<(), JobError> {
    Ok(())
}
