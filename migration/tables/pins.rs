//! What a user keeps at the top of their list.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0024_pins",
    up: &[Sql::Both(
        "
            create table pins (
                user_id uuid not null,
                conversation_id uuid not null,
                company_id uuid not null references companies (id),
                created_at timestamptz not null,
                primary key (user_id, conversation_id),
                foreign key (company_id, user_id) references users (company_id, id) on delete cascade,
                foreign key (company_id, conversation_id) references conversations (company_id, id) on delete cascade
            );
            ",
    )],
};
