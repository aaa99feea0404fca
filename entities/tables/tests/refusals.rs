//! What the schema refuses, whoever asks.

use std::collections::BTreeMap;

use migration::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, TransactionTrait as _};

use super::databases;
use super::sample::Put::{Bool, Int, Now, Null, Row, Text};
use super::sample::{Put, Table, insert};
use super::tables;

/// One of everything, for the cases below, and a few neighbours: a second contact, and a second company with its own.
pub(super) async fn furnish(db: &DatabaseConnection, tables: &BTreeMap<&'static str, Table>) {
    db.execute_unprepared("delete from installation").await.unwrap();
    for name in super::parents_first() {
        insert(db, &tables[name], 1, &[]).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let other: &[(&str, Put)] = &[("company_id", Row("companies", 2)), ("department_id", Null)];
    let of_nobody = [("last_department_id", Null), ("last_attendant_id", Null), ("merged_into_id", Null)];
    insert(db, &tables["companies"], 2, &[]).await.unwrap();
    insert(db, &tables["departments"], 2, other).await.unwrap();
    insert(db, &tables["users"], 2, other).await.unwrap();
    insert(db, &tables["contacts"], 2, &[]).await.unwrap();
    insert(db, &tables["contacts"], 3, &[&other[..1], &of_nobody].concat()).await.unwrap();
}

/// A second conversation, open and with nobody.
const OPEN: &[(&str, Put)] = &[
    ("contact_id", Row("contacts", 2)),
    ("status", Text("OPEN")),
    ("flow_state", Text("GREETING")),
    ("department_id", Null),
    ("assigned_user_id", Null),
    ("timeout_at", Null),
    ("timeout_kind", Null),
    ("queued_at", Null),
];

const RESOLVED: &[(&str, Put)] = &[
    ("status", Text("RESOLVED")),
    ("flow_state", Text("RESOLVED")),
    ("assigned_user_id", Null),
    ("timeout_at", Null),
    ("timeout_kind", Null),
];

/// What must happen to a row that is like the second sample row but for `changes`, which come after `base`.
struct Case {
    verdict: &'static str,
    table: &'static str,
    base: &'static [(&'static str, Put)],
    changes: &'static [(&'static str, Put)],
}

const fn case(
    verdict: &'static str,
    table: &'static str,
    base: &'static [(&'static str, Put)],
    changes: &'static [(&'static str, Put)],
) -> Case {
    Case { verdict, table, base, changes }
}

const STORED: &str = "stored";
const CHECK: &str = "check constraint";
const UNIQUE: &str = "unique constraint";
const FOREIGN: &str = "foreign key constraint";

