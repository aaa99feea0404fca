//! Rows with every field set, made from the columns themselves; only what the database checks is spelled out.

use chrono::{DateTime, Duration};
use sea_orm::sea_query::{Alias, ColumnType, Expr, Query};
use sea_orm::{ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait, IdenStatic as _, Iterable as _, Value};
use serde_json::json;
use uuid::Uuid;

/// A column as its entity declares it.
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: ColumnType,
    pub(super) nullable: bool,
}

pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column>,
}

pub(super) fn table<E: EntityTrait>() -> Table {
    let columns = E::Column::iter()
        .map(|column| {
            let def = column.def();
            Column { name: column.as_str(), kind: def.get_column_type().clone(), nullable: def.is_null() }
        })
        .collect();
    Table { name: E::default().table_name(), columns }
}

/// What a test puts into a column instead of the sample.
#[derive(Debug, Clone, Copy)]
pub(super) enum Put {
    Null,
    Text(&'static str),
    Int(i32),
    Bool(bool),
    /// The id of the nth sample row of a table.
    Row(&'static str, u8),
    Now,
}

impl Put {
    fn value(self, kind: &ColumnType) -> Value {
        match (self, kind) {
            (Self::Null, ColumnType::Uuid) => Value::Uuid(None),
            (Self::Null, ColumnType::Integer) => Value::Int(None),
            (Self::Null, ColumnType::TimestampWithTimeZone) => Value::ChronoDateTimeUtc(None),
            (Self::Null, _) => Value::String(None),
            (Self::Text(text), _) => text.into(),
            (Self::Int(number), ColumnType::BigInteger) => i64::from(number).into(),
            (Self::Int(number), _) => number.into(),
            (Self::Bool(truth), _) => truth.into(),
            (Self::Row(table, n), _) => id(table, n).into(),
            (Self::Now, _) => time(0).into(),
        }
    }
}

/// Insert the nth sample row, changed.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    table: &Table,
    n: u8,
    changes: &[(&'static str, Put)],
) -> Result<(), DbErr> {
    let values = table.columns.iter().map(|column| {
        let change = changes.iter().find(|(name, _)| *name == column.name);
        change.map_or_else(|| value(table.name, column, n), |(_, put)| put.value(&column.kind))
    });
    let insert = Query::insert()
        .into_table(Alias::new(table.name))
        .columns(table.columns.iter().map(|column| Alias::new(column.name)))
        .values_panic(values.map(Expr::val))
        .to_owned();
    db.execute(&insert).await.map(|_| ())
}

/// The value of a column in the nth sample row. Foreign keys name the first row of their table.
pub(super) fn value(table: &str, column: &Column, n: u8) -> Value {
    match &column.kind {
        ColumnType::Uuid => reference(table, column.name, n).into(),
        ColumnType::String(_) => text(table, column.name, n).into(),
        ColumnType::Integer if table == "installation" && column.name == "id" => 1.into(),
        ColumnType::Integer => (i32::from(n) + 2).into(),
        ColumnType::BigInteger => (i64::from(n) + (1 << 40)).into(),
        ColumnType::Boolean => (n == 1 && column.name != "insecure_webhook").into(),
        // The database allows no idle conversation that is assigned.
        ColumnType::TimestampWithTimeZone if column.name == "idle_since" => Value::ChronoDateTimeUtc(None),
        ColumnType::TimestampWithTimeZone => time(n).into(),
        ColumnType::JsonBinary => json!({ "of": column.name, "list": [n, null, "ação"] }).into(),
        ColumnType::VarBinary(_) | ColumnType::Blob | ColumnType::Binary(_) => vec![0_u8, 255, n].into(),
        other => panic!("{table}.{}: no sample for {other:?}", column.name),
    }
}

fn time(n: u8) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp_millis(1_795_471_200_007).unwrap() + Duration::milliseconds(i64::from(n) * 10)
}

pub(super) fn id(table: &str, n: u8) -> Uuid {
    let mut bytes = [0; 16];
    for (byte, letter) in bytes.iter_mut().zip(table.bytes()) {
        *byte = letter;
    }
    bytes[15] = n;
    Uuid::from_bytes(bytes)
}

fn reference(table: &str, column: &str, n: u8) -> Uuid {
    match column {
        "id" => id(table, n),
        "company_id" => id("companies", 1),
        "channel_id" => id("channels", 1),
        "contact_id" | "merged_into_id" => id("contacts", 1),
        "conversation_id" => id("conversations", 1),
        "message_id" => id("messages", 1),
        column if column.ends_with("department_id") => id("departments", 1),
        column if column.ends_with("user_id") || column.ends_with("attendant_id") => id("users", 1),
        "tag_id" => id("tags", 1),
        "sender_id" | "actor_id" | "resolved_by_id" | "author_id" | "owner_id" | "resolved_by" | "created_by" => {
            id("users", 1)
        }
        "endpoint_id" => id("webhook_endpoints", 1),
        other => id(other, n),
    }
}

fn text(table: &str, column: &str, n: u8) -> String {
    let word = match (table, column) {
        (_, "role") => "ADMIN",
        (_, "online_status") => "BUSY",
        (_, "presence_intent") => "ONLINE",
        (_, "provider") => "WAHA",
        ("channels", "status") => "ACTIVE",
        ("conversations", "status" | "flow_state") | ("routing_decisions", "outcome") => "ASSIGNED",
        ("messages", "status") => "SENT",
        (_, "name_source" | "verified_by" | "started_by" | "origin") => "AGENT",
        ("contact_identities", "kind") => "PHONE",
        ("inbox_events", "kind") => "MESSAGE",
        ("media", "kind") => "INBOUND",
        ("media", "state") => "READY",
        (_, "timeout_kind") => "RESPONSE",
        (_, "suggestion_state") => "ASKED",
        (_, "direction") => "OUTBOUND",
        (_, "type") => "TEXT",
        (_, "phase") => "SENDING",
        ("message_attempts", "outcome") => "RECONCILED_LOST",
        ("audit_logs", "outcome") => "DENIED",
        ("quick_replies", "scope") => "PERSONAL",
        ("password_reset_requests", "status") => "REJECTED",
        (_, "assigned_by") => "SELF",
        (_, "end_reason") => "LOST",
        ("webhook_endpoints", "status") => "FAILING",
        ("webhook_deliveries", "state") => "SKIPPED",
        (_, "state") => "DONE",
        _ => return format!("{column} não {n}").to_lowercase(),
    };
    word.to_owned()
}
