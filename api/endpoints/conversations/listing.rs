//! One page of the list of conversations, the caller's pins before the first.

use domain::wire;
use entities::{ConversationFilter, PIN_LIMIT};

use super::cut;
use super::query::{Place, Sort};
use crate::auth::Actor;
use crate::context::Context;
use crate::error::{ApiError, Language};
use crate::payload::List;
use crate::views;

pub(super) async fn page(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    mut filter: ConversationFilter,
    sort: Sort,
    limit: u32,
    cursor: Option<&str>,
) -> Result<List<wire::Conversation>, ApiError> {
    let order = sort.order(&cx.cursors, cursor)?;
    let scope = cx.company(who.company_id());
    let now = cx.clock.now();
    let pins = scope.pins(who.user_id()).await?;
    let mut pinned = Vec::new();
    if cursor.is_none() && !pins.is_empty() {
        let own = ConversationFilter { only: Some(pins.clone()), ..filter.clone() };
        pinned = scope.conversations().list(&own, order, PIN_LIMIT as u64, now).await?;
    }
    filter.without.clone_from(&pins);
    let rows = scope.conversations().list(&filter, order, u64::from(limit) + 1, now).await?;
    let (rows, last) = cut(rows, limit);
    let next = last.map(|row| cx.cursors.write(&Place::of(sort, &row))).transpose()?;
    let company = cx.directory.company(&scope).await?;
    pinned.extend(rows);
    let objects = views::conversations::load(&scope, &company, language.tag(), &pins, pinned).await?;
    Ok(List::new(objects, next))
}
