//! Leaderships.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0018_leases",
    up: &[Sql::Both(
        "
            create table leases (
                name text not null primary key,
                holder text not null,
                until timestamptz not null,
                token int not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null
            );
            ",
    )],
};
