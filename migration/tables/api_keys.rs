//! Keys of integrators. Of the key itself only its hash is stored.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0040_api_keys",
    up: &[Sql::Both(
        "
            create table api_keys (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                name text not null,
                prefix text not null,
                hash bytea not null,
                scopes jsonb not null,
                rate_per_minute int check (rate_per_minute > 0),
                created_by uuid not null,
                expires_at timestamptz,
                last_used_at timestamptz,
                revoked_at timestamptz,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                foreign key (company_id, created_by) references users (company_id, id)
            );
            create unique index api_keys_hash on api_keys (hash);
            create index api_keys_of_company on api_keys (company_id, created_at);
            ",
    )],
};
