//! The one row that the installation itself is, and full text search, which belongs to the database.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0001_installation",
    up: &[
        Sql::Postgres(
            "
            -- A trusted extension: the owner of the database may create it.
            create extension if not exists unaccent with schema public;
            do $$ begin
                if not exists (select from pg_ts_config where cfgname = 'wpc' and cfgnamespace = current_schema()::regnamespace) then
                    create text search configuration wpc (copy = pg_catalog.simple);
                    execute format(
                        'alter text search configuration wpc
                            alter mapping for word, numword, hword, numhword, hword_part, hword_numpart with %I.unaccent, simple',
                        (select extnamespace::regnamespace from pg_extension where extname = 'unaccent'));
                end if;
            end $$;
            ",
        ),
        Sql::Both(
            "
            create table installation (
                id int not null primary key check (id = 1),
                bootstrapped_at timestamptz,
                log_epoch int not null default 1,
                rollup_cursor text not null default '',
                schema_note text,
                created_at timestamptz not null,
                updated_at timestamptz not null
            );
            ",
        ),
        Sql::Postgres(
            "
            insert into installation (id, created_at, updated_at)
            values (1, date_trunc('milliseconds', now()), date_trunc('milliseconds', now()));
            ",
        ),
        Sql::Sqlite(
            "
            insert into installation (id, created_at, updated_at)
            values (1, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'), strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'));
            ",
        ),
    ],
};
