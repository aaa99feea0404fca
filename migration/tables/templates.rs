//! The message templates of META channels, as the provider told them last.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0034_templates",
    up: &[Sql::Both(
        "
            create table templates (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                channel_id uuid not null,
                name text not null,
                language text not null,
                category text not null,
                status text not null,
                components jsonb not null,
                synced_at timestamptz not null,
                unique (channel_id, name, language),
                foreign key (company_id, channel_id) references channels (company_id, id)
            );
            ",
    )],
};
