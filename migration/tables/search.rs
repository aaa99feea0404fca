//! Indexes for those who look for something among very much.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0070_search",
    up: &[
        Sql::Both(
            "create index conversations_unread on conversations (company_id, status, last_message_at desc) where unread_count > 0",
        ),
        Sql::Postgres(
            "
            -- Messages lie in the order of their coming, so that a few bytes for each stretch of the table tell its time.
            create index messages_sent on messages using brin (sent_at) with (pages_per_range = 32, autosummarize = on);
            create index conversations_protocol on conversations (company_id, protocol text_pattern_ops);
            do $$ declare trigrams text := (select extnamespace::regnamespace::text || '.gin_trgm_ops' from pg_extension
                where extname = 'pg_trgm');
            begin
                if trigrams is not null then
                    execute 'create index contacts_push_name on contacts using gin (lower(push_name) ' || trigrams || ')';
                    execute 'create index contacts_email on contacts using gin (lower(email) ' || trigrams || ')';
                    execute 'create index contact_identities_part on contact_identities using gin (canonical ' || trigrams || ')';
                end if;
            end $$;
            ",
        ),
    ],
};
