//! The tags that a row carries, read with the row.

use domain::wire::TagRef;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult};

/// Their column among those of the row.
pub(super) const TAGS: &str = "tags_";

/// The tags that `marks` (a table) has for what its column `of` names, which is `row` of the outer select.
pub(super) fn by(db: &impl ConnectionTrait, marks: &str, of: &str, row: &str) -> SimpleExpr {
    let objects = match db.get_database_backend() {
        DbBackend::Sqlite => "json_group_array(json_object('id', hex(t.id), 'name', t.name, 'color', t.color))",
        _ => "json_agg(json_build_object('id', t.id, 'name', t.name, 'color', t.color))::text",
    };
    Expr::cust(format!("(SELECT {objects} FROM {marks} m JOIN tags t ON t.id = m.tag_id WHERE m.{of} = {row})"))
}

/// The tags of [`by`], by name.
pub(super) fn tags(row: &QueryResult, prefix: &str) -> Result<Vec<TagRef>, DbErr> {
    let text: Option<String> = row.try_get(prefix, TAGS)?;
    let read: Result<Option<Vec<TagRef>>, _> = text.as_deref().map(serde_json::from_str).transpose();
    let mut tags = read.map_err(|error| DbErr::Type(error.to_string()))?.unwrap_or_default();
    tags.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    Ok(tags)
}
