//! A leadership among the processes of an installation.

use chrono::Duration;
use entities::StoreError;

use crate::deps::Deps;

/// How long a holder that fell silent keeps it.
const TERM: Duration = Duration::seconds(15);

/// Take or keep the lease `name`. `true` = this process may act as its holder now.
pub(crate) async fn hold(deps: &Deps, name: &str) -> Result<bool, StoreError> {
    hold_for(deps, name, TERM).await
}

/// The same for longer: what is done is not to be done by anybody else meanwhile.
pub(crate) async fn hold_for(deps: &Deps, name: &str, term: Duration) -> Result<bool, StoreError> {
    let now = deps.clock.now();
    let tx = deps.store.begin_system().await?;
    let token = tx.hold_lease(name, &deps.instance, now + term, now).await?;
    tx.commit().await?;
    Ok(token.is_some())
}

/// Let go of it, so that the next holder need not wait.
pub(crate) async fn release(deps: &Deps, name: &str) -> Result<(), StoreError> {
    let tx = deps.store.begin_system().await?;
    tx.release_lease(name, &deps.instance, deps.clock.now()).await?;
    tx.commit().await
}