const CASES: &[Case] = &[
    case(CHECK, "installation", &[], &[("id", Int(2))]),
    // Departments.
    case(STORED, "departments", &[], &[("id", Row("departments", 9))]),
    case(UNIQUE, "departments", &[], &[("id", Row("departments", 9)), ("slug", Text("slug não 1"))]),
    case(
        UNIQUE,
        "departments",
        &[],
        &[("id", Row("departments", 9)), ("is_root", Bool(true)), ("is_active", Bool(true))],
    ),
    case(
        STORED,
        "departments",
        &[],
        &[("id", Row("departments", 9)), ("is_root", Bool(true)), ("is_active", Bool(false))],
    ),
    case(CHECK, "departments", &[], &[("id", Row("departments", 9)), ("response_timeout_minutes", Int(0))]),
    case(CHECK, "departments", &[], &[("id", Row("departments", 9)), ("response_timeout_minutes", Int(1441))]),
    case(CHECK, "departments", &[], &[("id", Row("departments", 9)), ("max_agents", Int(0))]),
    case(CHECK, "departments", &[], &[("id", Row("departments", 9)), ("max_agents", Int(1001))]),
    case(FOREIGN, "departments", &[], &[("id", Row("departments", 9)), ("company_id", Row("companies", 9))]),
    // Users.
    case(STORED, "users", USER, &[]),
    case(STORED, "users", USER, &[("max_conversations", Int(0))]),
    case(STORED, "users", USER, &[("max_conversations", Null)]),
    case(UNIQUE, "users", USER, &[("email", Text("email não 2"))]),
    case(CHECK, "users", USER, &[("email", Text("A@example.org"))]),
    case(CHECK, "users", USER, &[("role", Text("OWNER"))]),
    case(CHECK, "users", USER, &[("online_status", Text("AWAY"))]),
    case(CHECK, "users", USER, &[("presence_intent", Text("AWAY"))]),
    case(CHECK, "users", USER, &[("max_conversations", Int(-1))]),
    case(FOREIGN, "users", USER, &[("department_id", Row("departments", 2))]),
    case(UNIQUE, "user_departments", &[], &[]),
    case(FOREIGN, "user_departments", &[], &[("department_id", Row("departments", 2))]),
    case(FOREIGN, "user_departments", &[], &[("user_id", Row("users", 2))]),
    // Channels.
    case(STORED, "channels", &[], &[]),
    case(UNIQUE, "channels", &[], &[("is_default", Bool(true))]),
    case(UNIQUE, "channels", &[], &[("external_key", Text("external_key não 1"))]),
    case(STORED, "channels", &[], &[("external_key", Text("external_key não 1")), ("status", Text("DISABLED"))]),
    case(STORED, "channels", &[], &[("external_key", Text("external_key não 1")), ("company_id", Row("companies", 2))]),
    case(STORED, "channels", &[], &[("insecure_webhook", Bool(true))]),
    case(CHECK, "channels", &[], &[("insecure_webhook", Bool(true)), ("provider", Text("META"))]),
    case(CHECK, "channels", &[], &[("provider", Text("SMS"))]),
    case(CHECK, "channels", &[], &[("status", Text("ASLEEP"))]),
    case(CHECK, "channels", &[], &[("max_per_second", Int(0))]),
    // Contacts.
    case(STORED, "contacts", CONTACT, &[("name_source", Null)]),
    case(CHECK, "contacts", CONTACT, &[("name_source", Text("GUESS"))]),
    case(FOREIGN, "contacts", CONTACT, &[("merged_into_id", Row("contacts", 3))]),
    case(FOREIGN, "contacts", CONTACT, &[("last_attendant_id", Row("users", 2))]),
    case(STORED, "contact_identities", &[], &[]),
    case(STORED, "contact_identities", &[], &[("canonical", Text("canonical não 1")), ("kind", Text("WAHA_LID"))]),
    case(UNIQUE, "contact_identities", &[], &[("canonical", Text("canonical não 1"))]),
    case(CHECK, "contact_identities", &[], &[("kind", Text("EMAIL"))]),
    case(CHECK, "contact_identities", &[], &[("verified_by", Text("NOBODY"))]),
    case(FOREIGN, "contact_identities", &[], &[("contact_id", Row("contacts", 3))]),
    // Conversations: one active a channel and contact, then (a) to (f).
    case(STORED, "conversations", OPEN, &[]),
    case(UNIQUE, "conversations", OPEN, &[("contact_id", Row("contacts", 1))]),
    case(UNIQUE, "conversations", &[], &[]),
    case(STORED, "conversations", RESOLVED, &[]),
    case(STORED, "conversations", RESOLVED, &[("status", Text("ARCHIVED"))]),
    case(UNIQUE, "conversations", OPEN, &[("protocol", Text("protocol não 1"))]),
    case(CHECK, "conversations", OPEN, &[("assigned_user_id", Row("users", 1))]),
    case(CHECK, "conversations", RESOLVED, &[("assigned_user_id", Row("users", 1))]),
    case(CHECK, "conversations", &[], &[("contact_id", Row("contacts", 2)), ("assigned_user_id", Null)]),
    case(CHECK, "conversations", OPEN, &[("flow_state", Text("ASSIGNED")), ("department_id", Row("departments", 1))]),
    case(CHECK, "conversations", OPEN, &[("flow_state", Text("RESOLVED"))]),
    case(CHECK, "conversations", OPEN, &[("flow_state", Text("TIMEOUT_REDIRECT"))]),
    case(STORED, "conversations", OPEN, &[("flow_state", Text("AWAITING_ROUTING_CONFIRMATION"))]),
    case(CHECK, "conversations", &[], &[("contact_id", Row("contacts", 2)), ("flow_state", Text("GREETING"))]),
    case(STORED, "conversations", &[], &[("contact_id", Row("contacts", 2)), ("flow_state", Text("TIMEOUT_REDIRECT"))]),
    case(CHECK, "conversations", RESOLVED, &[("flow_state", Text("GREETING"))]),
    case(CHECK, "conversations", RESOLVED, &[("status", Text("ARCHIVED")), ("flow_state", Text("GREETING"))]),
    case(STORED, "conversations", OPEN, QUEUED),
    case(CHECK, "conversations", OPEN, &[("flow_state", Text("DEPARTMENT_SELECTED")), ("queued_at", Now)]),
    case(
        CHECK,
        "conversations",
        OPEN,
        &[("flow_state", Text("DEPARTMENT_SELECTED")), ("department_id", Row("departments", 1))],
    ),
    case(CHECK, "conversations", &[], &[("contact_id", Row("contacts", 2)), ("department_id", Null)]),
    case(STORED, "conversations", OPEN, &[("timeout_at", Now), ("timeout_kind", Text("MENU"))]),
    case(CHECK, "conversations", OPEN, &[("timeout_at", Now)]),
    case(CHECK, "conversations", OPEN, &[("timeout_kind", Text("MENU"))]),
    case(CHECK, "conversations", OPEN, &[("timeout_at", Now), ("timeout_kind", Text("TEA"))]),
    case(CHECK, "conversations", RESOLVED, &[("timeout_at", Now), ("timeout_kind", Text("MENU"))]),
    case(STORED, "conversations", OPEN, &[("idle_since", Now)]),
    case(CHECK, "conversations", OPEN, &[("idle_since", Now), ("timeout_at", Now), ("timeout_kind", Text("MENU"))]),
    case(CHECK, "conversations", RESOLVED, &[("idle_since", Now)]),
    case(CHECK, "conversations", OPEN, &[("status", Text("LOST"))]),
    case(CHECK, "conversations", OPEN, &[("flow_state", Text("LOST"))]),
    case(CHECK, "conversations", OPEN, &[("suggestion_state", Text("LOST"))]),
    case(CHECK, "conversations", OPEN, &[("started_by", Text("LOST"))]),
    case(FOREIGN, "conversations", OPEN, &[("contact_id", Row("contacts", 3))]),
    case(FOREIGN, "conversations", OPEN, &[("preferred_user_id", Row("users", 2))]),
    case(FOREIGN, "conversations", OPEN, &[("last_department_id", Row("departments", 2))]),
    // Messages.
    case(STORED, "messages", &[], &[]),
    case(UNIQUE, "messages", &[], &[("client_id", Text("client_id não 1"))]),
    case(STORED, "messages", &[], &[("client_id", Null), ("provider_key", Null)]),
    case(UNIQUE, "messages", &[], &[("provider_key", Text("provider_key não 1"))]),
    case(STORED, "messages", &[], &[("provider_key", Text("provider_key não 1")), ("direction", Text("INBOUND"))]),
    case(STORED, "messages", &[], &[("provider_key", Text("provider_key não 1")), ("contact_id", Row("contacts", 2))]),
    case(CHECK, "messages", &[], &[("direction", Text("SIDEWAYS"))]),
    case(CHECK, "messages", &[], &[("type", Text("STICKER"))]),
    case(CHECK, "messages", &[], &[("origin", Text("NOBODY"))]),
    case(CHECK, "messages", &[], &[("status", Text("LOST"))]),
    case(FOREIGN, "messages", &[], &[("contact_id", Row("contacts", 3))]),
    case(FOREIGN, "messages", &[], &[("sender_id", Row("users", 2))]),
    case(FOREIGN, "messages", &[], &[("conversation_id", Row("conversations", 9))]),
    case(UNIQUE, "outbox", &[], &[]),
    case(CHECK, "outbox", &[], &[("phase", Text("DONE"))]),
    case(FOREIGN, "outbox", &[], &[("message_id", Row("messages", 9))]),
    case(STORED, "message_attempts", &[], &[]),
    case(UNIQUE, "message_attempts", &[], &[("number", Int(3))]),
    case(CHECK, "message_attempts", &[], &[("outcome", Text("ACCEPTED"))]),
    // Assignments: the first sample has ended.
    case(STORED, "assignments", &[], &[("unassigned_at", Null)]),
    case(CHECK, "assignments", &[], &[("assigned_by", Text("OWN"))]),
    case(CHECK, "assignments", &[], &[("end_reason", Text("BORED"))]),
    case(FOREIGN, "assignments", &[], &[("user_id", Row("users", 2))]),
    case(CHECK, "routing_decisions", &[], &[("outcome", Text("LOST"))]),
    // The inbox, and the rest.
    case(STORED, "inbox_events", &[], &[]),
    case(STORED, "inbox_events", &[], &[("external_id", Text("external_id não 1")), ("kind", Text("STATUS"))]),
    case(UNIQUE, "inbox_events", &[], &[("external_id", Text("external_id não 1"))]),
    case(CHECK, "inbox_events", &[], &[("kind", Text("GOSSIP"))]),
    case(CHECK, "inbox_events", &[], &[("state", Text("LOST"))]),
    case(UNIQUE, "lanes", &[], &[("key", Text("key não 1"))]),
    case(FOREIGN, "lanes", &[], &[("company_id", Row("companies", 2))]),
    case(UNIQUE, "leases", &[], &[("name", Text("name não 1"))]),
    case(STORED, "audit_logs", &[], &[("company_id", Null)]),
    case(CHECK, "audit_logs", &[], &[("outcome", Text("MAYBE"))]),
    case(STORED, "idempotency_keys", &[], &[]),
    case(UNIQUE, "idempotency_keys", &[], &[("key", Text("key não 1")), ("principal", Text("principal não 1"))]),
];

