//! The wall around everything else.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0002_companies",
    up: &[Sql::Both(
        "
            create table companies (
                id uuid not null primary key,
                name text not null,
                locale text not null default 'pt-BR',
                timezone text not null default 'America/Sao_Paulo',
                greeting_message text,
                is_active boolean not null default true,
                settings jsonb not null default '{}',
                rules_version int not null default 0,
                version int not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null
            );
            ",
    )],
};
