//! The order of one sender at one channel.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0016_lanes",
    up: &[
        Sql::Both(
            r#"
            create table lanes (
                "key" text not null primary key,
                company_id uuid not null,
                channel_id uuid not null,
                bumps int not null default 0,
                ready_at timestamptz,
                nudged_at timestamptz,
                lease_until timestamptz,
                leased_by text,
                lease_token int not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                foreign key (company_id, channel_id) references channels (company_id, id)
            );
            create index lanes_ready on lanes (company_id, ready_at);
            "#,
        ),
        Sql::Postgres("alter table lanes set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);"),
    ],
};
