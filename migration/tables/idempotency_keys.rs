//! Requests that must not be done twice.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0021_idempotency_keys",
    up: &[Sql::Both(
        r#"
            create table idempotency_keys (
                company_id uuid not null references companies (id),
                principal text not null,
                "key" text not null,
                request_hash text not null,
                status int,
                resource_id uuid,
                expires_at timestamptz not null,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                primary key (company_id, principal, "key")
            );
            create index idempotency_keys_expiry on idempotency_keys (expires_at);
            "#,
    )],
};
