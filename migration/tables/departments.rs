//! The menu. The pair of `company_id` and `id` is unique here and in the tables like it, so that a foreign key can name
//! both columns and no row ever points into another company.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0003_departments",
    up: &[Sql::Both(
        "
            create table departments (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                slug text not null,
                name text not null,
                description text,
                color text not null default '#6366f1',
                emoji text,
                position int not null,
                keywords jsonb not null default '[]',
                is_root boolean not null default false,
                is_active boolean not null default true,
                response_timeout_minutes int not null default 5 check (response_timeout_minutes between 1 and 1440),
                max_agents int not null default 10 check (max_agents between 1 and 1000),
                business_hours jsonb,
                last_assigned_at timestamptz,
                version int not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (company_id, id),
                unique (company_id, slug)
            );
            create unique index departments_one_root on departments (company_id) where is_root and is_active;
            create index departments_menu on departments (company_id, is_active, position);
            ",
    )],
};
