//! The schema as the databases tell it: columns, indexes, and the values that a check allows.

use std::collections::BTreeMap;

use migration::Migrator;
use sea_orm::sea_query::ColumnType;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};
use strum::VariantArray;

use super::{databases, tables};

#[tokio::test]
async fn the_migrated_columns_are_the_models_columns() {
    for empty in databases::empty().await {
        Migrator::run(&empty.db).await.unwrap();
        for table in tables().values() {
            let declared: BTreeMap<String, (String, bool)> = table
                .columns
                .iter()
                .map(|column| (column.name.to_owned(), (type_name(&empty.db, &column.kind), column.nullable)))
                .collect();
            assert_eq!(migrated_columns(&empty.db, table.name).await, declared, "{} on {}", table.name, empty.url);
        }
    }
}

/// Name, type and nullability of each column, as the database tells them.
async fn migrated_columns(db: &DatabaseConnection, table: &str) -> BTreeMap<String, (String, bool)> {
    let sql = match db.get_database_backend() {
        // The one integer key of SQLite is never null, though its table says nothing of it.
        DbBackend::Sqlite => {
            "select name, replace(lower(type), 'bigint', 'integer') as kind,
                    \"notnull\" = 0 and not (pk = 1 and lower(type) = 'integer') as nullable
             from pragma_table_info($1)"
        }
        _ => {
            "select column_name::text as name, data_type::text as kind, is_nullable = 'YES' as nullable
             from information_schema.columns where table_schema = current_schema() and table_name = $1"
        }
    };
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [table.into()])).await;
    let column = |row: &sea_orm::QueryResult| {
        (row.try_get("", "name").unwrap(), (row.try_get("", "kind").unwrap(), row.try_get("", "nullable").unwrap()))
    };
    rows.unwrap().iter().map(column).collect()
}

fn type_name(db: &DatabaseConnection, kind: &ColumnType) -> String {
    let (postgres, sqlite) = match kind {
        ColumnType::Uuid => ("uuid", "blob"),
        ColumnType::String(_) => ("text", "text"),
        ColumnType::Integer => ("integer", "integer"),
        ColumnType::BigInteger => ("bigint", "integer"),
        ColumnType::Boolean => ("boolean", "boolean"),
        ColumnType::TimestampWithTimeZone => ("timestamp with time zone", "text"),
        ColumnType::JsonBinary => ("jsonb", "text"),
        ColumnType::VarBinary(_) | ColumnType::Blob | ColumnType::Binary(_) => ("bytea", "blob"),
        other => panic!("no such column: {other:?}"),
    };
    if db.get_database_backend() == DbBackend::Sqlite { sqlite } else { postgres }.to_owned()
}

#[tokio::test]
async fn both_databases_have_the_same_indexes_and_postgresql_its_storage_settings() {
    let Some(postgres) = databases::postgres().await else { return };
    let sqlite = databases::sqlite().await;
    Migrator::run(&postgres.db).await.unwrap();
    Migrator::run(&sqlite.db).await.unwrap();
    let named = "select name from sqlite_master where type = 'index' and sql is not null order by name";
    let mut expected = texts(&sqlite.db, named).await;
    let trigrams = ["contact_identities_part", "contacts_email", "contacts_push_name"];
    let available = "select name::text as name from pg_available_extensions where name = 'pg_trgm'";
    if !texts(&postgres.db, available).await.is_empty() {
        expected.extend(trigrams.map(str::to_owned));
    }
    expected.extend(["conversations_protocol", "messages_sent", "messages_text"].map(str::to_owned));
    expected.sort();
    let named = "select indexname::text as name from pg_indexes where schemaname = current_schema()
        and not exists (select from pg_constraint where conname = indexname) order by indexname::text collate \"C\"";
    assert_eq!(texts(&postgres.db, named).await, expected);

    let trigrams = "select indexdef as name from pg_indexes where indexname = 'contacts_name'
        and (indexdef like '%gin_trgm_ops%') = exists (select from pg_available_extensions where name = 'pg_trgm')";
    assert_eq!(texts(&postgres.db, trigrams).await.len(), 1, "trigrams where the server has them, and only there");

    let settings = "select relname || ' ' || array_to_string(reloptions, ' ') as name from pg_class
        where relnamespace = current_schema()::regnamespace and relkind = 'r' and reloptions is not null order by relname";
    let insert_too = "autovacuum_vacuum_scale_factor=0.02 autovacuum_vacuum_insert_scale_factor=0.02";
    assert_eq!(
        texts(&postgres.db, settings).await,
        [
            "conversations fillfactor=80 autovacuum_vacuum_scale_factor=0.02",
            &format!("events {insert_too}"),
            &format!("inbox_events {insert_too}"),
            "lanes fillfactor=70 autovacuum_vacuum_scale_factor=0.01",
            "messages fillfactor=85",
            "outbox fillfactor=70 autovacuum_vacuum_scale_factor=0.01",
            "webhook_deliveries autovacuum_vacuum_scale_factor=0.02",
        ]
    );
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "name").unwrap()).collect()
}

