//! WhatsApp hides phones behind ids. The provider is asked before the transaction, and not for long.

use std::time::Duration;

use domain::identity::IdentityKind;
use domain::inbound::InboundMessage;

use crate::channels::Known;
use crate::context::Context;
use crate::execute::JobError;

const PATIENCE: Duration = Duration::from_secs(3);

/// Add the phone behind a hidden id, where somebody can tell it. Where not, the hidden id is address enough.
pub(super) async fn resolve(context: &Context, known: &Known, message: &mut InboundMessage) -> Result<(), JobError> {
    if message.identities.iter().any(|identity| identity.kind == IdentityKind::Phone) {
        return Ok(());
    }
    let hidden = message.identities.iter().find(|identity| identity.kind == IdentityKind::WahaLid);
    let Some(hidden) = hidden.cloned() else { return Ok(()) };
    let asked = (known.row.id, hidden.canonical.clone());
    if context.nameless.contains_key(&asked) {
        return Ok(());
    }
    let scope = context.deps.store.company(known.row.company_id);
    let person = scope.people().of_identity(&hidden).await?;
    if person.is_some_and(|person| person.phone().is_some()) {
        return Ok(());
    }
    let provider = context.deps.providers.of(known.row.provider.0);
    match tokio::time::timeout(PATIENCE, provider.resolve_lid(&known.access, &hidden.value)).await {
        Ok(Ok(Some(phone))) => {
            message.identities.push(phone);
            message.asserts_pair = true;
        }
        Ok(Ok(None)) => {
            context.nameless.insert(asked, ());
        }
        // Not an answer: the next message asks again.
        Ok(Err(failure)) => {
            tracing::debug!(channel = %known.row.id, ?failure.class, "a hidden id could not be asked for");
        }
        Err(_) => {
            tracing::debug!(channel = %known.row.id, "the provider did not tell a phone in time");
        }
    }
    Ok(())
}
