//! Customers.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0007_contacts",
    up: &[
        Sql::Both(
            "
            create table contacts (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                name text,
                name_source text check (name_source in ('AGENT', 'PUSH', 'IMPORT')),
                push_name text,
                email text,
                attributes jsonb not null default '{}',
                avatar_media_id uuid,
                blocked boolean not null default false,
                opted_out_at timestamptz,
                note text,
                last_department_id uuid,
                last_attendant_id uuid,
                last_attended_at timestamptz,
                last_closed_text_at timestamptz,
                last_closed_period text,
                merged_into_id uuid,
                erasing_at timestamptz,
                last_message_at timestamptz,
                version int not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (company_id, id),
                foreign key (company_id, last_department_id) references departments (company_id, id),
                foreign key (company_id, last_attendant_id) references users (company_id, id),
                foreign key (company_id, merged_into_id) references contacts (company_id, id)
            );
            create index contacts_recent on contacts (company_id, last_message_at desc, id);
            ",
        ),
        Sql::Postgres(
            "
            -- Trigrams where the server has them, else a prefix index.
            do $$ begin
                create extension if not exists pg_trgm with schema public;
                execute format('create index contacts_name on contacts using gin (lower(name) %I.gin_trgm_ops)',
                    (select extnamespace::regnamespace from pg_extension where extname = 'pg_trgm'));
            exception when undefined_file or feature_not_supported or insufficient_privilege then
                create index contacts_name on contacts (company_id, lower(name) text_pattern_ops);
            end $$;
            ",
        ),
        Sql::Sqlite("create index contacts_name on contacts (company_id, lower(name));"),
    ],
};
