//! One table a file, in the order of their making.

use sea_orm_migration::MigrationTrait;

use crate::sql::Migration;

mod api_keys;
mod assignments;
mod audit_logs;
mod channel_health;
mod channels;
mod companies;
mod contact_identities;
mod contacts;
mod conversation_notes;
mod conversations;
mod dead_jobs;
mod departments;
mod events;
mod hourly_rollups;
mod idempotency_keys;
mod inbox_events;
mod installation;
mod lanes;
mod leases;
mod login_throttle;
mod media;
mod message_attempts;
mod message_revisions;
mod messages;
mod outbox;
mod password_reset_requests;
mod pins;
mod quick_replies;
mod rearmings;
mod retention;
mod routing_decisions;
mod search;
mod tags;
mod templates;
mod user_departments;
mod users;
mod webhook_deliveries;
mod webhook_endpoints;

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
        tags::MIGRATION,
        pins::MIGRATION,
        conversation_notes::MIGRATION,
        quick_replies::MIGRATION,
        password_reset_requests::MIGRATION,
        api_keys::MIGRATION,
        webhook_endpoints::MIGRATION,
        webhook_deliveries::MIGRATION,
        media::MIGRATION,
        hourly_rollups::MIGRATION,
        search::MIGRATION,
        templates::MIGRATION,
        message_revisions::MIGRATION,
        retention::MIGRATION,
        channel_health::MIGRATION,
        rearmings::MIGRATION,
    ];
    all.into_iter().map(|migration| Box::new(migration) as Box<dyn MigrationTrait>).collect()
}
