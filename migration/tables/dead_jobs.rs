//! Jobs that were given up.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0019_dead_jobs",
    up: &[Sql::Both(
        r#"
            create table dead_jobs (
                id uuid not null primary key,
                queue text not null,
                "key" text not null,
                payload jsonb not null,
                company_id uuid references companies (id),
                attempts int not null,
                last_error text not null,
                first_failed_at timestamptz not null,
                dead_at timestamptz not null,
                resolved_at timestamptz,
                resolution text,
                created_at timestamptz not null,
                updated_at timestamptz not null
            );
            "#,
    )],
};