const USER: &[(&str, Put)] = &[("id", Row("users", 9)), ("email", Text("nine@example.org"))];
const CONTACT: &[(&str, Put)] = &[("id", Row("contacts", 9))];
const QUEUED: &[(&str, Put)] =
    &[("flow_state", Text("DEPARTMENT_SELECTED")), ("department_id", Row("departments", 1)), ("queued_at", Now)];

#[tokio::test]
async fn the_database_refuses_what_must_never_be() {
    for empty in databases::empty().await {
        Migrator::run(&empty.db).await.unwrap();
        let tables = tables();
        furnish(&empty.db, &tables).await;
        let mut wrong = Vec::new();
        for Case { verdict, table, base, changes } in CASES {
            // The later change wins: `insert` takes the first that it finds.
            let all = [*changes, *base].concat();
            let transaction = empty.db.begin().await.unwrap();
            let verdict_is_right = match insert(&transaction, &tables[table], 2, &all).await {
                Ok(()) => *verdict == STORED,
                Err(error) => error.to_string().to_lowercase().contains(verdict),
            };
            transaction.rollback().await.unwrap();
            if !verdict_is_right {
                wrong.push(format!("{table} with {changes:?} should meet: {verdict}"));
            }
        }
        assert!(wrong.is_empty(), "on {}:\n{}", empty.url, wrong.join("\n"));
    }
}

