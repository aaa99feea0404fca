//! The keys that secrets are sealed with, and their change.

use entities::{KeyUse, Store, StoreError};

use super::Finding;

const CHECK: &str = "encryption keys";
/// Events of one transaction: whoever cuts it off loses no more, and the rest of the installation waits no longer.
const SLICE: u64 = 200;

/// Which keys are in use, and whether they can be opened.
pub(super) async fn in_use(store: &Store) -> Finding {
    match store.system().keys_in_use().await {
        Ok(keys) => judged(&keys),
        Err(error) => Finding::bad(CHECK, error.to_string()),
    }
}

fn judged(keys: &[KeyUse]) -> Finding {
    let told = |key: &KeyUse| format!("{} ({} values)", key.key, key.values);
    let listed =
        |test: fn(&KeyUse) -> bool| keys.iter().filter(|key| test(key)).map(told).collect::<Vec<_>>().join(", ");
    let lost = listed(|key| !key.is_known);
    let old = listed(|key| key.is_known && !key.is_current);
    let current = listed(|key| key.is_current);
    if !lost.is_empty() {
        let missing = format!("nothing opens what is sealed with {lost}; set ENCRYPTION_KEY_PREVIOUS to that key");
        return Finding::bad(CHECK, missing);
    }
    if !old.is_empty() {
        let detail =
            format!("current {current}, previous {old}; `doctor --rotate-keys` ends the need for the previous");
        return Finding::good(CHECK, detail);
    }
    Finding::good(
        CHECK,
        if current.is_empty() { "nothing is sealed yet".to_owned() } else { format!("current {current}") },
    )
}

/// Seal everything with the current key. Cut off, it goes on where it is called again; servers may run meanwhile.
pub(super) async fn rotate(store: &Store) -> Finding {
    match reseal(store).await {
        Ok((done, 0)) => Finding::good("key rotation", format!("{done} values were sealed with the current key")),
        Ok((done, lost)) => Finding::bad(
            "key rotation",
            format!("{done} values were sealed with the current key; {lost} cannot be opened and stay as they are"),
        ),
        Err(error) => Finding::bad("key rotation", format!("{error}; call it again, it goes on where it stopped")),
    }
}

/// Returns how many were sealed anew, and how many could not be opened.
async fn reseal(store: &Store) -> Result<(u64, u64), StoreError> {
    let tx = store.begin_system().await?;
    let mut all = tx.reseal_secrets().await?;
    tx.commit().await?;
    let mut after = i64::MIN;
    loop {
        let tx = store.begin_system().await?;
        let Some((last, slice)) = tx.reseal_events(after, SLICE).await? else { break };
        tx.commit().await?;
        after = last;
        all.done += slice.done;
        all.lost += slice.lost;
    }
    Ok((all.done, all.lost))
}
