use jobs::Envelope;
use jobs::definitions::Tick;

use crate::context::Context;
use crate::execute::JobError;

pub(crate) async fn tick(_: Context, _: Envelope<Tick>) -> Result<(), JobError> {
    Ok(())
}
