//! Marks of a company, on its conversations and on its contacts.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0023_tags",
    up: &[Sql::Both(
        "
            create table tags (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                name text not null,
                color text not null default '#6366f1',
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (company_id, id)
            );
            create unique index tags_name on tags (company_id, lower(name));
            create table conversation_tags (
                conversation_id uuid not null,
                tag_id uuid not null,
                company_id uuid not null references companies (id),
                created_at timestamptz not null,
                primary key (conversation_id, tag_id),
                foreign key (company_id, conversation_id) references conversations (company_id, id) on delete cascade,
                foreign key (company_id, tag_id) references tags (company_id, id) on delete cascade
            );
            create index conversation_tags_by_tag on conversation_tags (tag_id);
            create table contact_tags (
                contact_id uuid not null,
                tag_id uuid not null,
                company_id uuid not null references companies (id),
                created_at timestamptz not null,
                primary key (contact_id, tag_id),
                foreign key (company_id, contact_id) references contacts (company_id, id) on delete cascade,
                foreign key (company_id, tag_id) references tags (company_id, id) on delete cascade
            );
            create index contact_tags_by_tag on contact_tags (tag_id);
            ",
    )],
};
