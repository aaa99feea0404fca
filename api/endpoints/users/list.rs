use domain::id::{CompanyId, UserId};
use domain::wire;
use entities::UserFilter;
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::cursor::Position;
use crate::error::ApiError;
use crate::payload::List;
use crate::query;

/// The parameters of the list as they came.
pub(super) struct Wanted<'a> {
    pub(super) role: Option<&'a str>,
    pub(super) status: Option<&'a str>,
    pub(super) department: Option<&'a str>,
    pub(super) search: Option<String>,
    pub(super) limit: Option<u32>,
    pub(super) cursor: Option<&'a str>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Place {
    name: String,
    id: UserId,
}

impl Position for Place {
    const LIST: &'static str = "users";
}

pub(super) async fn list(cx: &Context, company: CompanyId, wanted: Wanted<'_>) -> Result<List<wire::User>, ApiError> {
    let limit = query::limit(wanted.limit)? as usize;
    let (is_active, online) = match wanted.status {
        None => (None, false),
        Some("active") => (Some(true), false),
        Some("inactive") => (Some(false), false),
        Some("online") => (Some(true), true),
        Some(_) => return Err(ApiError::invalid_query("status", "active, inactive or online")),
    };
    let after = cx.cursors.read_optional::<Place>(wanted.cursor)?;
    let filter = UserFilter {
        role: query::choice("role", wanted.role)?,
        is_active,
        online,
        department: query::id(wanted.department),
        search: wanted.search.map(|search| search.trim().to_owned()).filter(|search| !search.is_empty()),
        after: after.map(|place| (place.name, place.id)),
    };
    let scope = cx.company(company);
    let mut rows = scope.users().list(&filter, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| more).map(|row| Place { name: row.name.clone(), id: row.id });
    let next = last.map(|place| cx.cursors.write(&place)).transpose()?;
    Ok(List::new(scope.users().views(rows).await?, next))
}
