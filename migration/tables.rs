//! One table a file, in the order of their making.

use sea_orm_migration::MigrationTrait;

use crate::sql::Migration;

mod assignments;
mod audit_logs;
mod channels;
mod companies;
mod contact_identities;
mod contacts;
mod conversations;
mod dead_jobs;
mod departments;
mod events;
mod idempotency_keys;
mod inbox_events;
mod installation;
mod lanes;
mod leases;
mod login_throttle;
mod message_attempts;
mod messages;
mod outbox;
mod routing_decisions;
mod user_departments;
mod users;

pub(crate) fn all() -> Vec<Box<dyn MigrationTrait>> {
    let all: Vec<Migration> = vec![
        installation::MIGRATION,
        companies::MIGRATION,
        departments::MIGRATION,
        users::MIGRATION,
        user_departments::MIGRATION,
        channels::MIGRATION,
        contacts::MIGRATION,
        contact_identities::MIGRATION,
        conversations::MIGRATION,
        messages::MIGRATION,
        outbox::MIGRATION,
        message_attempts::MIGRATION,
        assignments::MIGRATION,
        routing_decisions::MIGRATION,
        inbox_events::MIGRATION,
        lanes::MIGRATION,
        events::MIGRATION,
        leases::MIGRATION,
        dead_jobs::MIGRATION,
        audit_logs::MIGRATION,
        idempotency_keys::MIGRATION,
        login_throttle::MIGRATION,
    ];
    all.into_iter().map(|migration| Box::new(migration) as Box<dyn MigrationTrait>).collect()
}
