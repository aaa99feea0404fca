//! Attachments. Their bytes are in the media store; a message points at its row, and several messages may point at one.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0023_media",
    up: &[Sql::Both(
        "
            create table media (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                message_id uuid,
                kind text not null check (kind in ('INBOUND', 'OUTBOUND', 'AVATAR')),
                state text not null default 'PENDING'
                    check (state in ('PENDING', 'READY', 'FAILED', 'EXPIRED', 'REFUSED')),
                storage_key text,
                file_name text,
                declared_mime text,
                sniffed_mime text,
                size bigint,
                sha256 text,
                width int,
                height int,
                duration_ms int,
                provider_ref jsonb not null default '{}',
                attempts int not null default 0,
                next_attempt_at timestamptz,
                nudged_at timestamptz,
                error_code text,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (company_id, id),
                check (state <> 'READY' or storage_key is not null)
            );
            create index media_due on media (next_attempt_at) where state = 'PENDING';
            create unique index media_object on media (storage_key) where storage_key is not null;
            ",
    )],
};
