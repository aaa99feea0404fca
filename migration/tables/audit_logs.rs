//! Who did what. `company_id` may be null here only.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0020_audit_logs",
    up: &[Sql::Both(
        r#"
            create table audit_logs (
                id uuid not null primary key,
                company_id uuid references companies (id),
                user_id uuid references users (id),
                api_key_id uuid,
                actor_email text,
                action text not null,
                entity text not null,
                entity_id text,
                outcome text not null check (outcome in ('OK', 'DENIED', 'FAILED')),
                status int not null,
                metadata jsonb not null default '{}',
                ip_address text,
                user_agent text,
                request_id text not null,
                "timestamp" timestamptz not null,
                created_at timestamptz not null
            );
            create index audit_logs_recent on audit_logs (company_id, "timestamp" desc, id);
            "#,
    )],
};
