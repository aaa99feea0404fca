//! Deadlines that are to be counted again since hours or response times changed.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0081_rearmings",
    up: &[Sql::Both(
        "
            create table rearmings (
                company_id uuid not null references companies (id),
                department_id uuid not null,
                round int not null,
                after_id uuid not null,
                touched_at timestamptz not null,
                created_at timestamptz not null,
                primary key (company_id, department_id)
            );
            ",
    )],
};
