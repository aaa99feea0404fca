//! Messages, and their full text index.
//!
//! No foreign key points *at* a message but from its outbox row and its attempts: an unindexed one would make every
//! erasure read this whole table.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0010_messages",
    up: &[
        Sql::Both(
            r#"
            create table messages (
                id uuid not null primary key,
                company_id uuid not null,
                conversation_id uuid not null,
                channel_id uuid not null,
                contact_id uuid not null,
                seq bigint not null,
                direction text not null check (direction in ('INBOUND', 'OUTBOUND')),
                "type" text not null default 'TEXT' check ("type" in ('TEXT', 'IMAGE', 'DOCUMENT', 'AUDIO', 'VIDEO')),
                content text,
                media_id uuid,
                sender_id uuid,
                origin text not null check (origin in ('CUSTOMER', 'AGENT', 'BOT', 'PHONE', 'API')),
                is_bot boolean not null default false,
                status text not null check (status in ('PENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED')),
                whatsapp_message_id text,
                provider_key text,
                provider_timestamp timestamptz,
                sent_at timestamptz not null,
                delivered_at timestamptz,
                read_at timestamptz,
                failed_at timestamptz,
                error_code text,
                error_provider_code text,
                error_detail text,
                reply_to_id uuid,
                reply_to_provider_id text,
                client_id text,
                template jsonb,
                metadata jsonb not null default '{}',
                edited_at timestamptz,
                revoked_at timestamptz,
                resend_of_id uuid,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (conversation_id, seq),
                foreign key (company_id, conversation_id) references conversations (company_id, id),
                foreign key (company_id, channel_id) references channels (company_id, id),
                foreign key (company_id, contact_id) references contacts (company_id, id),
                foreign key (company_id, sender_id) references users (company_id, id)
            );
            create unique index messages_client on messages (conversation_id, client_id) where client_id is not null;
            create unique index messages_provider on messages (channel_id, provider_key, direction, contact_id)
                where provider_key is not null;
            create index messages_timeline on messages (conversation_id, sent_at desc, seq desc);
            create index messages_contact on messages (contact_id, sent_at desc, id desc);
            "#,
        ),
        Sql::Postgres(
            "
            alter table messages set (fillfactor = 85);
            create index messages_text on messages using gin (to_tsvector('wpc'::regconfig, content));
            ",
        ),
        Sql::Sqlite(
            r#"
            -- The triggers keep it: no writer needs to know of it.
            create virtual table messages_fts using fts5(
                content, message_id unindexed, conversation_id unindexed, tokenize = "unicode61 remove_diacritics 2"
            );
            create trigger messages_fts_insert after insert on messages when new.content is not null begin
                insert into messages_fts (content, message_id, conversation_id) values (new.content, new.id, new.conversation_id);
            end;
            create trigger messages_fts_update after update of content, conversation_id on messages
                when old.content is not new.content or old.conversation_id is not new.conversation_id
            begin
                delete from messages_fts where message_id = old.id;
                insert into messages_fts (content, message_id, conversation_id)
                    select new.content, new.id, new.conversation_id where new.content is not null;
            end;
            create trigger messages_fts_delete after delete on messages begin
                delete from messages_fts where message_id = old.id;
            end;
            "#,
        ),
    ],
};
