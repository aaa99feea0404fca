//! The models against the migrated schema, and the schema against what must never be stored, on both databases.

pub(crate) mod databases;
mod refusals;
mod sample;

use std::collections::BTreeMap;

use migration::Migrator;
use sea_orm::sea_query::ColumnType;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, Iterable as _,
    ModelTrait, Statement,
};
use strum::VariantArray;

use self::refusals::furnish;
use self::sample::{Table, table};

/// Do something with every table, parents first.
macro_rules! every_table {
    ($entity:ident => $body:expr) => {
        every_table!(@ $entity => $body; installation company department user user_department channel contact
            contact_identity conversation message outbox message_attempt assignment routing_decision inbox_event lane
            event lease dead_job audit_log idempotency_key login_throttle)
    };
    (@ $entity:ident => $body:expr; $($name:ident)*) => {
        $({ use super::$name::Entity as $entity; $body; })*
    };
}

fn tables() -> BTreeMap<&'static str, Table> {
    let mut tables = BTreeMap::new();
    every_table!(E => { let table = table::<E>(); tables.insert(table.name, table) });
    tables
}

fn parents_first() -> Vec<&'static str> {
    let mut names = Vec::new();
    every_table!(E => names.push(table::<E>().name));
    names
}

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
    expected.push("messages_text".to_owned());
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
        ]
    );
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "name").unwrap()).collect()
}

#[tokio::test]
async fn every_model_comes_back_as_it_was_stored() {
    for empty in databases::empty().await {
        Migrator::run(&empty.db).await.unwrap();
        empty.db.execute_unprepared("delete from installation").await.unwrap();
        every_table!(E => round_trip::<E>(&empty.db).await);
    }
}

async fn round_trip<E: EntityTrait>(db: &DatabaseConnection)
where
    E::ActiveModel: Send,
{
    let table = table::<E>();
    let mut row = E::ActiveModel::default();
    let mut stored = Vec::new();
    for (column, declared) in E::Column::iter().zip(&table.columns) {
        let value = sample::value(table.name, declared, 1);
        row.set(column, value.clone());
        stored.push(value);
    }
    E::insert(row).exec_without_returning(db).await.unwrap_or_else(|error| panic!("{}: {error}", table.name));
    let model = E::find().one(db).await.unwrap().unwrap();
    for ((column, declared), value) in E::Column::iter().zip(&table.columns).zip(stored) {
        assert_eq!(model.get(column), value, "{}.{}", table.name, declared.name);
    }
}

#[tokio::test]
async fn what_is_not_said_gets_its_default() {
    for empty in databases::empty().await {
        Migrator::run(&empty.db).await.unwrap();
        let installation = super::installation::Entity::find().one(&empty.db).await.unwrap().unwrap();
        assert_eq!((installation.id, installation.log_epoch, installation.bootstrapped_at), (1, 1, None));

        let now = domain::clock::Clock::system().now();
        let company = super::company::ActiveModel {
            id: Set(sample::id("companies", 1)),
            name: Set("A".to_owned()),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        let company = company.insert(&empty.db).await.unwrap();
        assert_eq!((company.locale.as_str(), company.timezone.as_str()), ("pt-BR", "America/Sao_Paulo"));
        assert_eq!((company.is_active, company.version, company.settings), (true, 0, serde_json::json!({})));

        let event = || super::event::ActiveModel {
            epoch: Set(1),
            company_id: Set(company.id),
            name: Set("message-received".to_owned()),
            audience: Set(serde_json::json!([])),
            payload: Set(serde_json::json!({})),
            occurred_at: Set(now),
            created_at: Set(now),
            ..Default::default()
        };
        let first = event().insert(&empty.db).await.unwrap();
        super::event::Entity::delete_many().exec(&empty.db).await.unwrap();
        let second = event().insert(&empty.db).await.unwrap();
        assert!(second.id > first.id, "a pruned key is never given out again");
        match empty.db.get_database_backend() {
            DbBackend::Sqlite => assert_eq!(second.tx, 0),
            _ => assert!(second.tx > first.tx && first.tx > 0, "the transaction's own number"),
        }
    }
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    for empty in databases::empty().await {
        let names = Migrator::pending(&empty.db).await.unwrap();
        assert_eq!(names.first().map(String::as_str), Some("m0001_installation"));
        Migrator::run(&empty.db).await.unwrap();
        Migrator::run(&empty.db).await.unwrap();
        assert_eq!(Migrator::pending(&empty.db).await.unwrap(), Vec::<String>::new());
        assert_eq!(super::installation::Entity::find().all(&empty.db).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn many_hosts_may_migrate_at_once() {
    for empty in databases::empty().await {
        let mut hosts = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let db = databases::connect(&empty.url).await;
            hosts.spawn(async move { Migrator::run(&db).await });
        }
        for result in hosts.join_all().await {
            result.unwrap_or_else(|error| panic!("{}: {error}", empty.url));
        }
        assert_eq!(Migrator::pending(&empty.db).await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_check_knows_every_value_of_its_enum_and_no_other() {
    use domain::{channel, conversation, identity, message, outbox, role, routing};

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
    check("contacts", "name_source", values::<super::NameSource>()).await;
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
    check("audit_logs", "outcome", values::<super::AuditOutcome>()).await;
}

fn values<T: VariantArray + Copy + Into<&'static str>>() -> Vec<&'static str> {
    T::VARIANTS.iter().map(|&value| value.into()).collect()
}

#[tokio::test]
async fn a_word_is_found_without_its_accents_until_its_message_changes() {
    for empty in databases::empty().await {
        Migrator::run(&empty.db).await.unwrap();
        furnish(&empty.db, &tables()).await;
        assert_eq!(found(&empty.db, "nao").await, 1);
        empty.db.execute_unprepared("update messages set content = 'Olá, Conceição'").await.unwrap();
        assert_eq!((found(&empty.db, "nao").await, found(&empty.db, "conceicao").await), (0, 1));
        empty.db.execute_unprepared("update messages set content = null").await.unwrap();
        assert_eq!(found(&empty.db, "conceicao").await, 0);
    }
}

async fn found(db: &DatabaseConnection, word: &str) -> usize {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => "select message_id from messages_fts where messages_fts match $1",
        _ => {
            "select id from messages
             where to_tsvector('wpc'::regconfig, content) @@ plainto_tsquery('wpc'::regconfig, $1)"
        }
    };
    let query = Statement::from_sql_and_values(db.get_database_backend(), sql, [word.into()]);
    db.query_all_raw(query).await.unwrap().len()
}

#[tokio::test]
async fn an_unknown_word_in_an_enum_column_is_an_error_that_names_it() {
    let empty = databases::sqlite().await;
    let query = Statement::from_string(DbBackend::Sqlite, "select 'LOST' as status, null as absent");
    let row = empty.db.query_one_raw(query).await.unwrap().unwrap();
    let error = row.try_get::<crate::Text<domain::conversation::Status>>("", "status").unwrap_err();
    assert!(error.to_string().contains("LOST"), "{error}");
    let absent: Option<crate::Text<domain::conversation::Status>> = row.try_get("", "absent").unwrap();
    assert_eq!(absent, None);
}