#[tokio::test]
async fn at_most_one_assignment_is_present_and_one_verified_channel_has_a_meta_number() {
    for empty in databases::empty().await {
        Migrator::run(&empty.db).await.unwrap();
        let tables = tables();
        furnish(&empty.db, &tables).await;
        let present = [("unassigned_at", Null)];
        insert(&empty.db, &tables["assignments"], 2, &present).await.unwrap();
        refused(insert(&empty.db, &tables["assignments"], 3, &present).await);

        let meta = [("provider", Text("META")), ("external_key", Text("1"))];
        let elsewhere = [&meta[..], &[("company_id", Row("companies", 2))]].concat();
        let pending = [&elsewhere[..], &[("status", Text("PENDING"))]].concat();
        insert(&empty.db, &tables["channels"], 2, &meta).await.unwrap();
        refused(insert(&empty.db, &tables["channels"], 3, &elsewhere).await);
        insert(&empty.db, &tables["channels"], 3, &pending).await.unwrap();
    }
}

fn refused(result: Result<(), sea_orm::DbErr>) {
    let error = result.expect_err("a second row");
    assert!(matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))), "{error}");
}

#[tokio::test]
async fn a_membership_goes_with_its_user_and_nothing_else_does() {
    for empty in databases::empty().await {
        Migrator::run(&empty.db).await.unwrap();
        for table in ["companies", "departments", "users", "user_departments"] {
            insert(&empty.db, &tables()[table], 1, &[]).await.unwrap();
        }
        assert!(empty.db.execute_unprepared("delete from companies").await.is_err());
        empty.db.execute_unprepared("delete from users").await.unwrap();
        assert_eq!(crate::tables::user_department::Entity::find().all(&empty.db).await.unwrap(), []);
    }
}
