//! The models against the migrated schema, and the schema against what must never be stored, on both databases.

pub(crate) mod databases;
mod refusals;
mod sample;
mod schema;

use std::collections::BTreeMap;

use migration::Migrator;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, Iterable as _,
    ModelTrait, Statement,
};

use self::refusals::furnish;
use self::sample::{Table, table};

/// Do something with every table, parents first.
macro_rules! every_table {
    ($entity:ident => $body:expr) => {
        every_table!(@ $entity => $body; installation company department user user_department channel contact
            contact_identity conversation message outbox message_attempt assignment routing_decision inbox_event lane
            event lease dead_job audit_log idempotency_key login_throttle api_key webhook_endpoint webhook_delivery
            tag conversation_tag contact_tag pin conversation_note quick_reply password_reset_request media hourly_rollup online_span
            template message_revision)
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
