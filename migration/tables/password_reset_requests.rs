//! Who asked an administrator for a new password. One question at a time.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0027_password_reset_requests",
    up: &[Sql::Both(
        "
            create table password_reset_requests (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                user_id uuid not null,
                reason text not null,
                status text not null default 'PENDING' check (status in ('PENDING', 'RESOLVED', 'REJECTED')),
                resolved_by uuid,
                resolved_at timestamptz,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                foreign key (company_id, user_id) references users (company_id, id),
                foreign key (company_id, resolved_by) references users (company_id, id)
            );
            create unique index password_reset_requests_one_pending on password_reset_requests (user_id)
                where status = 'PENDING';
            create index password_reset_requests_list on password_reset_requests (company_id, status, created_at, id);
            ",
    )],
};
