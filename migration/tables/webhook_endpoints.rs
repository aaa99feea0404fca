//! Where integrators want to hear of events. The cursor is a place in the event log: everything up to it has its delivery rows.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0041_webhook_endpoints",
    up: &[Sql::Both(
        "
            create table webhook_endpoints (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                url text not null,
                secret_enc bytea not null,
                previous_secret_enc bytea,
                previous_until timestamptz,
                event_filter jsonb not null,
                \"cursor\" text not null,
                status text not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED', 'FAILING', 'DISABLED')),
                failing_since timestamptz,
                next_at timestamptz,
                nudged_at timestamptz,
                lease_until timestamptz,
                lease_token int not null default 0,
                description text,
                version int not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (company_id, id)
            );
            create index webhook_endpoints_at_work on webhook_endpoints (status);
            ",
    )],
};
