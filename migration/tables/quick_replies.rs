//! Texts that are written often: the company's, and each user's own.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0026_quick_replies",
    up: &[Sql::Both(
        "
            create table quick_replies (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                title text not null check (length(title) between 1 and 80),
                content text not null check (length(content) between 1 and 4096),
                shortcut text,
                category text,
                scope text not null default 'COMPANY' check (scope in ('COMPANY', 'PERSONAL')),
                owner_id uuid,
                is_active boolean not null default true,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                foreign key (company_id, owner_id) references users (company_id, id),
                constraint quick_replies_personal_has_owner check ((scope = 'PERSONAL') = (owner_id is not null))
            );
            create unique index quick_replies_company_shortcut on quick_replies (company_id, shortcut)
                where scope = 'COMPANY' and is_active;
            create unique index quick_replies_personal_shortcut on quick_replies (owner_id, shortcut)
                where scope = 'PERSONAL' and is_active;
            create index quick_replies_list on quick_replies (company_id, title, id) where is_active;
            ",
    )],
};
