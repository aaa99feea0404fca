//! Who signs in. An address belongs to one user of one company.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0004_users",
    up: &[Sql::Both(
        "
            create table users (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                email text not null unique check (email = lower(email)),
                password_hash text not null,
                name text not null,
                role text not null default 'AGENT' check (role in ('ADMIN', 'SUPERVISOR', 'AGENT')),
                online_status text not null default 'OFFLINE' check (online_status in ('ONLINE', 'BUSY', 'OFFLINE')),
                presence_intent text not null default 'ONLINE' check (presence_intent in ('ONLINE', 'BUSY', 'OFFLINE')),
                last_heartbeat_at timestamptz,
                status_changed_at timestamptz,
                last_assigned_at timestamptz,
                is_active boolean not null default true,
                department_id uuid,
                active_department_ids jsonb not null default '[]',
                max_conversations int check (max_conversations >= 0),
                locale text,
                preferences jsonb not null default '{}',
                token_version int not null default 0,
                deactivated_at timestamptz,
                version int not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (company_id, id),
                foreign key (company_id, department_id) references departments (company_id, id)
            );
            create index users_present on users (company_id, is_active, online_status);
            ",
    )],
};
