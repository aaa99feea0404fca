//! What colleagues tell each other about a conversation; the customer never sees it.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0025_conversation_notes",
    up: &[Sql::Both(
        "
            create table conversation_notes (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                conversation_id uuid not null,
                author_id uuid not null,
                content text not null check (length(content) between 1 and 4000),
                mentions jsonb not null default '[]',
                deleted_at timestamptz,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                foreign key (company_id, conversation_id) references conversations (company_id, id),
                foreign key (company_id, author_id) references users (company_id, id)
            );
            create index conversation_notes_page on conversation_notes (conversation_id, created_at, id);
            ",
    )],
};
