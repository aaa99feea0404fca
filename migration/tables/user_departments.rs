//! Memberships.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0005_user_departments",
    up: &[Sql::Both(
        "
            create table user_departments (
                user_id uuid not null,
                department_id uuid not null,
                company_id uuid not null references companies (id),
                created_at timestamptz not null,
                primary key (user_id, department_id),
                foreign key (company_id, user_id) references users (company_id, id) on delete cascade,
                foreign key (company_id, department_id) references departments (company_id, id) on delete cascade
            );
            create index user_departments_members on user_departments (department_id);
            ",
    )],
};
