//! The history of sends that were not simply accepted.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0012_message_attempts",
    up: &[Sql::Both(
        "
            create table message_attempts (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                message_id uuid not null references messages (id),
                number int not null,
                started_at timestamptz not null,
                finished_at timestamptz,
                outcome text not null
                    check (outcome in ('REJECTED', 'UNKNOWN', 'HELD', 'RECONCILED_SENT', 'RECONCILED_LOST')),
                correlation text not null,
                preallocated_id text,
                http_status int,
                provider_code text,
                detail text,
                worker text not null,
                created_at timestamptz not null,
                unique (message_id, number, outcome)
            );
            create index message_attempts_preallocated on message_attempts (preallocated_id);
            ",
    )],
};