#[tokio::test]
async fn a_check_knows_every_value_of_its_enum_and_no_other() {
    use domain::{channel, conversation, identity, message, outbox, role, routing, webhook};

    // The lists are the same text on both databases; only SQLite gives it back as it was written.
    let empty = databases::sqlite().await;
    Migrator::run(&empty.db).await.unwrap();
    let check = async |table: &str, column: &str, mut values: Vec<&'static str>| {
        let sql = "select sql from sqlite_master where name = $1";
        let row = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [table.into()]);
        let sql: String = empty.db.query_one_raw(row).await.unwrap().unwrap().try_get("", "sql").unwrap();
        let (_, list) = sql.split_once(&format!("check ({column} in (")).unwrap_or_else(|| panic!("{table}.{column}"));
        let (list, _) = list.split_once(')').unwrap();
        let mut allowed: Vec<&str> = list.split(',').map(|word| word.trim().trim_matches('\'')).collect();
        allowed.sort_unstable();
        values.sort_unstable();
        assert_eq!(allowed, values, "{table}.{column}");
    };
    check("users", "role", values::<role::Role>()).await;
    check("users", "online_status", values::<role::OnlineStatus>()).await;
    check("users", "presence_intent", values::<role::OnlineStatus>()).await;
    check("channels", "provider", values::<channel::ProviderKind>()).await;
    check("channels", "status", values::<channel::ChannelStatus>()).await;
    check("contacts", "name_source", values::<crate::tables::NameSource>()).await;
    check("contact_identities", "kind", values::<identity::IdentityKind>()).await;
    check("contact_identities", "verified_by", values::<identity::VerifiedBy>()).await;
    check("conversations", "status", values::<conversation::Status>()).await;
    check("conversations", "flow_state", values::<conversation::FlowState>()).await;
    check("conversations", "timeout_kind", values::<conversation::TimeoutKind>()).await;
    check("conversations", "suggestion_state", values::<conversation::SuggestionState>()).await;
    check("conversations", "started_by", values::<conversation::StartedBy>()).await;
    check("messages", "direction", values::<message::Direction>()).await;
    check("messages", "\"type\"", values::<message::MessageType>()).await;
    check("messages", "origin", values::<message::Origin>()).await;
    check("messages", "status", values::<message::MessageStatus>()).await;
    check("outbox", "phase", values::<outbox::Phase>()).await;
    check("message_attempts", "outcome", values::<outbox::AttemptOutcome>()).await;
    check("assignments", "assigned_by", values::<conversation::AssignedBy>()).await;
    check("assignments", "end_reason", values::<conversation::EndReason>()).await;
    check("routing_decisions", "outcome", values::<routing::DecisionOutcome>()).await;
    check("inbox_events", "kind", values::<channel::InboxKind>()).await;
    check("inbox_events", "state", values::<channel::InboxState>()).await;
    check("quick_replies", "scope", values::<domain::quick_reply::QuickReplyScope>()).await;
    check("password_reset_requests", "status", values::<role::ResetStatus>()).await;
    check("audit_logs", "outcome", values::<crate::tables::AuditOutcome>()).await;
    check("webhook_endpoints", "status", values::<webhook::EndpointStatus>()).await;
    check("webhook_deliveries", "state", values::<webhook::DeliveryState>()).await;
}

fn values<T: VariantArray + Copy + Into<&'static str>>() -> Vec<&'static str> {
    T::VARIANTS.iter().map(|&value| value.into()).collect()
}
