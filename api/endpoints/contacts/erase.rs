use attendance::{Begun, begin_erasing, finish_erasing};
use domain::clock::Time;
use domain::id::ContactId;
use domain::wire;
use jobs::Nudge;
use schemars::JsonSchema;
use serde::Serialize;

use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::error::ApiError;

/// What was erased of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErasureReceipt {
    pub contact_id: ContactId,
    /// By name. `objects` are the files of the media store.
    pub tables: Vec<ErasedTable>,
    #[serde(serialize_with = "wire::time")]
    pub erased_at: Time,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ErasedTable {
    pub table: String,
    pub rows: u64,
}

pub(super) async fn erase(cx: &Context, user: &Principal, id: ContactId) -> Result<ErasureReceipt, ApiError> {
    let Begun { mut receipt, after, addresses } = again(|| {
        Box::pin(async {
            let now = cx.clock.now();
            let tx = cx.begin(user.company_id).await?;
            let begun = begin_erasing(&tx, &cx.directory, id, Some(user.user_id), now).await?;
            let begun = begun.ok_or_else(ApiError::not_found)?;
            audit(&tx, cx, user, Action::Erase, Entity::Contact, Some(id), &[]).await?;
            tx.commit().await?;
            Ok(begun)
        })
    })
    .await?;
    cx.told(user.company_id, after).await;
    if let Some(simulator) = &cx.simulator {
        let channels = cx.store.company(user.company_id).channels().list().await?;
        let channels: Vec<_> = channels.iter().map(|channel| channel.id).collect();
        simulator.forget(&channels, addresses.into_iter().flat_map(|identity| [identity.value, identity.canonical]));
    }
    let remove = |key: String| async move { cx.media.delete(&key).await.map_err(ApiError::internal) };
    // Cut off here, the repair pass goes on with it.
    finish_erasing(&cx.store, &cx.clock, user.company_id, id, &mut receipt, remove).await?;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    let tables = receipt.into_iter().map(|(table, rows)| ErasedTable { table: table.to_owned(), rows }).collect();
    Ok(ErasureReceipt { contact_id: id, tables, erased_at: cx.clock.now() })
}
