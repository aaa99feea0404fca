//! What edited messages said before.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0035_message_revisions",
    up: &[Sql::Both(
        "
            create table message_revisions (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                message_id uuid not null references messages (id),
                content text,
                at timestamptz not null
            );
            create index message_revisions_message on message_revisions (message_id, at);
            ",
    )],
};
